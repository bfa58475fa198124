"""A shop with a programme, members and weeks of sales, for tests of changing its programme."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec

from loyalty import event
from loyalty.accounts import POINTS, SPEND
from loyalty.event import Event, Posting
from loyalty.programme import load_toml, to_wire
from server.books import Books
from server.publishing.desk import Publishing
from storage.records import Member
from storage.server import members
from tests.server.shop import DAY, NOW_US, Till, open_books

COFFEE_BAR = (Path(__file__).parents[3] / "assets/programmes/coffee-bar.toml").read_text("utf-8")
TODAY = DAY
LATER = "2027-03-01"


class Counter:
    """The books of a coffee bar, its till, and the desk at which its programme is changed."""

    def __init__(self, folder: Path) -> None:
        self.books: Books = open_books(folder)
        self.till = Till(self.books)
        rules = load_toml(COFFEE_BAR)
        second = msgspec.structs.replace(rules, id="shop", version=2, from_day="2026-02-01")
        self.books.put_programme(to_wire(second), NOW_US)
        self.desk = Publishing(self.books.access())

    def sell(self, weeks: int = 4, members_count: int = 4) -> None:
        """Sell 4.00 to each member every second day of the weeks before today, and to nobody."""
        first = date.fromisoformat(TODAY) - timedelta(weeks=weeks)
        for at in range(0, weeks * 7, 2):
            day = (first + timedelta(days=at)).isoformat()
            for one in range(members_count):
                self.sale(day, f"m{one}", 400 + 100 * one, hour=9 + one)
            self.sale(day, "", 300, hour=14)
        self.till.push()

    def sale(self, day: str, member: str, amount_minor: int, *, hour: int = 12) -> str:
        """Record a sale as tills do, without what it gave."""
        line = {"amount_minor": amount_minor, "net_minor": amount_minor, "quantity": 1}
        data = {"member": member, "account": member and member * 16, "lines": [line]}
        made = Event(
            id=self.till.new_id(),
            seq=len(self.till.chain) + 1,
            at=f"{day}T{hour:02}:00:00.000000Z",
            day=day,
            clock="ok",
            type="sale",
            actor="cashier:default",
            programme=2,
            postings=(),
            data=data,
        )
        self.till.chain.append(event.encode(made))
        return made.id

    def undo(self, sale: str) -> None:
        """Take a sale back."""
        self.till.record("undo", data={"corrects": sale})

    def enrol(self, member: str, points: int, spent_minor: int) -> None:
        """Let somebody be a member who has points, and bought for so much in all."""
        account = member * 16
        with self.books.access().database.write() as connection:
            row = Member(member_id=member, account=account, joined_day="2026-03-01")
            members.save(connection, "shop", [row])
        lot = f"{self.till.new_id()}~9999-12-31"
        self.till.record(
            "sale",
            Posting(
                debit="shop:given", credit=f"m:{account}:open", unit=POINTS, amount=points, lot=lot
            ),
            Posting(
                debit="shop:counted", credit=f"m:{account}:count", unit=SPEND, amount=spent_minor
            ),
        )
        self.till.push()

    def change(self, old: str, new: str, title: str = "A change", who: str = "olga") -> str:
        """Begin a draft in which one line is different; gives its id."""
        draft = self.desk.begin(title, who, NOW_US)
        opened = self.desk.draft(draft.draft)
        document = opened.newest.document
        assert old in document, document
        self.desk.save(draft.draft, opened.edit, document.replace(old, new), who, NOW_US)
        return draft.draft

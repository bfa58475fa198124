"""A shop with members who agreed to different things, for tests of messages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from loyalty import accounts, days, event
from loyalty.event import Event, Posting
from server.books import Books
from server.messages.campaigns import RUNNING, Campaign
from server.messages.desk import Messages
from server.messages.templates import Text
from server.messages.triggers import OnDay
from server.messages.ways import Ways
from server.pages.wording import Words
from sync.wire import PersonRow
from tests.pocket import Pocket
from tests.server.shop import DAY, NOW_US, Till

PUBLIC = "https://card.example.org"
NEWS = {"news": "2026-01-01", "profiling": "2026-01-01"}
NOON_US = days.read("2026-11-18T12:00:00.000000Z")
HELLO = Text(subject="Hello {name}", body="You have {points} points at {shop}.")


def account(name: str) -> str:
    """Give the account of a member."""
    return name.encode().hex().ljust(32, "0")[:32]


class Counter(Till):
    """A till at which members join and buy, on any day."""

    def join(self, name: str, **told: Any) -> PersonRow:
        """Make a member; `told` are fields, `consents`, and `data` of the event."""
        consents = told.pop("consents", NEWS)
        data = {"member": name, "account": account(name), "number": "", **told.pop("data", {})}
        self.record("enrol", data=data)
        fields = {"name": name.title(), "email": f"{name}@example.org", "language": "en", **told}
        return PersonRow(
            person_id=name,
            version=1,
            fields={key: value for key, value in fields.items() if value},
            consents=consents,
        )

    def buy(self, name: str, spend_minor: int = 1_000, *, days_ago: int = 0) -> None:
        """Record a sale of a member as visits and money, so many days before DAY."""
        day = (date.fromisoformat(DAY) - timedelta(days=days_ago)).isoformat()
        counters = [
            Posting(
                debit=accounts.COUNTED,
                credit=accounts.count(account(name)),
                unit=unit,
                amount=amount,
            )
            for unit, amount in (("visits", 1), ("spend", spend_minor))
        ]
        made = Event(
            id=self.new_id(),
            seq=len(self.chain) + 1,
            at=f"{day}T12:00:00.000000Z",
            day=day,
            clock="ok",
            type="sale",
            actor="cashier:default",
            programme=1,
            postings=tuple(counters),
            data={},
        )
        self.chain.append(event.encode(made))


def messages_of(books: Books, public: str = PUBLIC, **more: Any) -> Messages:
    """Give what a shop does about messages."""
    return Messages(books.access(), Pocket(), Words, public=public, **more)


def by_mail(messages: Messages, port: int) -> None:
    """Let mail leave over a server on this machine."""
    messages.put_ways(
        Ways(
            host="127.0.0.1",
            port=port,
            security="none",
            sender="shop@example.org",
            sender_name="The shop",
        )
    )


def news(**changed: Any) -> Campaign:
    """Write news for today."""
    told: dict[str, Any] = {
        "name": "News",
        "trigger": OnDay(day=DAY),
        "texts": {"en": HELLO},
        "minute": 0,
        "leaves_out": False,
        **changed,
    }
    return Campaign(**told)


def start(messages: Messages, campaign: Campaign) -> Campaign:
    """Keep a campaign and let it run."""
    kept = messages.campaigns.save(campaign, NOW_US)
    return messages.campaigns.move(kept.id, kept.version, RUNNING)

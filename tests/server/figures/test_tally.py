"""The figures that the intake keeps, against a recount of the very same events by hand."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from loyalty import accounts, days, lots
from loyalty.event import Posting
from server import filling
from server.books import Books
from server.figures.tally import booked_month
from storage.server import figures
from tests.server.shop import ANNA, BEN, NOW_US, Till, give, open_books

EXAMPLES = 10
WHO = st.sampled_from([ANNA, BEN])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["sale", "others", "refund", "undo", "spend", "expire", "goodwill"]),
        WHO,
        st.integers(1, 500),
        st.sampled_from(["2026-11-18", "2026-10-31", "2026-11-02"]),
    ),
    max_size=14,
)


def kept(books: Books) -> dict[figures.Key, tuple[int, int]]:
    with books.access().database.read() as connection:
        return figures.everything(connection, "shop")


def bought(account: str, money_minor: int) -> list[Posting]:
    name = accounts.count(account)
    said = {accounts.SPEND: money_minor, accounts.VISITS: 1}
    return [
        Posting(debit=accounts.COUNTED, credit=name, unit=unit, amount=amount)
        for unit, amount in said.items()
    ]


def turned(postings: list[Posting]) -> list[Posting]:
    return [
        Posting(debit=one.credit, credit=one.debit, unit=one.unit, amount=one.amount, lot=one.lot)
        for one in postings
    ]


def play(till: Till, steps: list[tuple[str, str, int, str]]) -> Counter[tuple[str, str]]:
    """Record what happened, and add up by hand what each day has to say."""
    said: Counter[tuple[str, str]] = Counter()
    for kind, account, amount, day in steps:
        name = till.new_id()
        lot = lots.name(name, lots.NEVER)
        gift = [give(account, amount, lot)]
        data: dict[str, Any] = {"account": account, "to_pay_minor": amount}
        match kind:
            case "sale":
                postings = [*gift, *bought(account, amount)]
                till.record("sale", *postings, event_id=name, day=day, data=data)
                said["sold", day] += amount
                said["given", day] += amount
            case "others":
                till.record("sale", day=day, data={**data, "account": ""})
                said["other", day] += amount
            case "refund" | "undo":
                back = turned([*gift, *bought(account, amount)])
                data = {"account": account, "money_minor": amount}
                till.record(kind, *back, day=day, data=data)
                said["undone" if kind == "undo" else "refunded", day] += amount
                said["given_back", day] += amount
            case "spend" | "expire":
                into = accounts.USED if kind == "spend" else accounts.EXPIRED
                taken = Posting(
                    debit=accounts.open_(account),
                    credit=into,
                    unit="points",
                    amount=amount,
                    lot=lot,
                )
                till.record("sale" if kind == "spend" else "expire", taken, day=day)
                said["used" if kind == "spend" else "expired", day] += amount
            case _:
                till.record("goodwill", *gift, day=day, data={"worth_minor": amount})
                said["given", day] += amount
                said["goodwill", day] += amount
    return said


@given(STEPS)
@settings(max_examples=EXAMPLES)
def test_whatever_happens_the_figures_are_those_of_the_ledger(
    steps: list[tuple[str, str, int, str]],
) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        books = open_books(Path(folder))
        till = Till(books, "one")
        said = play(till, steps)
        till.push()
        found: Counter[tuple[str, str]] = Counter()
        for (measure, day, _, part), (_, amount) in kept(books).items():
            if measure in ("sold", "other", "undone", "refunded", "goodwill"):
                found[measure, day] += amount
            elif measure == "pointed" and till.device == _device(books, measure, day, part):
                found[part.removesuffix("|points"), day] += amount
        assert {key: amount for key, amount in found.items() if amount} == dict(said)
        net = sum(
            amount
            * (1 if part in ("given|points", "used_back|points", "expired_back|points") else -1)
            for (measure, *_, part), (_, amount) in kept(books).items()
            if measure == "booked"
        )
        balances = books.balances()
        assert net == sum(left for (_, unit), left in balances.items() if unit == "points")
        assert books.verify().first_difference is None
        books.close()


def _device(books: Books, measure: str, day: str, part: str) -> str:
    names = {key[2] for key in kept(books) if (key[0], key[1], key[3]) == (measure, day, part)}
    return (names - {"server"}).pop() if names - {"server"} else "server"


@pytest.mark.parametrize(
    ("day", "received", "booked"),
    [
        ("2026-10-31", "2026-11-05T12:00", "2026-10"),
        ("2026-10-31", "2026-11-06T12:00", "2026-11"),
        ("2026-08-31", "2026-11-02T12:00", "2026-11"),
        ("2025-12-31", "2026-01-04T12:00", "2025-12"),
        ("9999-12-31", "2026-11-02T12:00", "2026-11"),
    ],
)
def test_a_month_is_booked_until_the_fifth_of_the_next(
    day: str, received: str, booked: str
) -> None:
    assert booked_month(day, days.read(received + ":00Z"), "Europe/Amsterdam") == booked


def test_books_that_are_older_than_the_figures_are_counted_a_page_at_a_time(
    books: Books, till: Till
) -> None:
    for amount in (5, 7):
        till.record("sale", *bought(ANNA, amount), data={"account": ANNA, "to_pay_minor": amount})
    till.push()
    before = kept(books)
    assert before
    database = books.access().database
    with database.write() as connection:
        for table in ("figures", "shopping"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - the two names above
        last = connection.execute(text("SELECT last FROM feed")).scalar_one()
        added = text("INSERT INTO figured VALUES ('shop', 0, :last)")
        connection.execute(added, {"last": last})
    till.record("sale", *bought(BEN, 9), data={"account": BEN, "to_pay_minor": 9})
    till.push()
    assert books.verify().ok, "what comes meanwhile is counted as it comes"
    assert filling.fill(books.access(), NOW_US) > 0
    assert filling.fill(books.access(), NOW_US) == 0
    assert books.verify().first_difference is None
    sold = {key: sums for key, sums in kept(books).items() if key[0] == "sold"}
    assert list(sold.values()) == [(3, 21)]

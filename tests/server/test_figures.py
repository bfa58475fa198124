"""A till that was paired and does evil brings no figure to where a database cannot keep it."""

import pytest

from loyalty import accounts, lots
from loyalty.event import Posting
from server.books import Books
from server.judge import FIGURE_MAX
from tests.server.shop import ANNA, BEN, Till, give


def points(books: Books, account: str = ANNA) -> int:
    return books.balances().get((account, "points"), 0)


def test_no_till_brings_a_figure_beyond_what_a_database_keeps(books: Books, till: Till) -> None:
    other = Till(books, "other")
    other.earn(BEN, 7)
    other.push()
    large = []
    for at in range(4):
        event_id = till.new_id()
        lot = lots.name(event_id, lots.NEVER)
        till.record("sale", *[give(ANNA, 10**12, lot)] * 400, event_id=event_id)
        till.earn(BEN, at + 1)
        large.append(till.push().outcomes[0].reason)
    assert large == [None, None, "figure_large", "figure_large"]
    assert points(books) == 800 * 10**12
    assert points(books, BEN) == 7 + 1 + 2 + 3 + 4, "everybody else goes on"
    assert books.verify().first_difference is None


@pytest.mark.parametrize("kind", ["count", "owed", "expired", "held"])
def test_no_figure_of_any_kind_grows_for_ever(books: Books, till: Till, kind: str) -> None:
    name = accounts.open_(ANNA)
    moved = {
        "count": Posting(
            debit=accounts.COUNTED, credit=accounts.count(ANNA), unit="visits", amount=10**12
        ),
        "owed": Posting(debit=name, credit=accounts.USED, unit="points", amount=10**12, lot="x"),
        "expired": Posting(
            debit=name, credit=accounts.EXPIRED, unit="points", amount=10**12, lot="x"
        ),
        "held": Posting(
            debit=accounts.GIVEN,
            credit=accounts.held(ANNA),
            unit="points",
            amount=10**12,
            lot="x",
        ),
    }[kind]
    # What lets the purse stay small meanwhile: earned again as often as it expires.
    back = [give(ANNA, 10**12, "y")] * 250 if kind == "expired" else []
    reasons = set()
    for _ in range(6):
        till.record("sale", *[moved] * 250)
        reasons.add(till.push().outcomes[0].reason)
        if back:
            till.record("sale", *back)
            till.push()
    assert reasons == {None, "figure_large"}
    assert all(abs(amount) <= FIGURE_MAX for amount in books.balances().values())
    till.earn(BEN, 5)
    assert till.push().outcomes[0].outcome == "created"
    assert points(books, BEN) == 5

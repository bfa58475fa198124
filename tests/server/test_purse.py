"""Rights: balance is free and held and owed, none below zero, whatever happens in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.errors import Corrupt
from loyalty.event import Posting
from server.book import Book
from server.judge import why_not
from server.purse import FREE, Purse, choose
from tests.server.shop import ANNA, DAY, give, use

LOTS = ("a~2026-11-30", "b~2026-11-20", "c~9999-12-31")


def test_what_comes_in_pays_what_is_owed_first() -> None:
    purse = Purse()
    purse.debit("a", 30)
    assert (purse.balance, purse.owed) == (-30, 30)
    assert purse.credit("b", 50) == 20
    assert (purse.balance, purse.owed, purse.total()) == (20, 0, 20)


def test_a_debit_takes_its_own_lot_then_the_earliest_then_owes() -> None:
    purse = Purse()
    for lot in LOTS:
        purse.credit(lot, 10)
    purse.debit(LOTS[2], 15)
    assert [(lot.lot, lot.amount) for lot in purse.held(FREE)] == [(LOTS[1], 5), (LOTS[0], 10)]
    purse.debit(LOTS[2], 20)
    assert (purse.total(), purse.owed) == (0, 5)


def test_a_holder_who_takes_more_than_it_holds_takes_free_then_owes() -> None:
    purse = Purse()
    purse.credit("a", 10)
    purse.hold("t.1", "a", 5)
    purse.hold("t.1", "a", -20)
    assert (purse.balance, purse.total("t.1"), purse.total(), purse.owed) == (-5, 0, 0, 5)


def test_another_holder_loses_nothing() -> None:
    purse = Purse()
    purse.hold("t.1", "a", 5)
    purse.debit("a", 5)
    assert (purse.total("t.1"), purse.owed, purse.balance) == (5, 5, 0)


def test_a_grant_gives_the_earliest_and_nothing_that_has_ended() -> None:
    purse = Purse()
    for lot in ("old~2026-11-17", *LOTS):
        purse.credit(lot, 10)
    given_lots = choose(purse, 15, DAY)
    assert [(lot.lot, lot.amount) for lot in given_lots] == [(LOTS[1], 10), (LOTS[0], 5)]
    assert sum(lot.amount for lot in choose(purse, 1_000, DAY)) == 30


def test_a_grant_gives_nothing_while_something_is_owed() -> None:
    purse = Purse()
    purse.debit("a", 1)
    assert choose(purse, 5, DAY) == ()


def test_figures_that_do_not_add_up_are_found() -> None:
    with pytest.raises(Corrupt, match="points"):
        Purse(balance=5).check(ANNA, "points")


PARTS = st.sampled_from([accounts.open_(ANNA), accounts.held(ANNA)])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["t.1", "t.2", "u.1"]),
        st.sampled_from(LOTS),
        st.integers(1, 50),
        PARTS,
        st.sampled_from(["in", "out", "return", "grant"]),
    ),
    max_size=40,
)


@given(STEPS)
def test_the_rights_always_add_up(steps: list[tuple[str, str, int, str, str]]) -> None:
    book = Book()
    expected = 0
    for who, lot, amount, part, kind in steps:
        purse = book.purse(ANNA, accounts.POINTS)
        held_by_others = {
            holder: purse.total(holder) for holder in ("t.1", "t.2", "u.1") if holder != who
        }
        if kind == "in":
            book.apply((_posting(accounts.GIVEN, part, lot, amount),), who)
            expected += amount
        elif kind == "out":
            book.apply((_posting(part, accounts.USED, lot, amount),), who)
            expected -= amount
        elif kind == "return":
            back = _posting(accounts.held(ANNA), accounts.open_(ANNA), lot, amount)
            assert not why_not((back,))
            book.apply((back,), who)
        else:
            for chosen in choose(purse, amount, DAY):
                named = f"{accounts.held(ANNA)}:{who}"
                moved = _posting(accounts.open_(ANNA), named, chosen.lot, chosen.amount)
                book.apply((moved,), "")
        purse.check(ANNA, accounts.POINTS)
        assert purse.balance == expected
        for holder, total in held_by_others.items():
            assert purse.total(holder) == total


def _posting(debit: str, credit: str, lot: str, amount: int) -> Posting:
    return Posting(debit=debit, credit=credit, unit=accounts.POINTS, amount=amount, lot=lot)


def test_one_event_takes_before_it_gives() -> None:
    book = Book()
    book.apply((give(ANNA, 10, LOTS[0]),), "t.1")
    # The order of an event's postings must not matter: what is held comes before what is open.
    book.apply((give(ANNA, 5, LOTS[2]), use(ANNA, 12, LOTS[0])), "t.1")
    purse = book.purse(ANNA, accounts.POINTS)
    assert (purse.balance, purse.owed, purse.total()) == (3, 0, 3)

"""Where a member stands, and what postings make of it."""

from loyalty import accounts
from loyalty.event import Posting
from loyalty.lots import HeldLot, name
from loyalty.settle import settled
from loyalty.standing import Standing
from tests.loyalty.build import ACCOUNT, DAY, OLD_LOT, member


def open_to(amount: int) -> Posting:
    """Give so many points to what the server books."""
    return Posting(
        debit=accounts.GIVEN,
        credit=accounts.open_(ACCOUNT),
        unit=accounts.POINTS,
        amount=amount,
        lot=name("new"),
    )


def open_from(amount: int) -> Posting:
    """Take so many points from what the server books."""
    return Posting(
        debit=accounts.open_(ACCOUNT),
        credit=accounts.GIVEN,
        unit=accounts.POINTS,
        amount=amount,
        lot=name("new"),
    )


def held_from(amount: int) -> Posting:
    """Spend so many points of the old lot."""
    return Posting(
        debit=accounts.held(ACCOUNT),
        credit=accounts.USED,
        unit=accounts.POINTS,
        amount=amount,
        lot=OLD_LOT,
    )


def test_somebody_new_has_nothing() -> None:
    standing = Standing(account=ACCOUNT)
    assert standing.amount() == standing.spend_minor == standing.visits == 0
    assert standing.spendable(accounts.POINTS, DAY) == 0


def test_only_what_has_not_ended_is_spendable() -> None:
    lots = (
        HeldLot(lot=name("a", "2026-11-21"), amount=5),
        HeldLot(lot=name("b", "2026-11-22"), amount=7),
    )
    standing = Standing(account=ACCOUNT, held={accounts.POINTS: lots})
    assert standing.spendable(accounts.POINTS, DAY) == 7


def test_counters_are_read_by_name() -> None:
    standing = member(spend_minor=1250, visits=3)
    assert standing.spend_minor == 1250
    assert standing.visits == 3


def test_what_is_given_is_not_held() -> None:
    after = settled(member(100), [open_to(50)])
    assert after.amount() == 150
    assert after.spendable(accounts.POINTS, DAY) == 100


def test_what_is_given_pays_what_is_owed_first() -> None:
    after = settled(member(-30, here=0, owed=30), [open_to(20)])
    assert (after.amount(), after.owed) == (-10, {accounts.POINTS: 10})
    after = settled(after, [open_to(20)])
    assert (after.amount(), after.owed) == (10, {})


def test_what_is_spent_leaves_its_lot() -> None:
    after = settled(member(100), [held_from(60)])
    assert after.amount() == 40
    assert after.held[accounts.POINTS] == (HeldLot(lot=OLD_LOT, amount=40),)
    assert settled(after, [held_from(40)]).held[accounts.POINTS] == ()


def test_what_is_taken_beyond_free_becomes_owed() -> None:
    # 100 in all, 70 of it held here: only 30 are free.
    after = settled(member(100, here=70), [open_from(50)])
    assert after.amount() == 50
    assert after.owed == {accounts.POINTS: 20}
    assert after.spendable(accounts.POINTS, DAY) == 70


def test_while_something_is_owed_nothing_is_free() -> None:
    # Other tills hold 100 and 30 are owed: what they hold cannot pay for more that is taken.
    after = settled(member(70, here=0, owed=30), [open_from(20)])
    assert (after.amount(), after.owed) == (50, {accounts.POINTS: 50})


def test_other_accounts_are_not_touched() -> None:
    other = Posting(
        debit=accounts.GIVEN, credit=accounts.open_("b"), unit=accounts.POINTS, amount=5
    )
    assert settled(member(100), [other]) == member(100)

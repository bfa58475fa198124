"""What a member can pay with here: lots in their order, and why an amount cannot be paid."""

from loyalty.lots import HeldLot, name
from loyalty.rewards.purse import Purse
from loyalty.standing import Standing
from loyalty.why import why
from tests.loyalty.reward_build import DAY, OLD

SOON, LATER = name(OLD, "2026-12-31"), name(OLD, "2027-12-31")
PENDING = name(OLD, first_day="2026-11-25")
NEXT = name(OLD, first_day="2026-12-01")
GONE = name(OLD, "2026-11-21")


def purse(*held: tuple[str, int], balance: int | None = None, owed: int = 0) -> Purse:
    """Give the purse of a member who holds lots of points."""
    whole = sum(amount for _, amount in held) if balance is None else balance
    lots = tuple(HeldLot(lot=lot, amount=amount) for lot, amount in held)
    standing = Standing(
        account="a", balance={"points": whole}, held={"points": lots}, owed={"points": owed}
    )
    return Purse(standing, DAY)


def test_lots_are_spent_by_earliest_expiry() -> None:
    own = purse((LATER, 30), (SOON, 20))
    assert own.pay("points", 25) == (HeldLot(lot=SOON, amount=20), HeldLot(lot=LATER, amount=5))
    assert own.lots("points") == (HeldLot(lot=LATER, amount=25),)
    assert (own.held("points"), own.balance("points")) == (25, 25)


def test_a_lot_is_spent_through_its_last_day() -> None:
    assert purse((name(OLD, DAY), 30)).held("points") == 30
    gone = purse((GONE, 30))
    assert (gone.held("points"), gone.balance("points")) == (0, 0)


def test_a_pending_lot_is_not_spent_before_its_first_day() -> None:
    own = purse((LATER, 10), (PENDING, 50), (NEXT, 5))
    assert (own.held("points"), own.balance("points")) == (10, 10)
    assert own.begins("points") == "2026-11-25"
    assert own.lacks("r", "points", 30) == why("not_enough", reward="r", unit="points", missing=20)
    today = purse((name(OLD, first_day=DAY), 50))
    assert (today.held("points"), today.begins("points")) == (50, "")
    assert purse((LATER, 10)).begins("points") == ""


def test_what_another_till_holds_has_to_be_granted_first() -> None:
    away = purse((LATER, 10), balance=60)
    assert away.lacks("r", "points", 10) is None
    assert away.lacks("r", "points", 60) == why(
        "not_enough_here", reward="r", unit="points", missing=50
    )
    assert away.lacks("r", "points", 61) == why("not_enough", reward="r", unit="points", missing=1)
    owing = purse((LATER, 10), balance=60, owed=1)
    assert owing.lacks("r", "points", 60) == why("owed", reward="r", unit="points", missing=50)


def test_a_unit_that_nobody_ever_gave_is_empty() -> None:
    own = purse()
    assert (own.balance("stamp:x"), own.held("stamp:x"), own.begins("stamp:x")) == (0, 0, "")

"""What a till pays out by itself: own earns at once, as far as allowed, and goodwill."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty import accounts, limits, lots
from loyalty.event import Posting
from loyalty.limits import Allowance, Limits
from loyalty.lots import HeldLot
from loyalty.own_rights import VOUCHED, at_once, vouched, vouching
from loyalty.standing import Standing

ANNA = "anna"
LOT = lots.name("sale", "2027-01-01")


def earned(amount: int, lot: str = LOT, account: str = ANNA) -> Posting:
    return Posting(
        debit=accounts.GIVEN,
        credit=accounts.open_(account),
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )


def test_nothing_allowed_changes_nothing() -> None:
    assert at_once((earned(50),), ANNA, {}) == (earned(50),)


def test_what_is_allowed_goes_to_the_till_and_the_rest_to_the_server() -> None:
    now, later = at_once((earned(50),), ANNA, {"points": 30})
    assert (now.credit, now.amount) == (accounts.held(ANNA), 30)
    assert later == earned(20)


def test_what_begins_later_or_is_somebody_elses_is_for_the_server() -> None:
    waiting = earned(50, lots.name("sale", "2027-01-01", "2026-12-01"))
    theirs = earned(50, account="friend")
    assert at_once((waiting, theirs), ANNA, {"points": 100}) == (waiting, theirs)


@given(st.lists(st.integers(1, 50), max_size=5), st.integers(0, 100))
def test_no_more_than_allowed_and_nothing_lost(amounts: list[int], allowed: int) -> None:
    posted = at_once([earned(amount) for amount in amounts], ANNA, {"points": allowed})
    held = sum(each.amount for each in posted if each.credit == accounts.held(ANNA))
    assert held == min(allowed, sum(amounts))
    assert sum(each.amount for each in posted) == sum(amounts)


def anna(balance: int, held: int, owed: int = 0) -> Standing:
    lots_here = (HeldLot(lot=LOT, amount=held),) if held else ()
    return Standing(
        account=ANNA,
        balance={"points": balance},
        held={"points": lots_here} if held else {},
        owed={"points": owed} if owed else {},
    )


def test_goodwill_reaches_as_far_as_the_budget_and_the_balance() -> None:
    assert vouching(anna(100, 30), {"points": 500}).spendable("points", "2026-11-22") == 100
    assert vouching(anna(100, 30), {"points": 20}).spendable("points", "2026-11-22") == 50
    assert vouching(anna(30, 30), {"points": 20}) == anna(30, 30)
    assert vouching(anna(100, 30, owed=5), {"points": 20}) == anna(100, 30, owed=5)
    assert vouching(anna(100, 30), {"points": -5}) == anna(100, 30)


def test_goodwill_is_spent_last_and_booked_by_the_server() -> None:
    assert lots.order(VOUCHED) > lots.order(LOT)
    assert lots.order(VOUCHED) > lots.order(lots.name("019a-some-id"))
    spent = Posting(
        debit=accounts.held(ANNA),
        credit=accounts.USED,
        unit=accounts.POINTS,
        amount=20,
        lot=VOUCHED,
    )
    (posted,) = vouched((spent,), "sale")
    assert (posted.debit, posted.amount) == (accounts.open_(ANNA), 20)
    assert posted.lot == lots.name("sale")


def test_limits_are_kept_as_a_text() -> None:
    assert limits.write(Limits()) == ""
    some = Limits(at_once=Allowance(points=5), ahead=Allowance(stamps=10), at_once_always=True)
    assert limits.read(limits.write(some)) == some
    assert limits.read("") == limits.read("{") == limits.read('{"ahead":{"points":-1}}') == Limits()
    assert limits.is_right(some)
    assert not limits.is_right(Limits(goodwill=Allowance(stamps=-1)))


def test_an_allowance_is_for_points_and_stamps() -> None:
    some = Allowance(points=5, stamps=2)
    assert [some.of(each) for each in ("points", "stamp:tea", "voucher:cake")] == [5, 2, 0]

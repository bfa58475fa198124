"""An account booked in place comes to what the copied figures come to, and forgets no lot."""

from hypothesis import given
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.accounts import POINTS
from loyalty.booking import Booking
from loyalty.event import Posting
from loyalty.lots import HeldLot
from loyalty.settle import counters_after, settled
from loyalty.standing import Standing

MEMBER = "a"


def gives(amount: int, lot: str, to: str = MEMBER) -> Posting:
    """Give a posting that gives points."""
    return Posting(
        debit=accounts.GIVEN, credit=accounts.open_(to), unit=POINTS, amount=amount, lot=lot
    )


def takes(amount: int, lot: str) -> Posting:
    """Give a posting that uses points."""
    return Posting(
        debit=accounts.held(MEMBER), credit=accounts.USED, unit=POINTS, amount=amount, lot=lot
    )


def counts(unit: str, delta: int) -> Posting:
    """Give a posting that counts up or down."""
    names = (accounts.COUNTED, accounts.count(MEMBER))
    debit, credit = names if delta > 0 else names[::-1]
    return Posting(debit=debit, credit=credit, unit=unit, amount=abs(delta))


def test_what_is_given_can_be_used_at_once() -> None:
    """One till and no server: what the server would book as free is held here."""
    account = Booking(MEMBER)
    account.book([gives(10, "one~2026-12-31"), gives(5, "two~2026-12-31")])
    account.book([takes(7, "one~2026-12-31")])
    standing = account.standing()
    assert standing.amount() == 8
    assert standing.held[POINTS] == (
        HeldLot(lot="one~2026-12-31", amount=3),
        HeldLot(lot="two~2026-12-31", amount=5),
    )
    assert standing.spendable(POINTS, "2026-12-31") == 8
    assert standing.spendable(POINTS, "2027-01-01") == 0
    assert standing.home


def test_a_lot_that_is_used_up_is_gone() -> None:
    """Otherwise a long history would be a long list."""
    account = Booking(MEMBER)
    account.book([gives(10, "one"), takes(10, "one")])
    assert account.standing().held[POINTS] == ()
    assert dict(account.lots[POINTS]) == {}


def test_other_accounts_are_passed_over() -> None:
    """A friend's points are the friend's."""
    account = Booking(MEMBER)
    account.book([gives(10, "one", to="friend")])
    assert account.standing().amount() == 0


steps = st.one_of(
    st.builds(gives, st.integers(1, 50), st.sampled_from(["x", "y"])),
    st.builds(counts, st.sampled_from(["spend", "visits"]), st.integers(-5, 9).filter(bool)),
)


@given(st.lists(st.lists(steps, max_size=4), max_size=8))
def test_booking_and_settling_agree(sales: list[list[Posting]]) -> None:
    """Balance and counters are the same, whether copied each time or booked in place."""
    account, standing = Booking(MEMBER), Standing(account=MEMBER)
    for sale in sales:
        counters = counters_after(standing, sale)
        account.book(sale)
        standing = settled(standing, sale)
        assert counters == standing.counters
    now = account.standing()
    assert {unit: amount for unit, amount in now.counters.items() if amount} == {
        unit: amount for unit, amount in standing.counters.items() if amount
    }
    assert now.amount() == standing.amount()
    assert sum(lot.amount for lot in now.held.get(POINTS, ())) == now.amount()


def test_settling_shares_what_no_posting_touches() -> None:
    """Ten thousand old lots cost a sale nothing."""
    held = {POINTS: tuple(HeldLot(lot=f"lot-{at}", amount=1) for at in range(10_000))}
    before = Standing(account=MEMBER, balance={POINTS: 10_000}, held=held)
    after = settled(before, [gives(5, "new"), counts("spend", 9)])
    assert after.held is held
    assert after.amount() == 10_005

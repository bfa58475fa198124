"""Refunds: the reverse of what was written, from where it can be taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.basket import Basket, Line, claims, typed
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.lots import HeldLot, name
from loyalty.quote import postings, quote
from loyalty.refunds.refund import reverse
from loyalty.settle import settled
from loyalty.standing import Standing
from tests.loyalty.build import ACCOUNT, COFFEE_BAR, DAY, OLD_LOT, SALE, STAMPS, member

OTHER = "b" * 32
NEW_LOT = name(SALE)


def sold(standing: Standing, basket: Basket) -> tuple[tuple[Posting, ...], Standing]:
    """Sell a basket and give what was written and where the member stands then."""
    quoted = quote(COFFEE_BAR, standing, basket, day=DAY, sale_id=SALE)
    assert quoted.after is not None
    return postings(quoted, ACCOUNT, SALE, COFFEE_BAR), quoted.after


def given_back(
    written: tuple[Posting, ...], held: tuple[HeldLot, ...], day: str = DAY
) -> list[tuple[str, str, int]]:
    """Reverse points given and say from where, which lot and how much."""
    standing = Standing(account=ACCOUNT, held={accounts.POINTS: held})
    reversed_ = reverse(written, standing=standing, day=day, account=ACCOUNT)
    assert all(each.credit == accounts.GIVEN for each in reversed_)
    return [(each.debit.rpartition(":")[2], each.lot, each.amount) for each in reversed_]


def gift(amount: int, lot: str = NEW_LOT) -> tuple[Posting, ...]:
    """Give points as a sale does."""
    return (
        Posting(
            debit=accounts.GIVEN,
            credit=accounts.open_(ACCOUNT),
            unit=accounts.POINTS,
            amount=amount,
            lot=lot,
        ),
    )


ENDED = name(SALE, "2026-11-21")
ENDING = name(SALE, DAY)
SOON = name("z", "2026-11-30")
PAST = name("y", "2026-11-21")


@pytest.mark.parametrize(
    ("lot", "held", "taken"),
    [
        # Nothing here: the server books it free or owed.
        (NEW_LOT, {}, [("open", NEW_LOT, 50)]),
        # The same lot first, then the earliest to end, then the rest from open.
        (
            NEW_LOT,
            {NEW_LOT: 20, SOON: 10, OLD_LOT: 15},
            [
                ("held", NEW_LOT, 20),
                ("held", SOON, 10),
                ("held", OLD_LOT, 15),
                ("open", NEW_LOT, 5),
            ],
        ),
        (NEW_LOT, {NEW_LOT: 80, SOON: 10}, [("held", NEW_LOT, 50)]),
        (NEW_LOT, {OLD_LOT: 80}, [("held", OLD_LOT, 50)]),
        # Other lots that have ended are left to expire.
        (NEW_LOT, {PAST: 80}, [("open", NEW_LOT, 50)]),
        # On its last day a lot is still like any other; after it only itself is touched.
        (ENDING, {ENDING: 20, OLD_LOT: 80}, [("held", ENDING, 20), ("held", OLD_LOT, 30)]),
        (ENDED, {ENDED: 20, OLD_LOT: 80}, [("held", ENDED, 20), ("open", ENDED, 30)]),
        (ENDED, {OLD_LOT: 80}, [("open", ENDED, 50)]),
    ],
)
def test_where_given_points_are_taken_back_from(
    lot: str, held: dict[str, int], taken: list[tuple[str, str, int]]
) -> None:
    lots = tuple(HeldLot(lot=each, amount=amount) for each, amount in held.items())
    assert given_back(gift(50, lot), lots) == taken


def test_two_gifts_do_not_take_the_same_points_twice() -> None:
    written = gift(50) + gift(30, name("other"))
    lots = (HeldLot(lot=OLD_LOT, amount=60),)
    assert given_back(written, lots) == [
        ("held", OLD_LOT, 50),
        ("held", OLD_LOT, 10),
        ("open", name("other"), 20),
    ]


def test_what_was_spent_goes_back_to_its_lots() -> None:
    before = member(500, 10, visits=3)
    written, after = sold(before, typed(1000, "five-off", "free-coffee"))
    reversed_ = reverse(written, standing=after, day=DAY, account=ACCOUNT)
    assert [
        (each.unit, each.lot, each.amount)
        for each in reversed_
        if each.debit == accounts.USED and each.credit == accounts.held(ACCOUNT)
    ] == [(STAMPS, OLD_LOT, 10), ("points", OLD_LOT, 500)]
    assert settled(after, reversed_) == before


def test_points_that_are_gone_become_owed() -> None:
    written, after = sold(member(480), typed(1250))
    # The other till had them all granted and spent since: nothing is free and nothing is here.
    gone = Standing(account=ACCOUNT, balance={accounts.POINTS: 0}, counters=after.counters)
    back = settled(gone, reverse(written, standing=gone, day=DAY, account=ACCOUNT))
    assert back.amount() == -50
    assert back.owed == {accounts.POINTS: 50, STAMPS: 1}


def test_counters_run_backwards() -> None:
    written, after = sold(member(**{"carry:spend/100": 80}), typed(130))
    back = settled(after, reverse(written, standing=after, day=DAY, account=ACCOUNT))
    assert back.counters == {"spend": 0, "visits": 0, "carry:spend/100": 80}


def test_after_a_merge_the_new_account_is_named() -> None:
    written, _ = sold(member(500), typed(1260, "five-off"))
    standing = Standing(account=OTHER)
    reversed_ = reverse(written, standing=standing, day=DAY, account=OTHER)
    names = {each.debit for each in reversed_} | {each.credit for each in reversed_}
    assert {each for each in names if each.startswith("m:")} == {
        accounts.held(OTHER),
        accounts.open_(OTHER),
        accounts.count(OTHER),
    }


def test_a_reversal_is_final() -> None:
    for basket in (typed(1250), Basket(claims=claims("free-coffee"))):
        written, after = sold(member(500, 10), basket)
        reversed_ = reverse(written, standing=after, day=DAY, account=ACCOUNT)
        with pytest.raises(Refusal) as refused:
            reverse(reversed_, standing=after, day=DAY, account=ACCOUNT)
        assert refused.value.code == "reversal_final"


def test_a_sale_without_a_member_reverses_to_nothing() -> None:
    assert reverse((), standing=member(), day=DAY, account=ACCOUNT) == ()


lines = st.builds(
    Line,
    amount_minor=st.integers(0, 4000),
    product=st.sampled_from(["", "coffee", "cappuccino"]),
    kind=st.sampled_from(["goods", "gift_card"]),
)


standings = st.builds(
    lambda points, here, stamps, owed, **counters: member(
        points - owed, stamps, here=min(here, points), owed=owed, visits=5, **counters
    ),
    st.integers(0, 1500),
    st.integers(0, 1500),
    st.integers(0, 25),
    st.integers(0, 50),
    spend_minor=st.integers(0, 60_000),
    **{"carry:spend/100": st.integers(-100, 199)},
)


@given(
    st.lists(lines, max_size=3),
    st.lists(st.sampled_from(["five-off", "free-coffee", "ten-percent"]), max_size=3),
    standings,
)
def test_a_sale_and_its_reversal_leave_the_starting_figures(
    bought: list[Line], rewards: list[str], before: Standing
) -> None:
    """Balance, counters and remainder come back; what is held and owed keep their balance."""
    try:
        written, after = sold(before, Basket(lines=tuple(bought), claims=claims(*rewards)))
    except Refusal:
        return
    reversed_ = reverse(written, standing=after, day=DAY, account=ACCOUNT)
    back = settled(after, reversed_)
    assert back.balance == before.balance
    assert back.counters == before.counters
    assert all(each.amount > 0 for each in (*written, *reversed_))
    assert all(lot.amount > 0 for lots in back.held.values() for lot in lots)
    assert all(amount > 0 for amount in back.owed.values())

"""Refunds in any parts and any order: everything comes back, and nothing more."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.entries import Counted
from loyalty.errors import Refusal
from loyalty.lots import HeldLot
from loyalty.refunds.refund import Refund, Refunding, refund
from loyalty.refunds.returning import LineBack, Part, SoldLine
from loyalty.settle import settled
from loyalty.standing import Standing
from tests.loyalty.refund_build import (
    ACCOUNT,
    DAY,
    NEW,
    PLAIN,
    member,
    points,
    sold,
    spent,
)

lines_ = st.lists(
    st.builds(
        lambda gross, off, quantity: SoldLine(
            amount_minor=gross, net_minor=max(gross - off, 0), quantity=quantity
        ),
        st.integers(0, 3000),
        st.integers(0, 1500),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=4,
)


@given(lines_, st.integers(0, 500), st.integers(0, 300), st.integers(-90, 90), st.data())
def test_any_parts_in_any_order_give_back_the_starting_state(
    lines: list[SoldLine], earned: int, cost: int, carried: int, data: st.DataObject
) -> None:
    weight = st.tuples(*(st.integers(0, 9) for _ in lines))
    weights = tuple(enumerate(data.draw(weight)))
    sale = sold(
        lines,
        [points(earned, weights)] if earned else [],
        [spent(cost)] if cost else [],
        [Counted(unit="carry:r/100", delta=carried), Counted(unit="visits", delta=1)],
    )
    start = member(old=cost)
    standing = settled(start, sale.postings)
    held = (HeldLot(lot=NEW, amount=earned),) if earned else ()
    standing = Standing(
        account=ACCOUNT, balance=standing.balance, counters=standing.counters,
        held={accounts.POINTS: held},
    )  # fmt: skip
    made: list[Refund] = []
    for _ in range(data.draw(st.integers(0, 4))):
        part = data.draw(
            st.one_of(
                st.builds(Part, amount_minor=st.integers(1, 4000)),
                st.builds(
                    lambda line, pieces, amount_minor: Part(
                        lines=(LineBack(line=line, pieces=pieces, amount_minor=amount_minor),)
                    ),
                    st.integers(0, len(lines) - 1),
                    st.integers(0, 2),
                    st.integers(0, 2000),
                ),
            )
        )
        about = Refunding(
            programme=PLAIN, sale=sale, account=ACCOUNT, standings={ACCOUNT: standing}, day=DAY,
            earlier=[each.data for each in made],
        )  # fmt: skip
        try:
            made.append(refund(about, part))
        except Refusal:
            continue
        if part.amount_minor:
            assert made[-1].money_minor == part.amount_minor
        standing = settled(standing, made[-1].postings)
    about = Refunding(
        programme=PLAIN, sale=sale, account=ACCOUNT, standings={ACCOUNT: standing}, day=DAY,
        earlier=[each.data for each in made],
    )  # fmt: skip
    try:
        made.append(refund(about))
        standing = settled(standing, made[-1].postings)
    except Refusal as refused:
        assert refused.code == "already_reversed"  # noqa: PT017
    assume(made)
    assert standing.amount() == cost
    assert not standing.owed
    assert not any(standing.counters.values())
    assert sum(each.money_minor for each in made) == sum(line.net_minor for line in lines)
    assert all(posting.amount > 0 for each in made for posting in each.postings)

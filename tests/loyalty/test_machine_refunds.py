"""What is taken back leaves no trace, in whatever parts and order, under any programme."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.basket import MEMBERSHIP
from loyalty.book import selling
from loyalty.book.shop import Shop, Written
from loyalty.book.verify import replayed
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.refunds.returning import THE_REST, LineBack, Part
from tests.loyalty.machine.holding import figures
from tests.loyalty.machine.stories import Story, stories

FEW = settings(max_examples=max(settings().max_examples // 3, 1))

lines_back = st.builds(
    LineBack,
    line=st.integers(0, 3),
    pieces=st.integers(0, 3),
    amount_minor=st.sampled_from([0, 0, 1, 50, 333]),
)
parts_back = st.one_of(
    st.builds(Part, amount_minor=st.integers(1, 2000)),
    st.builds(Part, lines=st.lists(lines_back, min_size=1, max_size=3).map(tuple)),
)


def taken_back(shop: Shop, of: Written, part: Part = THE_REST) -> int:
    """Take a part of a sale back and give the money; nothing where the rules refuse."""
    try:
        return selling.take_back(shop, of, part, kind=selling.REFUND).refund.money_minor
    except Refusal:
        return 0


@FEW
@given(stories(), st.lists(parts_back, max_size=5))
def test_refunding_everything_in_any_parts_gives_back_where_it_started(
    story: Story, parts: list[Part]
) -> None:
    shop = story.shop
    before = figures(shop)
    sold = selling.sell(shop, story.member, story.basket)
    back_minor = sum(taken_back(shop, sold.written, part) for part in parts)
    back_minor += taken_back(shop, sold.written)
    assert figures(shop) == before
    if all(line.kind != MEMBERSHIP for line in story.basket.lines):
        assert back_minor == sold.quote.to_pay_minor


def owed(rules: Programme) -> Programme:
    """Give rules under which nothing that is taken back is forgiven."""
    return msgspec.structs.replace(rules, owing="owed")


@FEW
@given(stories(owed), st.data())
def test_two_sales_come_back_in_any_order(story: Story, data: st.DataObject) -> None:
    """What the second spent of the first may come back to another lot, but nothing is lost."""
    shop, before = story.shop, sums(story.shop)
    sales = [selling.sell(shop, story.member, story.basket).written]
    with contextlib.suppress(Refusal):
        sales.append(selling.sell(shop, story.member, story.basket).written)
    for each in data.draw(st.permutations(range(len(sales)))):
        taken_back(shop, sales[each])
    assert sums(shop) == before


def sums(shop: Shop) -> dict[tuple[str, str], int]:
    """Give every balance and counter that is not nothing."""
    values, counters = replayed(shop)
    return {key: amount for key, amount in (values | counters).items() if amount}


@FEW
@given(stories())
def test_a_sale_that_is_undone_and_made_again_is_the_same_sale(story: Story) -> None:
    shop, before = story.shop, figures(story.shop)
    first = selling.sell(shop, story.member, story.basket)
    after = renamed(figures(shop), first.written)
    undone = selling.take_back(shop, first.written, kind=selling.UNDO)
    assert figures(shop) == before
    assert undone.refund.data["corrects"] == first.written.event.id
    again = selling.sell(shop, story.member, story.basket)
    assert again.quote.breakdown() == first.quote.breakdown()
    assert renamed(figures(shop), again.written) == after


def renamed(found: dict[str, Any], sale: Written) -> dict[str, Any]:
    """Give figures in which the lots of a sale do not tell which sale it was."""
    return {name.replace(sale.event.id, "sale"): amount for name, amount in found.items()}

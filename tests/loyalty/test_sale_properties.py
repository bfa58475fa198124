"""What holds for every sale: found by trying many, not by thinking of one."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.basket import Basket, Line, claims, typed
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.quote import Quote, postings, quote
from loyalty.rewards.typed_total import total_of_paid
from loyalty.settle import settled
from loyalty.standing import Standing
from tests.loyalty.build import (
    ACCOUNT,
    COFFEE_BAR,
    DAY,
    SALE,
    STAMPS,
    member,
    per_euro,
    programme,
    reward,
)

RULES = programme(
    points={"days": 90},
    earn=[
        per_euro(points=3),
        per_euro(id="lunch", per_minor=70, categories=["lunch"], minimum_minor=500),
        per_euro(id="low", points=2, exclusive=True, except_products=["tea"]),
        per_euro(id="high", points=7, exclusive=True, priority=1, minimum_minor=1500, carry=False),
    ],
    multipliers=[
        {"id": "m1", "percent": 15},
        {"id": "m2", "percent": 33, "tiers": ["gold"]},
    ],
    stamp_cards=[{"id": "coffees", "name": "C", "stamps": 10, "per": "item", "minimum_minor": 300}],
    tiers=[
        {"id": "base", "name": "B", "from_amount": 0},
        {"id": "gold", "name": "G", "from_amount": 10_000},
    ],
    rewards=[
        reward("fixed", amount_minor=333),
        reward("percent", percent=15, maximum_minor=250),
        reward("product"),
        reward("product", id="stamped", cost={"unit": STAMPS, "amount": 5}),
    ],
)
REWARDS = [each.id for each in RULES.rewards]

lines = st.builds(
    Line,
    amount_minor=st.integers(0, 4000),
    quantity=st.integers(1, 3),
    product=st.sampled_from(["", "tea", "cake"]),
    category=st.sampled_from(["", "lunch"]),
    kind=st.sampled_from(["goods", "goods", "gift_card"]),
)
baskets = st.builds(
    Basket,
    lines=st.lists(lines, max_size=5).map(tuple),
    claims=st.lists(st.sampled_from(REWARDS), max_size=3).map(lambda ids: claims(*ids)),
    stamps=st.one_of(st.none(), st.integers(0, 20)),
)
standings = st.builds(
    lambda points, here, stamps, **counters: member(
        points, stamps, here=min(here, points), **counters
    ),
    st.integers(0, 80),
    st.integers(0, 80),
    st.integers(0, 12),
    spend_minor=st.integers(0, 20_000),
    **{accounts.carry("spend", 100): st.integers(-150, 150)},
)


def price(standing: Standing, basket: Basket, rules: Programme = RULES) -> Quote | str:
    """Quote one sale, or give the code with which the rules refuse it."""
    try:
        return quote(rules, standing, basket, day=DAY, sale_id=SALE)
    except Refusal as refused:
        return refused.code


@given(standings, baskets)
def test_what_is_written_is_what_was_said(standing: Standing, basket: Basket) -> None:
    quoted = price(standing, basket)
    if isinstance(quoted, str):
        return
    written = postings(quoted, ACCOUNT, SALE, RULES)
    assert settled(standing, written) == quoted.after
    assert len({(each.debit, each.credit, each.unit, each.lot) for each in written}) == len(written)
    for each in written:
        # One side is the shop's, the other this member's: nothing is made from nothing.
        sides = {each.debit in accounts.SHOP_ACCOUNTS, each.credit in accounts.SHOP_ACCOUNTS}
        assert sides == {True, False}
        assert accounts.is_known(each.debit)
        assert accounts.is_known(each.credit)
        assert each.amount > 0
        assert bool(each.lot) is accounts.is_value(each.unit)
    for unit in (accounts.POINTS, STAMPS):
        moved = sum(each.delta for each in accounts.changes(written) if each.unit == unit)
        assert moved == quoted.given_of(unit) - quoted.spent_of(unit)


@given(standings, baskets)
def test_never_more_is_spent_than_is_held(standing: Standing, basket: Basket) -> None:
    quoted = price(standing, basket)
    if isinstance(quoted, str):
        return
    for unit in (accounts.POINTS, STAMPS):
        there = {held.lot: held.amount for held in standing.held.get(unit, ())}
        spent: dict[str, int] = {}
        for each in quoted.spent:
            assert sum(held.amount for held in each.lots) == each.amount
            for held in each.lots if each.unit == unit else ():
                spent[held.lot] = spent.get(held.lot, 0) + held.amount
        assert all(amount <= there[lot] for lot, amount in spent.items())
    assert quoted.after is not None
    assert all(held.amount > 0 for lots in quoted.after.held.values() for held in lots)


@given(standings, baskets)
def test_the_money_adds_up(standing: Standing, basket: Basket) -> None:
    quoted = price(standing, basket)
    if isinstance(quoted, str):
        return
    assert quoted.total_minor == basket.total_minor
    assert quoted.to_pay_minor + quoted.discount_minor == quoted.total_minor
    assert quoted.to_pay_minor >= 0
    assert all(each.discount_minor >= 0 for each in quoted.spent)
    assert all(each.unused_minor >= 0 for each in quoted.spent)
    assert all(each.amount > 0 for each in quoted.given)


def unordered(quoted: Quote | str) -> Any:
    """Give a quote with what each line brought about said by the line and not by its number."""
    if isinstance(quoted, str):
        return quoted

    def said(entry: Any) -> Any:
        weights = tuple(sorted((str(quoted.lines[line]), part) for line, part in entry.weights))
        return msgspec.structs.replace(entry, weights=weights)

    return msgspec.structs.replace(
        quoted,
        lines=tuple(sorted(quoted.lines, key=str)),
        given=tuple(map(said, quoted.given)),
        spent=tuple(map(said, quoted.spent)),
        counted=tuple(map(said, quoted.counted)),
    )


@given(standings, baskets, st.randoms(use_true_random=False))
def test_any_order_of_lines_and_rewards_gives_one_sale(
    standing: Standing, basket: Basket, chance: Any
) -> None:
    rung, taken = list(basket.lines), list(basket.claims)
    chance.shuffle(rung)
    chance.shuffle(taken)
    other = Basket(lines=tuple(rung), claims=tuple(taken), stamps=basket.stamps)
    assert unordered(price(standing, basket)) == unordered(price(standing, other))


RAISED = [(COFFEE_BAR, ()), (RULES, ()), (RULES, ("fixed",)), (RULES, ("percent",))]


@pytest.mark.parametrize(("rules", "taken"), RAISED, ids=["shipped", "plain", "fixed", "percent"])
@given(st.data())
def test_raising_an_amount_never_lowers_what_is_given(
    rules: Programme, taken: tuple[str, ...], data: st.DataObject
) -> None:
    standing = data.draw(standings)
    amount = data.draw(st.integers(1, 30_000))
    more = data.draw(st.integers(0, 3000))
    category = data.draw(st.sampled_from(["", "lunch"]))

    def sale(amount_minor: int) -> Quote | str:
        line = Line(amount_minor=amount_minor, category=category)
        return price(standing, Basket(lines=(line,), claims=claims(*taken)), rules)

    small, large = sale(amount), sale(amount + more)
    assert isinstance(small, str) == isinstance(large, str)
    if isinstance(small, Quote) and isinstance(large, Quote):
        assert large.points_given >= small.points_given
        assert large.given_of(STAMPS) >= small.given_of(STAMPS)
        assert large.to_pay_minor >= small.to_pay_minor
        assert large.points_spent == small.points_spent


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=12))
def test_many_small_sales_give_what_one_large_one_gives(amounts: list[int]) -> None:
    """The carried remainder makes splitting a bill neither better nor worse."""
    rules = programme(earn=[per_euro(points=7, per_minor=130)])
    standing = member()
    for amount in amounts:
        quoted = price(standing, typed(amount), rules)
        assert isinstance(quoted, Quote)
        assert quoted.after is not None
        standing = quoted.after
    whole = price(member(), typed(sum(amounts)), rules)
    assert isinstance(whole, Quote)
    assert standing.amount() == whole.points_given == sum(amounts) * 7 // 130


PAID = programme(
    rewards=[
        reward("fixed", amount_minor=333),
        reward("percent", percent=15, maximum_minor=250),
        reward("percent", id="half", percent=50),
        reward("product"),
    ]
)


@given(
    st.lists(st.sampled_from([each.id for each in PAID.rewards]), max_size=3),
    st.integers(1, 100_000),
)
def test_the_amount_before_rewards_leaves_what_was_paid(taken: list[str], paid: int) -> None:
    total = total_of_paid(PAID, claims(*taken), paid)
    quoted = price(member(100), typed(total, *taken), PAID)
    assert isinstance(quoted, Quote)
    assert quoted.to_pay_minor == paid
    assert all(each.unused_minor == 0 for each in quoted.spent)


def test_a_visit_is_goods_and_money_counts_after_rewards() -> None:
    card = Basket(lines=(Line(amount_minor=500, kind="gift_card"),))
    quoted = price(member(), card)
    assert isinstance(quoted, Quote)
    assert quoted.counted == ()
    paid = price(member(10), typed(500, "fixed"))
    assert isinstance(paid, Quote)
    moved = {each.unit: each.delta for each in paid.counted}
    assert (moved["spend"], moved["visits"]) == (500 - 333, 1)


def test_one_point_too_few_is_too_few() -> None:
    assert price(member(9), typed(500, "fixed")) == "not_enough"
    assert price(member(10, here=9), typed(500, "fixed")) == "not_enough_here"

"""Any order of lines, claims and codes gives one result, and nothing becomes negative."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from loyalty.accounts import voucher
from loyalty.basket import Basket, Claim, Line
from loyalty.rewards.taking import Taken
from tests.loyalty.documents import programme, reward
from tests.loyalty.reward_build import SEED, free, scene, take

EVERY = programme(
    tiers=[{"id": "high", "name": "High", "from_amount": 100}],
    rewards=[
        reward("product"),
        reward("product", id="dearest", product=None, pieces=2, categories=["lunch"]),
        reward("percent"),
        reward("percent", id="second", percent=50, pieces=1, minimum_pieces=2),
        free("percent", id="auto", percent=3, minimum_minor=2000),
        free("percent", id="three", percent=100, pieces=1, minimum_pieces=3),
        free("fixed", id="sole", amount_minor=150, exclusive=True),
        reward("fixed", most_per_sale=2),
        reward("fixed", id="coded", cost=None, code="YES", amount_minor=70),
        reward("fixed", id="high", tier="high", amount_minor=30),
        reward("choice", options=["product", "percent"], stock=3),
        reward("mystery", prizes=[{"weight": 1, "points": 3}, {"weight": 2, "reward": "fixed"}]),
        reward("donation"),
        reward("shipping"),
        reward("pay", points=1, minor=3, maximum_percent=60),
    ],
)
WISHES = st.one_of(
    st.builds(Claim, reward=st.sampled_from([each.id for each in EVERY.rewards])),
    st.builds(Claim, reward=st.just("choice"), choice=st.sampled_from(["product", "percent", "x"])),
    st.builds(Claim, reward=st.just("pay"), points=st.integers(0, 60)),
    st.builds(Claim, reward=st.just("dearest"), pieces=st.integers(0, 3)),
)
LINES = st.builds(
    Line,
    amount_minor=st.integers(0, 3000),
    quantity=st.integers(1, 4),
    product=st.sampled_from(["", "tea"]),
    category=st.sampled_from(["", "lunch"]),
    kind=st.sampled_from(["goods", "goods", "gift_card", "shipping"]),
)


def figures(basket: Basket, done: list[Taken], net: list[int]) -> object:
    """Give everything that was decided, with lines named by what they are and not by number."""
    return [
        (
            each.reward.id,
            each.spent.unit,
            each.spent.amount,
            each.spent.lots,
            each.spent.worth_minor,
            each.spent.unused_minor,
            each.spent.choice,
            each.spent.why,
            sorted((str(basket.lines[at]), weight) for at, weight in each.spent.weights),
            each.given,
            [(one.unit, one.delta, one.account) for one in each.counted],
        )
        for each in done
    ], net


@given(
    st.lists(LINES, max_size=5),
    st.lists(WISHES, max_size=5),
    st.sampled_from([(), ("yes",), ("yes", "YES")]),
    st.tuples(st.integers(0, 120), st.integers(0, 2)),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_one_result_and_nothing_becomes_negative(
    rung: list[Line],
    wished: list[Claim],
    codes: tuple[str, ...],
    has: tuple[int, int],
    chance: Any,
) -> None:
    points, vouchers = has
    here = scene(
        EVERY,
        points=points,
        seed=SEED,
        units={voucher("fixed"): vouchers},
        counters={"spend": 100 * (points % 2)},
    )

    def run() -> tuple[object, object]:
        basket = Basket(lines=tuple(rung), claims=tuple(wished), codes=codes)
        done, reason, pricing = take(here, basket)
        spent = {"points": 0, voucher("fixed"): 0}
        for each in done:
            spent[each.spent.unit] = spent.get(each.spent.unit, 0) + each.spent.amount
            assert each.spent.amount == sum(lot.amount for lot in each.spent.lots)
            assert min(each.spent.discount_minor, each.spent.unused_minor) >= 0
            assert each.spent.discount_minor == sum(minor for _, minor in each.spent.weights)
        assert spent["points"] <= points
        assert spent[voucher("fixed")] <= vouchers
        off = sum(each.spent.discount_minor for each in done)
        assert off + sum(pricing.net) == basket.total_minor
        assert all(net >= 0 for net in pricing.net)
        return figures(basket, done, pricing.net), reason

    first = run()
    chance.shuffle(rung)
    chance.shuffle(wished)
    assert run() == first

"""What rewards take off a sale, to the cent and in whatever order it was rung up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Basket, Line
from loyalty.discount import Pricing, half_up, in_order, spread
from loyalty.errors import Refusal
from loyalty.programme import Reward
from tests.loyalty.build import programme, reward


def only(kind: str, **parts: object) -> Reward:
    """Give one reward as a value."""
    return programme(rewards=[reward(kind, **parts)]).rewards[0]


def priced(*lines: Line) -> Pricing:
    """Start to price some lines."""
    return Pricing(Basket(lines=lines))


@pytest.mark.parametrize(
    ("amount", "percent", "cut"),
    [(0, 10, 0), (4, 10, 0), (5, 10, 1), (14, 10, 1), (15, 10, 2), (999, 33, 330), (7, 100, 7)],
)
def test_per_cent_rounds_half_up(amount: int, percent: int, cut: int) -> None:
    assert half_up(amount, percent) == cut


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (500, [1000, 250], [400, 100]),
        (1, [1, 2], [0, 1]),
        (2, [1, 1, 1], [1, 1, 0]),
        (0, [5, 5], [0, 0]),
        (10, [0, 5], [0, 10]),
    ],
)
def test_spreading_by_largest_remainder(total: int, weights: list[int], parts: list[int]) -> None:
    assert spread(total, weights) == parts


@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any),
    st.integers(0, 10_000),
)
def test_a_spread_is_exact_and_within_one_of_the_share(weights: list[int], total: int) -> None:
    parts = spread(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < whole
        assert weight or not part
        assert total > whole or part <= weight


def test_item_rewards_then_per_cent_then_fixed() -> None:
    mixed = programme(
        rewards=[reward("fixed"), reward("percent"), reward("product"), reward("fixed", id="b")]
    )
    taken = in_order(mixed, ["b", "fixed", "product", "percent", "fixed"])
    assert [each.id for each in taken] == ["product", "percent", "fixed", "fixed", "b"]
    with pytest.raises(Refusal, match="no reward 'c'"):
        in_order(mixed, ["c"])


def test_per_cent_is_rounded_once_on_each_line() -> None:
    pricing = priced(Line(amount_minor=15), Line(amount_minor=25, product="b"))
    assert pricing.apply(only("percent")) == 5
    assert pricing.net == [13, 22]


def test_a_whole_discount_ends_at_nothing() -> None:
    pricing = priced(*(Line(amount_minor=amount) for amount in (560, 892, 4491, 21726, 240000)))
    assert pricing.apply(only("percent", percent=100)) == 267_669
    assert sum(pricing.net) == 0


def test_per_cent_stops_at_its_maximum() -> None:
    pricing = priced(Line(amount_minor=1000), Line(amount_minor=3000))
    assert pricing.apply(only("percent", maximum_minor=101)) == 101
    assert pricing.net == [975, 2924]


def test_per_cent_on_some_lines_lowers_only_those() -> None:
    lunch = Line(amount_minor=1000, category="lunch")
    pricing = priced(Line(amount_minor=500, category="coffee"), lunch)
    assert pricing.apply(only("percent", categories=["lunch"])) == 100
    assert pricing.net == [500, 900]


def test_a_fixed_amount_is_spread_and_stops_at_the_total() -> None:
    pricing = priced(Line(amount_minor=200), Line(amount_minor=100))
    assert pricing.apply(only("fixed", amount_minor=100)) == 100
    assert pricing.net == [67, 133]
    assert pricing.apply(only("fixed")) == 200
    assert pricing.apply(only("fixed")) == 0


def test_gift_cards_are_never_discounted() -> None:
    gift = Line(amount_minor=2500, kind="gift_card")
    pricing = priced(gift, Line(amount_minor=300))
    assert pricing.apply(only("percent", percent=100)) == 300
    assert pricing.apply(only("fixed")) == 0
    assert pricing.net == [2500, 0]
    assert priced(Line(amount_minor=300, product="tea", kind="gift_card")).apply(
        only("product")
    ) == 0  # fmt: skip


def test_a_product_makes_its_dearest_piece_free() -> None:
    pricing = priced(
        Line(amount_minor=250, product="tea"),
        Line(amount_minor=700, quantity=2, product="tea"),
        Line(amount_minor=900, product="cake"),
    )
    assert [pricing.apply(only("product")) for _ in range(4)] == [350, 350, 250, 0]
    assert sum(pricing.net) == 900


def test_pieces_of_an_odd_price_close_the_line() -> None:
    pricing = priced(Line(amount_minor=1000, quantity=3, product="tea"))
    assert sorted(pricing.apply(only("product")) for _ in range(3)) == [333, 333, 334]
    assert pricing.net == [0]


lines = st.builds(
    Line,
    amount_minor=st.integers(0, 5000),
    quantity=st.integers(1, 4),
    product=st.sampled_from(["", "tea", "cake"]),
    category=st.sampled_from(["", "lunch"]),
    kind=st.sampled_from(["goods", "gift_card"]),
)
EVERY = programme(
    rewards=[
        reward("fixed", amount_minor=333),
        reward("percent", percent=7, maximum_minor=90),
        reward("percent", id="lunch", percent=15, categories=["lunch"]),
        reward("product"),
    ]
)


@given(
    st.lists(lines, max_size=6),
    st.lists(st.sampled_from([each.id for each in EVERY.rewards]), max_size=5),
    st.randoms(use_true_random=False),
)
def test_any_order_of_lines_and_rewards_gives_one_price(
    rung: list[Line], taken: list[str], chance: object
) -> None:
    def price() -> tuple[list[int], list[int], list[Line]]:
        pricing = Pricing(Basket(lines=tuple(rung)))
        cuts = [pricing.apply(each) for each in in_order(EVERY, taken)]
        assert sum(cuts) + sum(pricing.net) == sum(line.amount_minor for line in rung)
        assert all(
            0 <= net <= line.amount_minor
            for net, line in zip(pricing.net, pricing.lines, strict=True)
        )
        return cuts, pricing.net, pricing.lines

    first = price()
    chance.shuffle(rung)  # type: ignore[attr-defined]
    chance.shuffle(taken)  # type: ignore[attr-defined]
    assert price() == first

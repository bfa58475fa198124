"""What rewards take off a sale, to the cent and in whatever order it was rung up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Basket, Claim, Line
from loyalty.programme import Reward
from loyalty.programme.terms import Scoped
from loyalty.rewards.discount import Applied, Pricing, half_up, spread
from tests.loyalty.documents import programme, reward

ALL = Scoped()


def only(kind: str, **parts: object) -> Reward:
    """Give one reward as a value."""
    return programme(rewards=[reward(kind, **parts)]).rewards[0]


def cut(pricing: Pricing, kind: str, **parts: object) -> int:
    """Take one reward off and give the discount."""
    wanted = only(kind, **parts)
    return pricing.apply(wanted, Claim(reward=wanted.id)).discount_minor


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


def test_per_cent_is_rounded_once_on_each_line() -> None:
    pricing = priced(Line(amount_minor=15), Line(amount_minor=25, product="b"))
    assert cut(pricing, "percent") == 5
    assert pricing.net == [13, 22]


def test_a_whole_discount_ends_at_nothing() -> None:
    pricing = priced(*(Line(amount_minor=amount) for amount in (560, 892, 4491, 21726, 240000)))
    assert cut(pricing, "percent", percent=100) == 267_669
    assert sum(pricing.net) == 0


def test_per_cent_stops_at_its_maximum() -> None:
    pricing = priced(Line(amount_minor=1000), Line(amount_minor=3000))
    assert cut(pricing, "percent", maximum_minor=101) == 101
    assert pricing.net == [975, 2924]


def test_per_cent_on_some_lines_lowers_only_those() -> None:
    lunch = Line(amount_minor=1000, category="lunch")
    pricing = priced(Line(amount_minor=500, category="coffee"), lunch)
    assert cut(pricing, "percent", categories=["lunch"]) == 100
    assert pricing.net == [500, 900]


def test_a_fixed_amount_is_spread_and_stops_at_the_total() -> None:
    pricing = priced(Line(amount_minor=200), Line(amount_minor=100))
    assert cut(pricing, "fixed", amount_minor=100) == 100
    assert pricing.net == [67, 133]
    assert cut(pricing, "fixed") == 200
    assert cut(pricing, "fixed") == 0


def test_gift_cards_are_never_discounted() -> None:
    gift = Line(amount_minor=2500, kind="gift_card")
    pricing = priced(gift, Line(amount_minor=300))
    assert cut(pricing, "percent", percent=100) == 300
    assert cut(pricing, "fixed") == 0
    assert pricing.net == [2500, 0]
    rung = priced(Line(amount_minor=300, product="tea", kind="gift_card"))
    assert cut(rung, "product") == 0
    assert rung.net == [300]


def test_a_product_makes_its_dearest_piece_free() -> None:
    pricing = priced(
        Line(amount_minor=250, product="tea"),
        Line(amount_minor=700, quantity=2, product="tea"),
        Line(amount_minor=900, product="cake"),
    )
    assert [cut(pricing, "product") for _ in range(4)] == [350, 350, 250, 0]
    assert sum(pricing.net) == 900


def test_pieces_of_an_odd_price_close_the_line() -> None:
    pricing = priced(Line(amount_minor=1000, quantity=3, product="tea"))
    assert sorted(cut(pricing, "product") for _ in range(3)) == [333, 333, 334]
    assert pricing.net == [0]


def free(pricing: Pricing, asked_for: int = 0, **parts: object) -> Applied:
    """Take a free product off, of which the member wants so many pieces."""
    wanted = only("product", **parts)
    return pricing.apply(wanted, Claim(reward=wanted.id, pieces=asked_for))


def test_free_pieces_are_up_to_those_rung_up() -> None:
    pricing = priced(Line(amount_minor=960, quantity=3, product="tea"), Line(amount_minor=500))
    assert free(pricing, 2, pieces=5).discount_minor == 640
    assert pricing.pieces(ALL) == 2
    assert free(pricing, 9, pieces=2).discount_minor == 320
    assert pricing.net == [500, 0]
    assert pricing.pieces(ALL) == 1


def test_one_not_rung_up_is_handed_over_beside() -> None:
    pricing = priced(Line(amount_minor=500))
    beside = free(pricing, worth_minor=350)
    assert (beside.discount_minor, beside.worth_minor, beside.weights) == (0, 350, ())
    assert free(pricing, worth_minor=350, pieces=3).worth_minor == 1050
    assert pricing.net == [500]
    assert pricing.pieces(ALL) == 1


def test_without_a_product_the_dearest_covered_piece_is_free() -> None:
    pricing = priced(
        Line(amount_minor=900, product="cake"),
        Line(amount_minor=700, quantity=2, product="tea", category="drinks"),
        Line(amount_minor=300, product="water", category="drinks"),
    )
    given_ = free(pricing, product=None, categories=["drinks"], pieces=3)
    assert given_ == Applied(1000, 1000, weights=((1, 700), (2, 300)))
    assert pricing.net == [900, 0, 0]


def test_per_cent_on_the_cheapest_or_dearest_pieces() -> None:
    lines = (
        Line(amount_minor=1000, product="a"),
        Line(amount_minor=600, quantity=2, product="b"),
        Line(amount_minor=0, product="c"),
    )
    pricing = priced(*lines)
    assert cut(pricing, "percent", percent=50, pieces=1) == 150
    assert pricing.net == [1000, 450, 0]
    pricing = priced(*lines)
    assert cut(pricing, "percent", percent=50, pieces=1, target="dearest") == 500
    assert pricing.pieces(ALL) == 3
    pricing = priced(*lines)
    assert cut(pricing, "percent", percent=100, pieces=2) == 600
    assert pricing.pieces(ALL) == 1
    pricing = priced(*lines)
    assert cut(pricing, "percent", percent=100, pieces=9, maximum_minor=700) == 700
    assert pricing.pieces(ALL) == 3


def test_per_cent_of_pieces_rounds_once_a_line() -> None:
    pricing = priced(Line(amount_minor=15, quantity=3))
    assert cut(pricing, "percent", percent=10, pieces=3) == 2


def test_a_maximum_holds_for_each_of_several_times() -> None:
    pricing = priced(Line(amount_minor=600, quantity=6))
    half = only("percent", percent=50, pieces=1, maximum_minor=30)
    assert pricing.apply(half, Claim(reward="percent"), times=2).discount_minor == 60
    assert pricing.apply(half, Claim(reward="percent")).discount_minor == 30


def test_shipping_takes_off_lines_of_that_kind_only() -> None:
    lines = (Line(amount_minor=2000), Line(amount_minor=695, kind="shipping"))
    pricing = priced(*lines)
    assert cut(pricing, "shipping") == 695
    assert pricing.net == [2000, 0]
    assert cut(pricing, "shipping") == 0
    pricing = priced(*lines)
    assert cut(pricing, "shipping", maximum_minor=500) == 500
    assert cut(pricing, "percent", percent=100) == 2000
    assert pricing.net == [0, 195]


def test_points_pay_whole_steps_and_stay_apart_from_discounts() -> None:
    pricing = priced(Line(amount_minor=200), Line(amount_minor=100))
    pay = only("pay", points=50, minor=25)
    done = pricing.apply(pay, Claim(reward="pay", points=120))
    assert (done.discount_minor, done.weights) == (50, ((0, 33), (1, 17)))
    assert (pricing.points_paid, pricing.net) == ([17, 33], [83, 167])


def test_a_share_that_may_be_paid_with_points_counts_what_was_paid_already() -> None:
    pricing = priced(Line(amount_minor=1000))
    half = only("pay", points=1, minor=1, maximum_percent=50)
    assert pricing.most_paid_minor(half) == 500  # type: ignore[arg-type]
    pricing.apply(half, Claim(reward="pay", points=200))
    assert pricing.most_paid_minor(half) == 300  # type: ignore[arg-type]


def test_a_donation_takes_nothing_off() -> None:
    pricing = priced(Line(amount_minor=1000))
    gift = only("donation", amount_minor=250)
    assert pricing.apply(gift, Claim(reward="donation")) == Applied(0, 250, donated_minor=250)
    assert cut(pricing, "access") == 0
    assert cut(pricing, "mystery", prizes=[{"weight": 1, "points": 1}]) == 0
    assert pricing.net == [1000]


def test_weights_name_the_lines_of_the_basket() -> None:
    pricing = priced(Line(amount_minor=300, product="z"), Line(amount_minor=100, product="a"))
    wanted = only("percent")
    assert list(pricing.index) == [1, 0]
    assert pricing.apply(wanted, Claim(reward="percent")).weights == ((0, 30), (1, 10))


def test_what_is_covered_paid_for_and_counted() -> None:
    lunch = Scoped(categories=("lunch",), except_products=("soup",))
    pricing = priced(
        Line(amount_minor=100, product="soup", category="lunch"),
        Line(amount_minor=800, quantity=2, product="pie", category="lunch"),
        Line(amount_minor=50, kind="gift_card", category="lunch"),
    )
    assert [pricing.lines[place].product for place in pricing.covered(lunch)] == ["pie"]
    assert (pricing.gross_minor(lunch), pricing.gross_pieces(lunch)) == (800, 2)
    assert (pricing.gross_minor(ALL), pricing.pieces(ALL)) == (900, 3)
    assert priced().covered(ALL) == []


lines = st.builds(
    Line,
    amount_minor=st.integers(0, 5000),
    quantity=st.integers(1, 4),
    product=st.sampled_from(["", "tea", "cake"]),
    category=st.sampled_from(["", "lunch"]),
    kind=st.sampled_from(["goods", "gift_card", "shipping"]),
    tax_minor=st.integers(0, 2),
)
EVERY = programme(
    rewards=[
        reward("product"),
        reward("product", id="dearest", product=None, categories=["lunch"], pieces=2),
        reward("percent", percent=7, maximum_minor=90),
        reward("percent", id="lunch", percent=15, categories=["lunch"]),
        reward("percent", id="pieces", percent=50, pieces=3),
        reward("fixed", amount_minor=333),
        reward("shipping", maximum_minor=250),
    ]
)


@given(
    st.lists(lines, max_size=6),
    st.lists(st.sampled_from(EVERY.rewards), max_size=5),
    st.randoms(use_true_random=False),
)
def test_any_order_of_lines_gives_one_price(
    rung: list[Line], taken: list[Reward], chance: object
) -> None:
    def price() -> tuple[list[int], list[int], list[Line]]:
        pricing = Pricing(Basket(lines=tuple(rung)))
        done = [pricing.apply(each, Claim(reward=each.id)) for each in taken]
        cuts = [each.discount_minor for each in done]
        assert sum(cuts) + sum(pricing.net) == sum(line.amount_minor for line in rung)
        assert all(
            0 <= net <= line.amount_minor and given_ <= line.quantity
            for net, line, given_ in zip(
                pricing.net, pricing.lines, pricing.pieces_given, strict=True
            )
        )
        off = [0] * len(rung)
        for each in done:
            assert sum(weight for _, weight in each.weights) == each.discount_minor
            for number, weight in each.weights:
                off[number] += weight
        for place, number in enumerate(pricing.index):
            assert pricing.net[place] == rung[number].amount_minor - off[number]
        return cuts, pricing.net, list(pricing.lines)

    first = price()
    chance.shuffle(rung)  # type: ignore[attr-defined]
    assert price() == first


def test_lines_that_differ_in_their_tax_only_keep_one_order() -> None:
    zero, taxed = Line(amount_minor=100), Line(amount_minor=100, tax_minor=17)
    for rung in ((zero, taxed), (taxed, zero)):
        pricing = priced(*rung)
        assert cut(pricing, "fixed", amount_minor=1) == 1
        assert (list(pricing.lines), pricing.net) == ([zero, taxed], [99, 100])

"""Offers: what can be used now, which one first, and always why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Basket, Line, typed
from loyalty.errors import Refusal
from loyalty.offers import Offer, next_reward, offered, offers
from loyalty.quote import quote
from loyalty.standing import Standing
from tests.loyalty.build import COFFEE_BAR, DAY, SALE, member, programme, reward


def listed(offered_: tuple[Offer, ...]) -> list[tuple[str, str | None]]:
    """Give the ids in their order, each with its reason."""
    return [(each.reward_id, each.reason) for each in offered_]


def test_the_dearest_usable_is_offered_then_the_nearest() -> None:
    found = offers(COFFEE_BAR, member(840, 7), typed(1250), day=DAY)
    assert listed(found) == [
        ("five-off", None),
        ("free-cappuccino", None),
        ("ten-percent", "reward_minimum"),
        ("bag-of-beans", "not_enough"),
        ("free-coffee", "not_enough"),
    ]
    ten, beans, coffee = found[2:]
    assert (ten.missing, ten.missing_minor, ten.worth_minor) == (0, 750, 200)
    assert (beans.missing, beans.cost_unit, beans.cost_amount) == (60, "points", 900)
    assert (coffee.missing, coffee.cost_unit) == (3, "stamp:coffees")
    first = offered(found)
    assert first is not None
    assert first.reward is COFFEE_BAR.reward("five-off")


def test_before_an_amount_is_known_what_fits_any_amount_is_usable() -> None:
    found = offers(COFFEE_BAR, member(840, 10), Basket(), day=DAY)
    assert listed(found)[:4] == [
        ("five-off", None),
        ("free-cappuccino", None),
        ("free-coffee", None),
        ("ten-percent", "reward_minimum"),
    ]
    assert found[3].missing_minor == 2000
    assert found[3].worth_minor == 200
    held = offers(COFFEE_BAR, member(840), Basket(rewards=("five-off",)), day=DAY)
    assert listed(held)[0] == ("ten-percent", "reward_minimum")


def test_on_a_small_sale_the_reward_that_is_worth_more_comes_first() -> None:
    found = offers(COFFEE_BAR, member(840), typed(320), day=DAY)
    assert [(each.reward_id, each.worth_minor) for each in found[:2]] == [
        ("free-cappuccino", 350),
        ("five-off", 320),
    ]


def test_what_the_till_does_not_hold_needs_a_grant() -> None:
    standing = member(840, here=400)
    offline = offers(COFFEE_BAR, standing, typed(2500), day=DAY)
    five = next(each for each in offline if each.reward_id == "five-off")
    assert (five.usable, five.reason, five.needs_grant, five.missing) == (
        False,
        "not_enough_here",
        100,
        0,
    )
    assert listed(offline)[:3] == [
        ("free-cappuccino", None),
        ("ten-percent", None),
        ("five-off", "not_enough_here"),
    ]
    online = offers(COFFEE_BAR, standing, typed(2500), day=DAY, can_ask=True)
    assert (online[0].reward_id, online[0].usable, online[0].needs_grant) == (
        "five-off",
        True,
        100,
    )


def test_nothing_is_granted_while_something_is_owed() -> None:
    standing = member(840, here=400, owed=10)
    found = offers(COFFEE_BAR, standing, typed(2500), day=DAY, can_ask=True)
    five = next(each for each in found if each.reward_id == "five-off")
    assert (five.usable, five.reason, five.needs_grant) == (False, "owed", 0)


def test_what_is_in_the_basket_is_already_spent() -> None:
    found = offers(COFFEE_BAR, member(840), typed(1250, "five-off"), day=DAY)
    cappuccino = next(each for each in found if each.reward_id == "free-cappuccino")
    assert (cappuccino.reason, cappuccino.missing) == ("not_enough", 10)


def test_a_basket_that_the_rules_refuse_has_no_offers() -> None:
    with pytest.raises(Refusal, match="to go"):
        offers(COFFEE_BAR, member(), typed(1250, "five-off"), day=DAY)
    with pytest.raises(Refusal, match="negative"):
        offers(COFFEE_BAR, member(), typed(-1), day=DAY)


def test_without_a_member_or_rewards_nothing_is_offered() -> None:
    assert offers(COFFEE_BAR, None, typed(100), day=DAY) == ()
    assert offered(()) is None
    assert offered(offers(COFFEE_BAR, member(), typed(100), day=DAY)) is None
    assert next_reward(programme(), member(), typed(100), day=DAY) is None


def test_the_next_reward_is_the_nearest_by_share() -> None:
    following = next_reward(COFFEE_BAR, member(840, 9), Basket(), day=DAY)
    assert following is not None
    assert (following.reward_id, following.missing) == ("bag-of-beans", 60)
    following = next_reward(COFFEE_BAR, member(100, 9), Basket(), day=DAY)
    assert following is not None
    assert (following.reward_id, following.missing) == ("free-coffee", 1)
    assert next_reward(COFFEE_BAR, member(5000, 10), Basket(), day=DAY) is None


def test_a_percentage_is_worth_at_most_its_maximum() -> None:
    rules = programme(rewards=[reward("percent", percent=50, maximum_minor=300)])
    found = offers(rules, member(10), typed(1000), day=DAY)
    assert found[0].worth_minor == 300


MIXED = programme(
    tiers=[{"id": "high", "name": "High", "from_amount": 100}],
    rewards=[
        reward("fixed"),
        reward("fixed", id="big", minimum_minor=2000, cost={"amount": 25}),
        reward("percent", categories=["lunch"]),
        reward("product", tier="high"),
        reward("product", id="gone", valid_until="2026-01-31"),
    ],
)


def refusal_code(standing: Standing, basket: Basket) -> str | None:
    """Give the code with which a sale is refused, or None."""
    try:
        quote(MIXED, standing, basket, day=DAY, sale_id=SALE)
    except Refusal as refused:
        return refused.code
    return None


@given(
    st.lists(
        st.builds(Line, amount_minor=st.integers(0, 3000), category=st.sampled_from(["", "lunch"])),
        min_size=1,
        max_size=3,
    ),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 200),
    st.lists(st.sampled_from(["fixed", "percent"]), max_size=2),
)
def test_an_offer_is_usable_exactly_when_the_quote_takes_it(
    lines: list[Line], points: int, here: int, spend_minor: int, held: list[str]
) -> None:
    standing = member(points, here=min(here, points), spend_minor=spend_minor)
    basket = Basket(lines=tuple(lines), rewards=tuple(held))
    refused = refusal_code(standing, basket)
    if refused is not None:
        with pytest.raises(Refusal) as same:
            offers(MIXED, standing, basket, day=DAY)
        assert same.value.code == refused
        return
    for each in offers(MIXED, standing, basket, day=DAY):
        taken = Basket(lines=basket.lines, rewards=(*basket.rewards, each.reward_id))
        assert refusal_code(standing, taken) == each.reason
        assert each.usable is (each.reason is None)


def test_a_percentage_comes_before_the_amount_that_is_already_taken() -> None:
    """The fixed amount covers the rest of the sale, and the percentage still fits before it."""
    basket = Basket(lines=(Line(amount_minor=500, category="lunch"),), rewards=("fixed",))
    found = {each.reward_id: each for each in offers(MIXED, member(20), basket, day=DAY)}
    assert (found["percent"].usable, found["percent"].worth_minor) == (True, 50)
    assert found["fixed"].reason == "nothing_left"

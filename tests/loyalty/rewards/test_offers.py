"""Offers: what can be used now, which one first, and always why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.accounts import voucher
from loyalty.basket import Basket, Claim, Line, claims, typed
from loyalty.errors import Refusal
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme
from loyalty.quote import quote
from loyalty.rewards.offers import Offer, next_reward, offered, offers
from loyalty.scene import Scene
from loyalty.standing import Standing
from tests.loyalty.build import COFFEE_BAR, DAY, SALE, member, programme, reward
from tests.loyalty.reward_build import OLD, scene


def at(standing: Standing, rules: Programme = COFFEE_BAR) -> Scene:
    """Give the scene of a member at this till."""
    return Scene(programme=rules, standing=standing, day=DAY)


def listed(offered_: tuple[Offer, ...]) -> list[tuple[str, str | None]]:
    """Give the ids in their order, each with its reason."""
    return [(each.reward_id, each.reason) for each in offered_]


def test_the_dearest_usable_is_offered_then_the_nearest() -> None:
    found = offers(at(member(840, 7)), typed(1250))
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
    found = offers(at(member(840, 10)), Basket())
    assert listed(found)[:4] == [
        ("five-off", None),
        ("free-cappuccino", None),
        ("free-coffee", None),
        ("ten-percent", "reward_minimum"),
    ]
    assert found[3].missing_minor == 2000
    assert found[3].worth_minor == 200
    held = offers(at(member(840)), Basket(claims=claims("five-off")))
    assert listed(held)[0] == ("ten-percent", "reward_minimum")


def test_on_a_small_sale_the_reward_that_is_worth_more_comes_first() -> None:
    found = offers(at(member(840)), typed(320))
    assert [(each.reward_id, each.worth_minor) for each in found[:2]] == [
        ("free-cappuccino", 350),
        ("five-off", 320),
    ]


def test_what_the_till_does_not_hold_needs_a_grant() -> None:
    standing = member(840, here=400)
    offline = offers(at(standing), typed(2500))
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
    online = offers(at(standing), typed(2500), can_ask=True)
    assert (online[0].reward_id, online[0].usable, online[0].needs_grant) == (
        "five-off",
        True,
        100,
    )


def test_nothing_is_granted_while_something_is_owed() -> None:
    standing = member(840, here=400, owed=10)
    found = offers(at(standing), typed(2500), can_ask=True)
    five = next(each for each in found if each.reward_id == "five-off")
    assert (five.usable, five.reason, five.needs_grant) == (False, "owed", 0)


def test_what_is_in_the_basket_is_already_spent() -> None:
    found = offers(at(member(840)), typed(1250, "five-off"))
    cappuccino = next(each for each in found if each.reward_id == "free-cappuccino")
    assert (cappuccino.reason, cappuccino.missing) == ("not_enough", 10)


def test_a_basket_that_the_rules_refuse_has_no_offers() -> None:
    with pytest.raises(Refusal, match="to go"):
        offers(at(member()), typed(1250, "five-off"))
    with pytest.raises(Refusal, match="negative"):
        offers(at(member()), typed(-1))


def test_without_a_member_or_rewards_nothing_is_offered() -> None:
    assert offered(()) is None
    assert offered(offers(at(member()), typed(100))) is None
    assert next_reward(at(member(), programme()), typed(100)) is None


def test_the_next_reward_is_the_nearest_by_share() -> None:
    following = next_reward(at(member(840, 9)), Basket())
    assert following is not None
    assert (following.reward_id, following.missing) == ("bag-of-beans", 60)
    following = next_reward(at(member(100, 9)), Basket())
    assert following is not None
    assert (following.reward_id, following.missing) == ("free-coffee", 1)
    assert next_reward(at(member(5000, 10)), Basket()) is None


def test_a_percentage_is_worth_at_most_its_maximum() -> None:
    rules = programme(rewards=[reward("percent", percent=50, maximum_minor=300)])
    found = offers(at(member(10), rules), typed(1000))
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
    basket = Basket(lines=tuple(lines), claims=claims(*held))
    refused = refusal_code(standing, basket)
    if refused is not None:
        with pytest.raises(Refusal) as same:
            offers(at(standing, MIXED), basket)
        assert same.value.code == refused
        return
    for each in offers(at(standing, MIXED), basket):
        taken = Basket(lines=basket.lines, claims=claims(*held, each.reward_id))
        assert refusal_code(standing, taken) == each.reason
        assert each.usable is (each.reason is None)


def test_a_percentage_comes_before_the_amount_that_is_already_taken() -> None:
    """The fixed amount covers the rest of the sale, and the percentage still fits before it."""
    basket = Basket(lines=(Line(amount_minor=500, category="lunch"),), claims=claims("fixed"))
    found = {each.reward_id: each for each in offers(at(member(20), MIXED), basket)}
    assert (found["percent"].usable, found["percent"].worth_minor) == (True, 50)
    assert found["fixed"].reason == "nothing_left"


WIDE = programme(
    segments=["vip"],
    memberships=[{"id": "club", "name": "Club", "fee_minor": 900, "months": 12}],
    milestones=[{"id": "m", "name": "M", "at": 100, "gift": {"reward": "gift"}}],
    rewards=[
        reward("fixed", id="gift", cost=None, amount_minor=700),
        reward("percent", id="auto", cost=None, automatic=True, percent=1),
        reward("percent", id="code", cost=None, code="X"),
        reward("fixed", id="mine", cost=None, personal=True, amount_minor=50),
        reward("fixed", id="vip", segments=["vip"], amount_minor=40),
        reward("fixed", id="club", memberships=["club"], amount_minor=30),
        reward("choice", options=["tea", "lunch"]),
        reward("product", id="tea", cost=None, worth_minor=320),
        reward("percent", id="lunch", cost=None, categories=["lunch"], percent=50),
        reward("donation", cost={"amount": 300}, amount_minor=20),
        reward("pay", points=10, minor=10, minimum_points=40),
        reward("shipping", cost={"amount": 5}, maximum_minor=600),
    ],
)


def test_what_nobody_can_come_by_is_not_listed() -> None:
    found = {each.reward_id: each for each in offers(scene(WIDE, points=45), typed(1000))}
    assert list(found) == ["choice", "pay", "club", "shipping", "donation"]
    assert found["club"].reason == "wrong_membership"
    assert found["shipping"].reason == "reward_items"
    assert found["donation"].missing == 255


def test_a_voucher_and_a_personal_gift_are_listed_for_who_has_them() -> None:
    here = scene(
        WIDE,
        units={voucher("gift"): 2, voucher("code"): 1},
        facts={"personal": frozenset({"mine"}), "segments": frozenset({"vip"})},
    )
    found = {each.reward_id: each for each in offers(here, typed(1000))}
    gift = found["gift"]
    assert (gift.usable, gift.vouchers, gift.cost_unit, gift.cost_amount) == (
        True,
        2,
        voucher("gift"),
        1,
    )
    assert (found["mine"].usable, found["mine"].cost_unit, found["mine"].cost_amount) == (
        True,
        "",
        0,
    )
    assert found["vip"].reason == "not_enough"
    assert (found["code"].reason, found["code"].vouchers) == ("code_needed", 1)
    assert "auto" not in found


def test_a_voucher_for_later_says_from_when() -> None:
    lot = HeldLot(lot=name(OLD, first_day="2026-11-23"), amount=1)
    here = scene(WIDE, lots={voucher("gift"): (lot,)})
    gift = next(each for each in offers(here, typed(1000)) if each.reward_id == "gift")
    assert (gift.usable, gift.reason, gift.vouchers) == (False, "voucher_not_yet", 1)


def test_a_voucher_of_another_till_can_be_asked_for() -> None:
    unit = voucher("gift")
    here = scene(WIDE, units={unit: 1}, away=(unit,))
    gift = next(each for each in offers(here, typed(1000), can_ask=True) if each.usable)
    assert (gift.reward_id, gift.needs_grant, gift.cost_unit) == ("gift", 1, unit)


def test_a_choice_says_which_options_fit_and_is_worth_the_best() -> None:
    def choice(basket: Basket) -> Offer:
        found = offers(scene(WIDE, points=10), basket)
        return next(each for each in found if each.reward_id == "choice")

    lunch = Basket(lines=(Line(amount_minor=1200, category="lunch"),))
    assert (choice(lunch).choices, choice(lunch).worth_minor) == (("tea", "lunch"), 594)
    assert (choice(typed(1000)).choices, choice(typed(1000)).worth_minor) == (("tea",), 320)


def test_paying_with_points_is_offered_for_what_fits() -> None:
    pay = next(
        each for each in offers(scene(WIDE, points=95), typed(1000)) if each.reward_id == "pay"
    )
    assert (pay.cost_amount, pay.worth_minor, pay.usable) == (90, 90, True)
    poor = next(
        each for each in offers(scene(WIDE, points=15), typed(1000)) if each.reward_id == "pay"
    )
    assert (poor.reason, poor.missing, poor.cost_amount) == ("not_enough", 25, 40)
    opened = next(
        each for each in offers(scene(WIDE, points=95), Basket()) if each.reward_id == "pay"
    )
    assert (opened.usable, opened.worth_minor) == (True, 40)


def test_an_option_that_was_taken_already_stays_one_of_the_claims() -> None:
    taken = Claim(reward="choice", choice="tea")
    basket = Basket(lines=(Line(amount_minor=1000),), claims=(taken,))
    found = {each.reward_id: each for each in offers(scene(WIDE, points=15), basket)}
    assert (found["choice"].reason, found["choice"].missing) == ("not_enough", 5)


def test_a_blocked_member_is_offered_nothing() -> None:
    assert offers(scene(WIDE, points=500, facts={"blocked": True}), typed(1000)) == ()

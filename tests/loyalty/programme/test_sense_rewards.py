"""Rewards and stamp cards: whether anybody can have one, and what it is made of."""

from typing import Any

import pytest

from tests.loyalty.documents import (
    bonus,
    card,
    membership,
    milestone,
    problems,
    programme,
    reward,
    staircase,
    tier,
)

FREE = {"cost": None}
STAMPS = {"cost": {"unit": "stamp:coffees", "amount": 10}}
GIFT = {"reward": "product"}


def product(**parts: Any) -> dict[str, Any]:
    """Give a product for nothing, with no way to have it."""
    return reward("product", **FREE, **parts)


def choice(*options: str, **parts: Any) -> dict[str, Any]:
    """Give a choice."""
    return reward("choice", options=list(options), **parts)


def mystery(*prizes: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """Give a draw of prizes that all weigh the same."""
    return reward("mystery", prizes=[{"weight": 1, **each} for each in prizes], **parts)


def test_a_reward_that_nobody_can_have_is_named() -> None:
    found = problems(rewards=[product()])
    assert list(found) == ["rewards[0].cost"]
    got, expected = found["rewards[0].cost"]
    assert got == "nothing"
    assert "a milestone, staircase, bonus, level, membership, choice or prize" in expected


@pytest.mark.parametrize(
    "parts",
    [
        {"rewards": [reward("product")]},
        {"rewards": [product(automatic=True)]},
        {"rewards": [product(personal=True)]},
        {"rewards": [product(code="TEA")]},
        {"rewards": [reward("access", **FREE)]},
        {"rewards": [reward("pay")]},
        {"rewards": [product()], "milestones": [milestone(gift=GIFT)]},
        {"rewards": [product()], "staircases": [staircase(1, 2)]}
        | {"staircases": [{"id": "s", "name": "S", "steps": [{"from_amount": 1, "gift": GIFT}]}]},
        {"rewards": [product()], "bonuses": [bonus("welcome", gift=GIFT)]},
        {"rewards": [product()], "bonuses": [bonus("referral", referrer=GIFT)]},
        {"rewards": [product()], "tiers": [tier("gold", 0, entry=GIFT)]},
        {"rewards": [product()], "memberships": [membership(gift=GIFT)]},
        {"rewards": [product(), choice("product")]},
        {"rewards": [product(), mystery({"reward": "product"})]},
        {"rewards": [reward("product", **STAMPS)], "stamp_cards": [card(reward="product")]},
    ],
)
def test_every_way_to_have_a_reward_is_one(parts: dict[str, Any]) -> None:
    programme(**parts)


@pytest.mark.parametrize(
    ("made", "path", "got", "expected"),
    [
        (reward("pay", cost={"amount": 5}), "cost", "5", "left out here: points and minor say"),
        (reward("pay", automatic=True), "automatic", "true", "the member says how many points"),
        (choice("product", automatic=True), "automatic", "true", "the member chooses"),
        (choice(), "options", "[]", "a list that is not empty"),
        (choice("product", "product"), "options[1]", '"product"', "each option once"),
        (choice("produkt"), "options[0]", '"produkt"', "the nearest is product"),
        (choice("choice"), "options[0]", '"choice"', "no choice, no mystery and no paying"),
        (choice("spare-pay"), "options[0]", '"spare-pay"', "no choice, no mystery and no paying"),
        (choice("wheel"), "options[0]", '"wheel"', "no choice, no mystery and no paying"),
        (mystery(), "prizes", "[]", "a list that is not empty"),
        (mystery({}, {}), "prizes", '"nothing but blanks"', "a prize of points or a reward"),
        (mystery({"reward": "te"}, {}), "prizes[0].reward", '"te"', "the id of a reward"),
        (mystery({}, {"reward": "wheel"}), "prizes[1].reward", '"wheel"', "that is no mystery"),
        (mystery({"reward": "spare-pay"}), "prizes[0].reward", '"spare-pay"', "of another kind"),
        (reward("percent", target="dearest"), "pieces", "nothing", "how many of the dearest"),
        (reward("fixed", tier="gold", tiers=["silver"]), "tier", '"gold"', "nobody is in both"),
        (
            reward("fixed", cost={"unit": "stamp:coffee", "amount": 1}),
            "cost.unit",
            '"stamp:coffee"',
            "points or a stamp card; the nearest is stamp:coffees",
        ),
    ],
)
def test_a_reward_that_contradicts_itself_is_named(
    made: dict[str, Any], path: str, got: str, expected: str
) -> None:
    found = problems(
        rewards=[
            made,
            reward("product", id="product"),
            reward("pay", id="spare-pay"),
            mystery({"points": 5}, id="wheel"),
        ],
        tiers=[tier("silver", 0), tier("gold", 5)],
        stamp_cards=[card()],
    )
    whole = f"rewards[0].{path}"
    assert list(found) == [whole]
    assert found[whole][0] == got
    assert expected in found[whole][1]


@pytest.mark.parametrize("kind", ["welcome", "birthday", "anniversary", "activity"])
def test_a_voucher_for_paying_with_points_is_none(kind: str) -> None:
    more = {"activity": "review"} if kind == "activity" else {}
    given = bonus(kind, gift={"reward": "pay"}, **more)
    found = problems(bonuses=[given], rewards=[reward("pay")])
    assert list(found) == ["bonuses[0].gift.reward"]


def test_levels_that_both_a_lowest_one_and_a_list_allow_are_taken() -> None:
    tiers = [tier("silver", 0), tier("gold", 5)]
    programme(tiers=tiers, rewards=[reward("fixed", tier="silver", tiers=["gold"])])
    programme(tiers=tiers, rewards=[reward("fixed", tier="gold", tiers=["silver", "gold"])])


@pytest.mark.parametrize("cost", [{"unit": "stamp:coffees", "amount": 9}, {"amount": 10}, None])
def test_the_reward_of_a_card_costs_what_the_card_holds(cost: dict[str, Any] | None) -> None:
    found = problems(rewards=[reward("product", cost=cost)], stamp_cards=[card(reward="product")])
    assert found == {
        "stamp_cards[0].reward": ('"product"', "a reward that costs 10 of stamp:coffees")
    }


def test_what_only_follows_from_a_mistake_in_a_giver_is_not_said() -> None:
    """A reward may be given by just what could not be read."""
    spoilt = milestone(gift={"rewrd": "product"})
    assert set(problems(rewards=[product()], milestones=[spoilt])) == {"milestones[0].gift.rewrd"}
    spoilt = milestone(gift={"reward": 5})
    assert set(problems(rewards=[product()], milestones=[spoilt])) == {"milestones[0].gift.reward"}
    assert set(problems(rewards=[product(automatc=True)])) == {"rewards[0].automatc"}

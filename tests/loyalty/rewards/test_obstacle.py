"""What stands in the way of a reward: each condition with the figures that its sentence needs."""

from typing import Any

import pytest

from loyalty.basket import Basket, Line, claims, typed
from loyalty.why import Why, why
from tests.loyalty.documents import programme, reward
from tests.loyalty.reward_build import blocked, scene, take, taken

LADDER = {
    "tiers": [
        {"id": "low", "name": {"en": "Low"}, "from_amount": 0},
        {"id": "high", "name": "High", "from_amount": 100},
    ],
    "segments": ["vip"],
    "memberships": [
        {"id": "club", "name": "Club", "fee_minor": 900, "months": 12},
        {"id": "board", "name": "Board", "fee_minor": 1900, "months": 12},
    ],
}


def on(parts: dict[str, Any], **here: Any) -> Why | None:
    """Say what stands in the way of a reward with these terms, or None."""
    rules = programme(rewards=[reward("fixed", **parts)], **LADDER)
    _, reason, _ = take(scene(rules, **{"points": 10, **here}), typed(1000, "fixed"))
    return reason


@pytest.mark.parametrize(
    ("parts", "code", "params"),
    [
        ({"valid_from": "2026-11-23"}, "reward_not_yet", {"day": "2026-11-23"}),
        ({"valid_until": "2026-11-21"}, "reward_over", {"day": "2026-11-21"}),
        ({"weekdays": ["mon", "tue"]}, "wrong_weekday", {"weekdays": "mon,tue"}),
        (
            {"hours": [{"from": "09:00", "until": "10:00"}, {"from": "22:00", "until": "02:00"}]},
            "wrong_hour",
            {"hours": "09:00-10:00,22:00-02:00"},
        ),
        ({"tiers": ["high"]}, "wrong_level", {"tier": "high", "name": "High"}),
        ({"tier": "high"}, "reward_tier", {"tier": "high", "name": "High"}),
        ({"segments": ["vip"]}, "wrong_segment", {}),
        ({"memberships": ["club"]}, "wrong_membership", {"membership": "club", "name": "Club"}),
        ({"personal": True}, "not_personal", {}),
        ({"code": "X"}, "code_needed", {}),
        ({"minimum_pieces": 3}, "reward_pieces", {"missing": 2}),
        (
            {"minimum_minor": 1001},
            "reward_minimum",
            {"minimum_minor": 1001, "missing_minor": 1},
        ),
        ({"products": ["tea"]}, "reward_items", {}),
    ],
)
def test_each_condition_says_what_it_wants(
    parts: dict[str, Any], code: str, params: dict[str, Any]
) -> None:
    assert on(parts, minute=600) == why(code, reward="fixed", **params)


@pytest.mark.parametrize(
    ("parts", "here"),
    [
        ({"valid_from": "2026-11-22", "valid_until": "2026-11-22"}, {}),
        ({"weekdays": ["sun"]}, {}),
        ({"hours": [{"from": "10:00", "until": "10:01"}]}, {"minute": 600}),
        ({"tiers": ["low"]}, {}),
        ({"tier": "low"}, {"counters": {"spend": 100}}),
        ({"tier": "high"}, {"counters": {"spend": 100}}),
        ({"segments": ["vip"]}, {"facts": {"segments": frozenset({"vip"})}}),
        (
            {"memberships": ["board", "club"]},
            {"counters": {"pass:club/2026-01-01~2026-11-22": 1}},
        ),
        ({"personal": True}, {"facts": {"personal": frozenset({"fixed"})}}),
        ({"minimum_minor": 1000, "minimum_pieces": 1}, {}),
        ({"most_per_member": 3, "most_per_day": 1}, {"counters": {"used:fixed": 2}}),
        ({"stock": 5}, {"shop": {"used:fixed": 4}, "counters": {"used:fixed": 9}}),
    ],
)
def test_a_reward_is_had_where_its_conditions_are_met(
    parts: dict[str, Any], here: dict[str, Any]
) -> None:
    assert on(parts, **here) is None


@pytest.mark.parametrize(
    ("parts", "here", "reason"),
    [
        ({"most_per_member": 2}, {"used:fixed": 2}, why("used_up", reward="fixed", most=2)),
        (
            {"most_per_day": 1},
            {"used:fixed/2026-11-22": 1},
            why("used_today", reward="fixed", most=1),
        ),
    ],
)
def test_limits_count_what_was_used_before(
    parts: dict[str, Any], here: dict[str, int], reason: Why
) -> None:
    assert on(parts, counters=here) == reason


def test_limits_count_the_uses_of_this_sale() -> None:
    basket = typed(5000, "fixed", "fixed")
    for parts, code in (
        ({"most_per_member": 1}, "used_up"),
        ({"most_per_day": 1}, "used_today"),
        ({"most_per_sale": 1}, "used_in_sale"),
        ({"stock": 1}, "stock_gone"),
    ):
        rules = programme(rewards=[reward("fixed", **parts)])
        assert blocked(scene(rules, points=50), basket).code == code
        assert len(taken(scene(rules, points=50), typed(5000, "fixed"))) == 1


def test_a_stock_is_that_of_the_whole_shop() -> None:
    rules = programme(rewards=[reward("fixed", stock=2)])
    here = scene(rules, points=10, shop={"used:fixed": 2})
    assert blocked(here, typed(1000, "fixed")) == why("stock_gone", reward="fixed")


def test_nothing_left_to_pay_is_said() -> None:
    rules = programme(rewards=[reward("percent", percent=100), reward("fixed")])
    here = scene(rules, points=20)
    assert blocked(here, typed(1000, "fixed", "percent")) == why("nothing_left", reward="fixed")
    assert blocked(here, Basket(claims=claims("fixed"))).code == "reward_minimum"


def test_gift_cards_do_not_reach_a_minimum() -> None:
    rules = programme(rewards=[reward("fixed", minimum_minor=1000)])
    lines = (Line(amount_minor=999), Line(amount_minor=5000, kind="gift_card"))
    basket = Basket(lines=lines, claims=claims("fixed"))
    assert blocked(scene(rules, points=10), basket).params["missing_minor"] == 1


def test_the_minimum_is_before_other_rewards() -> None:
    rules = programme(rewards=[reward("fixed", minimum_minor=1000), reward("percent")])
    assert len(taken(scene(rules, points=20), typed(1000, "fixed", "percent"))) == 2

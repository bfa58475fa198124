"""The plan of a programme: what it lets a sale skip is never what the sale would have needed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Basket, Line
from loyalty.benefits.levels import tier_on
from loyalty.earning.plan import Plan
from loyalty.quote import level, quote_in
from loyalty.scene import Scene
from loyalty.standing import Standing
from tests.loyalty.documents import per_euro, programme, reward

DAY = "2026-11-22"
GIFT = {"points": 5}
LADDER = [
    {"id": "base", "name": "Base", "from_amount": 0},
    {"id": "silver", "name": "Silver", "from_amount": 100},
    {"id": "gold", "name": "Gold", "from_amount": 250},
]


@pytest.mark.parametrize(
    ("parts", "more", "brings", "applies", "looked_up"),
    [
        ({}, False, False, False, True),
        ({"tiers": LADDER}, False, False, False, True),
        ({"tiers": [LADDER[0] | {"entry": GIFT}]}, False, True, False, True),
        ({"tiers": [LADDER[0] | {"measure": "points"}]}, True, False, False, True),
        ({"tiers": [LADDER[0] | {"period": {"kind": "calendar"}}]}, True, False, False, False),
        ({"tiers": LADDER, "levels": {"downgrade": "never"}}, True, False, False, False),
        ({"points": {"inactive_days": 90}}, True, False, False, True),
        (
            {"bonuses": [{"kind": "welcome", "id": "w", "name": "W", "gift": GIFT}]},
            True,
            True,
            False,
            True,
        ),
        (
            {"milestones": [{"id": "m", "name": "M", "at": 5, "gift": GIFT}]},
            True,
            True,
            False,
            True,
        ),
        ({"rewards": [reward("fixed", automatic=True)]}, False, False, True, True),
    ],
)
def test_what_a_programme_needs(
    parts: dict[str, Any],
    more: object,
    brings: object,
    applies: object,
    looked_up: object,
) -> None:
    """Each kind of rule asks for its own part of a sale's work."""
    if applies:
        del parts["rewards"][0]["cost"]
    plan = Plan.of(programme(earn=[per_euro()], **parts))
    assert (plan.counts_more, plan.brings, plan.applies) == (more, brings, applies)
    assert (plan.ladder is not None) is looked_up


@given(st.integers(-5, 300), st.booleans())
def test_a_level_that_is_looked_up_is_the_level(spend: int, has_base: bool) -> None:  # noqa: FBT001
    """The highest that the counter reaches, none below the first."""
    rules = programme(tiers=LADDER if has_base else LADDER[1:])
    counters = {"spend": spend}
    assert level(Plan.of(rules), counters, DAY) == tier_on(rules, counters, DAY)


@pytest.mark.parametrize(
    ("rule", "is_by_level"),
    [
        ({"tiers": ["silver"]}, True),
        ({}, False),
        ({"tiers": ["silver"], "weekdays": ["sun"]}, False),
        ({"tiers": ["silver"], "code": "X"}, False),
    ],
)
def test_multipliers_for_levels_alone(rule: dict[str, Any], is_by_level: object) -> None:
    """Only where nothing else is asked the level decides."""
    rules = programme(tiers=LADDER, multipliers=[{"id": "m", "percent": 50, **rule}])
    assert Plan.of(rules).multipliers[0].is_by_level is is_by_level


def test_a_sale_is_the_same_with_a_plan_and_without() -> None:
    """A plan saves time and changes nothing."""
    rules = programme(
        earn=[per_euro()],
        tiers=LADDER,
        multipliers=[{"id": "m", "percent": 50, "tiers": ["silver"]}],
        milestones=[{"id": "every", "name": "E", "every": 150, "gift": GIFT}],
    )
    basket = Basket(lines=(Line(amount_minor=950), Line(amount_minor=250)))
    standing = Standing(account="a", counters={"spend": 120}, home=True)
    bare = Scene(programme=rules, standing=standing, day=DAY)
    planned = Scene(programme=rules, standing=standing, day=DAY, plan=Plan.of(rules))
    priced = quote_in(bare, basket, sale_id="s")
    assert priced == quote_in(planned, basket, sale_id="s")
    assert priced.points_given == 12 + 6 + 8 * 5

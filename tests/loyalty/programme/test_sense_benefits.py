"""Levels, milestones, staircases, bonuses and memberships that say too little or too much."""

from typing import Any

import pytest

from tests.loyalty.documents import (
    bonus,
    membership,
    milestone,
    per_euro,
    problems,
    programme,
    staircase,
    tier,
)

YEAR = {"kind": "calendar"}
LADDER = [tier("silver", 0, period=YEAR), tier("gold", 5, period=YEAR)]


@pytest.mark.parametrize(
    ("parts", "path", "got", "expected"),
    [
        ({"milestones": [milestone(gift={})]}, "milestones[0].gift", "nothing", "points, a reward"),
        (
            {"staircases": [staircase(1) | {"steps": [{"from_amount": 1, "gift": {"points": 0}}]}]},
            "staircases[0].steps[0].gift",
            "nothing",
            "points, a reward or both",
        ),
        ({"tiers": [tier("a", 0, entry={})]}, "tiers[0].entry", "nothing", "points, a reward"),
        ({"bonuses": [bonus("welcome", gift={})]}, "bonuses[0].gift", "nothing", "points, a"),
        ({"memberships": [membership(gift={})]}, "memberships[0].gift", "nothing", "points, a"),
        (
            {"milestones": [milestone(gift={"reward": "tea"})]},
            "milestones[0].gift.reward",
            '"tea"',
            "the id of a reward",
        ),
        ({"milestones": [milestone(at=None)]}, "milestones[0].at", "nothing", "either at, or"),
        ({"milestones": [milestone(every=5)]}, "milestones[0].every", "5", "either, not both"),
        (
            {"milestones": [milestone(within="sale", period=YEAR)]},
            "milestones[0].period",
            '{"kind": "calendar", "unit": "year"}',
            "left out with within = sale",
        ),
        (
            {"milestones": [milestone(within="sale", measure="visits", at=2)]},
            "milestones[0].at",
            "2",
            "a sale is one visit",
        ),
        (
            {"milestones": [milestone(within="sale", measure="visits", at=None, every=3)]},
            "milestones[0].every",
            "3",
            "a sale is one visit",
        ),
        (
            {"milestones": [milestone(measure="points", categories=["tea"])]},
            "milestones[0].measure",
            '"points"',
            "not counted by product or category",
        ),
        ({"staircases": [staircase()]}, "staircases[0].steps", "[]", "a list that is not empty"),
        (
            {"staircases": [staircase(5, 5)]},
            "staircases[0].steps[1].from_amount",
            "5",
            "more than 5",
        ),
        (
            {"staircases": [staircase(1, 3, 2)]},
            "staircases[0].steps[2].from_amount",
            "2",
            "more than 3",
        ),
        (
            {"staircases": [staircase(1, measure="points", except_products=["tea"])]},
            "staircases[0].measure",
            '"points"',
            "not counted by product or category",
        ),
        ({"tiers": [tier("a", 6), tier("b", 5)]}, "tiers[1].from_amount", "5", "more than 6"),
        (
            {"tiers": [tier("a", 6, measure="points")]},
            "tiers[0].measure",
            '"points"',
            "no earn rule gives points",
        ),
        ({"levels": {"grace_days": 5}}, "levels", '"settings"', "left out without tiers"),
        (
            {"levels": {"grace_days": 5}, "tiers": [tier("a", 0)]},
            "levels.grace_days",
            "5",
            "never lost by waiting",
        ),
        (
            {"levels": {"keep_next_period": True}, "tiers": [tier("a", 0)]},
            "levels.keep_next_period",
            "true",
            "never lost by waiting",
        ),
        (
            {"bonuses": [bonus("birthday", days_before=365)]},
            "bonuses[0].days_before",
            "365",
            "fewer than 365 days",
        ),
        (
            {"bonuses": [bonus("anniversary", years=[1, 5, 1])]},
            "bonuses[0].years[2]",
            '"1"',
            "each year once",
        ),
        (
            {"bonuses": [bonus("activity", activity=" ")]},
            "bonuses[0].activity",
            '" "',
            "text that is not empty",
        ),
        (
            {"bonuses": [bonus("referral", gift={}, referrer={})]},
            "bonuses[0].referrer",
            "nothing",
            "points, a reward or both",
        ),
        (
            {"memberships": [membership(months=None)]},
            "memberships[0].months",
            "nothing",
            "how long it runs",
        ),
    ],
)
def test_a_benefit_that_says_too_little_or_too_much_is_named(
    parts: dict[str, Any], path: str, got: str, expected: str
) -> None:
    found = problems(**parts)
    assert path in found
    assert set(found) <= {path, path.replace(".referrer", ".gift")}
    assert found[path][0] == got
    assert expected in found[path][1]


@pytest.mark.parametrize(
    "parts",
    [
        {"milestones": [milestone(at=None, every=5)]},
        {"milestones": [milestone(within="sale", measure="visits", at=1)]},
        {"milestones": [milestone(measure="items", categories=["tea"])]},
        {"levels": {"grace_days": 5, "keep_next_period": True}, "tiers": LADDER},
        {"levels": {"downgrade": "never"}, "tiers": LADDER},
        {"levels": {"entry": "highest"}, "tiers": [tier("a", 0)]},
        {"tiers": [tier("a", 6, measure="points")], "earn": [per_euro()]},
        {"bonuses": [bonus("birthday", days_before=364)]},
        # A friend alone may get something, or only who brought them.
        {"bonuses": [bonus("referral", referrer={})]},
        {"bonuses": [bonus("referral", gift={}, referrer={"points": 5})]},
        {"memberships": [membership(months=None, days=7, fee_minor=0)]},
    ],
)
def test_a_benefit_that_can_be_meant_is_taken(parts: dict[str, Any]) -> None:
    programme(**parts)


def test_what_only_follows_from_a_misspelt_name_is_not_said() -> None:
    assert set(problems(milestones=[milestone(at=None, evry=5)])) == {"milestones[0].evry"}
    assert set(problems(memberships=[membership(months=None, dys=5)])) == {"memberships[0].dys"}


def test_beside_a_misspelt_name_everything_else_is_said() -> None:
    found = problems(milestones=[milestone(evry=5, within="sale", period=YEAR)])
    assert set(found) == {"milestones[0].evry", "milestones[0].period"}

"""The head of a programme: ids, names, places, and points that would end before they begin."""

from typing import Any

import pytest

from tests.loyalty.documents import (
    bonus,
    membership,
    milestone,
    per_euro,
    problems,
    programme,
    reward,
    staircase,
    tier,
)


@pytest.mark.parametrize(
    ("parts", "path", "got", "expected"),
    [
        ({"from": "2026-02-30"}, "from", '"2026-02-30"', "a day of the calendar"),
        ({"time_zone": "Europe/Amsterdm"}, "time_zone", '"Europe/Amsterdm"', "Europe/Amsterdam"),
        ({"time_zone": "Europe"}, "time_zone", '"Europe"', "a known time zone"),
        ({"segments": ["a", "b", "a"]}, "segments[2]", '"a"', "each segment once"),
        ({"name": " "}, "name", '" "', "text that is not empty"),
        ({"name": {"en": "\t"}}, "name.en", '"\\t"', "text that is not empty"),
        (
            {"milestones": [milestone(name={"nl": "X"})], "languages": ["en", "nl"]},
            "milestones[0].name",
            '{"nl": "X"}',
            "a name in the first language, en",
        ),
        ({"earn": [per_euro(id="all")]}, "earn[0].id", '"all"', "this word means all rules"),
        (
            {"milestones": [milestone()], "staircases": [staircase(1, id="m")]},
            "staircases[0].id",
            '"m"',
            "milestones[0].id has this one",
        ),
        (
            {"earn": [per_euro(id="welcome")], "bonuses": [bonus("welcome")]},
            "bonuses[0].id",
            '"welcome"',
            "earn[0].id has this one",
        ),
        (
            {"memberships": [membership(), membership()]},
            "memberships[1].id",
            '"club"',
            "memberships[0].id has this one",
        ),
        (
            {"earn": [per_euro(id="x", personal=True)]}
            | {"rewards": [reward("fixed", id="x", personal=True)]},
            "rewards[0].id",
            '"x"',
            "among what is personal; earn[0] has this one",
        ),
        (
            {"points": {"days": 13, "pending_days": 14}},
            "points.pending_days",
            "14",
            "at most 13",
        ),
        (
            {"points": {"months": 1, "pending_days": 29}},
            "points.pending_days",
            "29",
            "at most 28",
        ),
        (
            {"points": {"until": "year", "pending_days": 1}},
            "points.pending_days",
            "1",
            "at most 0",
        ),
        (
            {"points": {"pending_days": 30}, "earn": [per_euro(life={"days": 29})]},
            "earn[0].life",
            "29",
            "30 days or more",
        ),
        (
            {"points": {"days": 30}, "bonuses": [bonus("welcome", pending_days=31)]},
            "bonuses[0].pending_days",
            "31",
            "at most 30",
        ),
        (
            {"points": {"pending_days": 30, "inactive_days": 30}},
            "points.inactive_days",
            "30",
            "more than the 30 days",
        ),
    ],
)
def test_a_mistake_in_the_head_is_named(
    parts: dict[str, Any], path: str, got: str, expected: str
) -> None:
    found = problems(**parts)
    assert list(found) == [path]
    assert found[path][0] == got
    assert expected in found[path][1]


@pytest.mark.parametrize(
    "parts",
    [
        {"points": {"days": 14, "pending_days": 14}},
        {"points": {"months": 1, "pending_days": 28}},
        # A month that is stretched to the end of its year is never shorter than December.
        {"points": {"months": 1, "until": "year", "pending_days": 31}},
        {"points": {"pending_days": 30}, "earn": [per_euro(life={})]},
        {"points": {"pending_days": 30, "inactive_days": 31}},
        {"rewards": [reward("fixed", id="gold")], "tiers": [tier("gold", 0)]},
        {"earn": [per_euro(id="x", personal=True), per_euro(id="y", personal=True)]},
    ],
)
def test_what_can_be_meant_is_taken(parts: dict[str, Any]) -> None:
    programme(**parts)

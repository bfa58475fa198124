"""Terms of rules that lead nowhere or leave no line, no day and no hour."""

from typing import Any

import pytest

from tests.loyalty.documents import (
    card,
    membership,
    milestone,
    per_euro,
    problems,
    programme,
    reward,
    staircase,
    tier,
)

TUESDAY = "2026-11-24"
THURSDAY = "2026-11-26"


@pytest.mark.parametrize(
    ("terms", "wrong"),
    [
        ({"valid_from": "2026-13-01"}, ("valid_from", '"2026-13-01"', "a day of the calendar")),
        ({"valid_until": "2025-02-29"}, ("valid_until", '"2025-02-29"', "a day of the calendar")),
        (
            {"valid_from": THURSDAY, "valid_until": TUESDAY},
            ("valid_until", f'"{TUESDAY}"', f"{THURSDAY} or later"),
        ),
        (
            {"valid_from": TUESDAY, "valid_until": THURSDAY, "weekdays": ["mon", "fri"]},
            ("weekdays", '["mon", "fri"]', "a weekday that there is from"),
        ),
        ({"weekdays": ["tue", "tue"]}, ("weekdays[1]", '"tue"', "each weekday once")),
        (
            {"hours": [{"from": "17:00", "until": "17:00"}]},
            ("hours[0].until", '"17:00"', "another time than from"),
        ),
        (
            {"hours": [{"from": "17:00", "until": "18:00"}, {"from": "17:00", "until": "18:00"}]},
            ("hours[1].from", '"17:00"', "each part of the day once"),
        ),
        ({"tiers": ["golf"]}, ("tiers[0]", '"golf"', "the id of a tier; the nearest is gold")),
        ({"tiers": ["gold", "gold"]}, ("tiers[1]", '"gold"', "each tier once")),
        ({"segments": ["student"]}, ("segments[0]", '"student"', "the nearest is students")),
        ({"memberships": ["clubs"]}, ("memberships[0]", '"clubs"', "the nearest is club")),
        ({"categories": [" "]}, ("categories[0]", '" "', "text that is not empty")),
        ({"products": ["a", "a"]}, ("products[1]", '"a"', "each product once")),
        (
            {"categories": ["tea", "cake"], "except_categories": ["x", "tea"]},
            ("except_categories[1]", '"tea"', "a category that categories does not name"),
        ),
        (
            {"products": ["tea"], "except_products": ["tea"]},
            ("except_products[0]", '"tea"', "a product that products does not name"),
        ),
        ({"code": " "}, ("code", '" "', "text that is not empty")),
    ],
)
@pytest.mark.parametrize(
    ("group", "rule"),
    [
        ("earn", per_euro()),
        ("multipliers", {"id": "m", "percent": 5}),
        ("stamp_cards", card()),
        ("rewards", reward("fixed")),
        ("milestones", milestone()),
        ("staircases", staircase(1)),
    ],
)
def test_terms_that_nothing_meets_are_named(
    group: str, rule: dict[str, Any], terms: dict[str, Any], wrong: tuple[str, str, str]
) -> None:
    path, got, expected = wrong
    found = problems(
        tiers=[tier("gold", 0)],
        segments=["students"],
        memberships=[membership()],
        **{group: [rule | terms]},
    )
    whole = f"{group}[0].{path}"
    assert list(found) == [whole]
    assert found[whole][0] == got
    assert expected in found[whole][1]


@pytest.mark.parametrize(
    "terms",
    [
        {"valid_from": TUESDAY, "valid_until": TUESDAY, "weekdays": ["mon", "tue"]},
        {"valid_from": TUESDAY, "weekdays": ["mon"]},
        {"hours": [{"from": "22:00", "until": "02:00"}, {"from": "12:00", "until": "13:00"}]},
        {"categories": ["tea"], "except_products": ["tea"]},
    ],
)
def test_terms_that_something_meets_are_taken(terms: dict[str, Any]) -> None:
    programme(earn=[per_euro(**terms)])

"""Rates that would outgrow what is stored: refused, and the largest that are not."""

from typing import Any

import pytest

from tests.loyalty.documents import per_euro, problems, programme, reward

# The largest sale of a currency with two decimals is 10**9 minor units.
MILLION = 10**6


@pytest.mark.parametrize(
    ("parts", "path", "got"),
    [
        ({"earn": [per_euro(points=100 * MILLION + 1)]}, "earn[0].points", "100000001"),
        (
            {"earn": [per_euro(points=100 * MILLION)]}
            | {"multipliers": [{"id": "m", "percent": 1}]},
            "earn[0].points",
            "100000000",
        ),
        (
            {"earn": [{"kind": "percent", "id": "p", "percent": 2}]}
            | {"point_worth": {"points": 10**8, "minor": 1}},
            "earn[0].percent",
            "2",
        ),
        (
            {"earn": [per_euro(points=MILLION)], "point_worth": {"minor": 101}},
            "point_worth.minor",
            "101",
        ),
        (
            {"rewards": [reward("product", worth_minor=10**12, pieces=1001)]},
            "rewards[0].worth_minor",
            "1000000000000",
        ),
        (
            {"rewards": [reward("pay", points=MILLION + 1, minor=1)]},
            "rewards[0].points",
            "1000001",
        ),
        (
            {"rewards": [reward("pay", points=1, minor=1, minimum_points=10**9 + 1)]},
            "rewards[0].minimum_points",
            "1000000001",
        ),
        (
            {"rewards": [reward("pay", minimum_points=10**9, maximum_percent=99)]},
            "rewards[0].minimum_points",
            "1000000000",
        ),
    ],
)
def test_a_figure_that_would_outgrow_its_place_is_named(
    parts: dict[str, Any], path: str, got: str
) -> None:
    found = problems(**parts)
    assert list(found) == [path]
    assert found[path][0] == got


@pytest.mark.parametrize(
    "parts",
    [
        {"earn": [per_euro(points=100 * MILLION)]},
        {"earn": [per_euro(points=10**12, most_per_sale=10**12)]},
        {"earn": [per_euro(points=10**12)], "caps": {"points_per_sale": 500}},
        {"earn": [{"kind": "visit", "id": "v", "points": 10**12}]},
        {"earn": [per_euro(points=MILLION)], "point_worth": {"minor": 100}},
        {"rewards": [reward("product", worth_minor=10**12, pieces=1000)]},
        {"rewards": [reward("pay", points=MILLION, minor=1)]},
        {"rewards": [reward("pay", minimum_points=10**9, maximum_percent=100)]},
    ],
)
def test_the_largest_figures_are_taken(parts: dict[str, Any]) -> None:
    programme(**parts)

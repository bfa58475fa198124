"""What is worse in a later version is found, what is better is not, and losers are counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loyalty.accounts import POINTS, SPEND, stamps
from loyalty.comparing.losers import Losers
from loyalty.comparing.losses import losses
from loyalty.comparing.wording import worse
from loyalty.explaining.voice import Voice, names
from loyalty.programme import Programme, load_toml
from tests.loyalty.documents import programme

YEAR = {"kind": "calendar", "unit": "year"}
ROOT = Path(__file__).parents[3]
BASE: dict[str, Any] = {
    "points": {"months": 12},
    "earn": [{"kind": "amount", "id": "spend", "points": 4, "per_minor": 100}],
    "multipliers": [{"id": "happy", "percent": 100, "weekdays": ["mon", "tue"]}],
    "stamp_cards": [{"id": "cups", "name": "Cups", "stamps": 10, "reward": "cup"}],
    "tiers": [
        {"id": "base", "name": "Base", "from_amount": 0, "period": YEAR},
        {"id": "gold", "name": "Gold", "from_amount": 50_000, "period": YEAR},
    ],
    "rewards": [
        {
            "kind": "fixed",
            "id": "five",
            "name": "Five",
            "amount_minor": 500,
            "cost": {"amount": 500},
        },
        {
            "kind": "product",
            "id": "cup",
            "name": "Cup",
            "worth_minor": 300,
            "cost": {"unit": "stamp:cups", "amount": 10},
        },
    ],
    "bonuses": [{"kind": "welcome", "id": "hello", "name": "Hello", "gift": {"points": 50}}],
}


def version(**parts: Any) -> Programme:
    """Give the programme with other parts."""
    return programme(**{**BASE, **parts})


def part(group: str, at: int = 0, **changed: Any) -> dict[str, Any]:
    """Give a list of rules with something changed in one of them; None takes a name out."""
    rules = [dict(each) for each in BASE[group]]
    rules[at] = {name: to for name, to in (rules[at] | changed).items() if to is not None}
    return {group: rules}


WORSE: list[tuple[dict[str, Any], str, tuple[str, ...]]] = [
    (part("earn", points=3), "fewer", ("points",)),
    (part("earn", per_minor=120), "fewer", ("points",)),
    (part("earn", minimum_minor=500), "fewer", ("minimum_minor",)),
    (part("earn", kind="visit", per_minor=None), "fewer", ("kind",)),
    (part("earn", life={"months": 6}), "sooner", ("life",)),
    (part("multipliers", percent=50), "fewer", ("percent",)),
    (part("multipliers", weekdays=["mon"]), "fewer", ("weekdays",)),
    (part("multipliers", hours=[{"from": "14:00", "until": "17:00"}]), "fewer", ("hours",)),
    ({"multipliers": []}, "fewer", ()),
    (part("rewards", cost={"amount": 600}), "reward", ("cost",)),
    (part("rewards", amount_minor=400), "reward", ("amount_minor",)),
    (part("rewards", tier="gold"), "reward", ("tier",)),
    (part("rewards", categories=["tea"]), "reward", ("categories",)),
    (part("tiers", 1, from_amount=60_000), "level", ("from_amount",)),
    ({"points": {"months": 6}}, "sooner", ("points",)),
    ({"points": {"months": 12, "pending_days": 3}}, "sooner", ("pending_days",)),
    ({"points": {"months": 12, "inactive_days": 90}}, "silence", ("inactive_days",)),
    ({"point_worth": {"points": 2, "minor": 1}}, "worth", ("point_worth",)),
    ({"caps": {"points_per_day": 100}}, "fewer", ("points_per_day",)),
    ({"bonuses": []}, "fewer", ()),
    (part("bonuses", gift={"points": 40}), "fewer", ("gift",)),
]
BETTER: list[dict[str, Any]] = [
    {},
    part("earn", points=8, per_minor=200),
    part("earn", points=5),
    part("multipliers", weekdays=None),
    part("rewards", cost={"amount": 450}),
    part("rewards", name="Five off", icon="star"),
    part("tiers", 1, from_amount=40_000),
    {"points": {"months": 24}},
    {"points": {}},
    {"point_worth": {"points": 1, "minor": 2}},
    part("bonuses", gift={"points": 60}),
    {"limits": {"no_pin_card_minor": 1}},
]


@pytest.mark.parametrize(("changed", "kind", "fields"), WORSE)
def test_what_is_worse_is_found(
    changed: dict[str, Any], kind: str, fields: tuple[str, ...]
) -> None:
    """Exactly that, and nothing else beside it."""
    found = losses(version(), version(**changed))
    assert [(each.kind, each.fields) for each in found] == [(kind, fields)]


@pytest.mark.parametrize("changed", BETTER)
def test_what_is_not_worse_is_not_found(changed: dict[str, Any]) -> None:
    """Nobody has to be told a month ahead of something good."""
    assert losses(version(), version(**changed)) == ()


def test_every_ready_programme_is_no_worse_than_itself() -> None:
    for path in sorted((ROOT / "assets" / "programmes").glob("*.toml")):
        rules = load_toml(path.read_text("utf-8"))
        assert losses(rules, rules) == ()


def test_losers_are_counted() -> None:
    """By what each of them has: levels, points within reach, stamps on a card."""
    before = version()
    after = version(
        **part("rewards", cost={"amount": 700}),
        **part("tiers", 1, from_amount=60_000),
        **part("stamp_cards", stamps=12, reward=None),
        point_worth={"points": 2, "minor": 1},
    )
    found = losses(before, after)
    losers = Losers(before, after, found, "2026-11-18")
    spent = f"{SPEND}/2026"
    losers.add({POINTS: 600}, {spent: 55_000, SPEND: 55_000})
    losers.add({POINTS: 900, stamps("cups"): 3}, {spent: 90_000, SPEND: 90_000})
    losers.add({}, {})
    counted = {each.loss.kind: each for each in losers.counted()}
    assert (counted["reward"].members, counted["reward"].out_of_reach) == (2, 1)
    assert (counted["card"].members, counted["level"].members) == (1, 1)
    assert (counted["worth"].members, counted["worth"].worth_minor) == (2, 750)
    said = list(worse(losers.counted(), Voice(say=str, named=names(before, "en"))))
    assert said[1].startswith("A reward is harder to have or worth less: Five. Members: 2.")
    assert said[1].endswith("no longer then: 1.")

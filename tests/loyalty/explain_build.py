"""What the tests of explanations are made of: reasons of the demo shop, and its words."""

from pathlib import Path
from typing import Any

from loyalty.accounts import POINTS
from loyalty.entries import Given
from loyalty.explaining.explain import names, sentence
from loyalty.programme import Programme, load_toml
from loyalty.why import Why

ROOT = Path(__file__).parents[2]
BAR = load_toml((ROOT / "assets/programmes/coffee-bar.toml").read_text("utf-8"))
TODAY = "2026-11-22"
BASE = {"base_minor": 1250, "points": 4, "per_minor": 100, "major_minor": 100, "given": 50}
PER = {"base_minor": 1250, "points": 1, "per_minor": 500, "major_minor": 100, "given": 2}
GIFT: dict[str, int | str] = {"rule": "tenth", "name": "Tenth visit", "given": 50, "reward": ""}
FREE = {**GIFT, "given": 1, "reward": "free-coffee"}


def plain(reason: Why, rules: Programme = BAR) -> str:
    """Say a reason in English, with plain figures."""
    return sentence(
        reason,
        say=str,
        money=rules.plain_money,
        named=names(rules, "en"),
        day=lambda day: f"{day[8:]}.{day[5:7]}.",
        today=TODAY,
    )


def points(amount: int, reason: Why, **parts: Any) -> Given:
    """Give points for a reason."""
    return Given(rule="rule", unit=POINTS, amount=amount, why=reason, **parts)

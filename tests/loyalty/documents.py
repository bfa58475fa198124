"""Documents of programmes for tests: the demo shop's own, and small ones made from parts."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from loyalty.programme import Programme, ProgrammeInvalid, from_wire, load_toml

ROOT = Path(__file__).parents[2]
COFFEE_BAR_TOML = (ROOT / "assets/programmes/coffee-bar.toml").read_text("utf-8")
COFFEE_BAR = load_toml(COFFEE_BAR_TOML)


def document(**parts: Any) -> dict[str, Any]:
    """Give the smallest programme document, with parts of it replaced or added."""
    return {
        "id": "test",
        "version": 1,
        "from": "2026-01-01",
        "name": "Test",
        "currency": "EUR",
        "time_zone": "Europe/Amsterdam",
        **parts,
    }


def programme(**parts: Any) -> Programme:
    """Read a programme from parts of its document."""
    return from_wire(msgspec.json.encode(document(**parts)))


def problems(**parts: Any) -> dict[str, tuple[str, str]]:
    """Give what is wrong with a document: path to what was got and what was expected."""
    with pytest.raises(ProgrammeInvalid) as refused:
        programme(**parts)
    return {each.path: (each.got, each.expected) for each in refused.value.problems}


def tier(tier_id: str, from_amount: int, **parts: Any) -> dict[str, Any]:
    """Give a tier."""
    return {"id": tier_id, "name": tier_id.title(), "from_amount": from_amount, **parts}


def card(**parts: Any) -> dict[str, Any]:
    """Give a stamp card of ten coffees."""
    return {"id": "coffees", "name": "Coffees", "stamps": 10, **parts}


def milestone(**parts: Any) -> dict[str, Any]:
    """Give a milestone of five points at 50.00."""
    return {"id": "m", "name": "M", "gift": {"points": 5}, "at": 5000, **parts}


def staircase(*amounts: int, **parts: Any) -> dict[str, Any]:
    """Give a staircase with a step of five points at each amount."""
    steps = [{"from_amount": each, "gift": {"points": 5}} for each in amounts]
    return {"id": "s", "name": "S", "steps": steps, **parts}


def bonus(kind: str, **parts: Any) -> dict[str, Any]:
    """Give a bonus of five points."""
    return {"kind": kind, "id": kind, "name": kind.title(), "gift": {"points": 5}, **parts}


def membership(**parts: Any) -> dict[str, Any]:
    """Give a paid membership of a year."""
    return {"id": "club", "name": "Club", "fee_minor": 2500, "months": 12, **parts}


def per_euro(**parts: Any) -> dict[str, Any]:
    """Give an earn rule of one point per 1.00."""
    return {"kind": "amount", "id": "spend", "points": 1, "per_minor": 100, **parts}


def reward(kind: str, **parts: Any) -> dict[str, Any]:
    """Give a reward of 10 points."""
    own: dict[str, dict[str, Any]] = {
        "fixed": {"amount_minor": 500},
        "percent": {"percent": 10},
        "product": {"product": "tea", "worth_minor": 300},
        "choice": {"options": []},
        "mystery": {"prizes": []},
        "access": {"product": "tea"},
        "donation": {"cause": "Trees", "amount_minor": 100},
        "shipping": {},
        "pay": {"points": 100, "minor": 100, "cost": None},
    }
    head: dict[str, Any] = {"kind": kind, "id": kind, "name": kind.title(), "cost": {"amount": 10}}
    return {**head, **own[kind], **parts}

"""Documents of programmes for tests: the demo shop's own, and small ones made from parts."""

from pathlib import Path
from typing import Any

import msgspec

from loyalty.programme import Programme, from_wire, load_toml

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

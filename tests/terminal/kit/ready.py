"""The ready programmes of the house, and the kits that are made of them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from cards.kit.values import Kit
from loyalty.programme import Programme, load_toml
from terminal.kit.asked import Asked
from terminal.kit.making import kit_of

FOLDER = Path(__file__).parents[3] / "assets" / "programmes"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
DAY = "2026-11-22"


def ready(name: str) -> Programme:
    """Read a ready programme."""
    return load_toml((FOLDER / f"{name}.toml").read_text("utf-8"))


def made(name: str, language: str = "en", **more: object) -> Kit:
    """Make its kit; `more` are other parts of what is asked."""
    return kit_of(Asked(programme=ready(name), language=language, day=DAY, **more))  # type: ignore[arg-type]


def words(kit: Kit) -> str:
    """Give everything that a kit says, on one line with the spaces of a keyboard."""
    text = msgspec.json.encode(kit).decode()
    return text.replace("\u00a0", " ").replace("\u202f", " ")

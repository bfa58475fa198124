"""The shop's own look for its kit: the colours of its card design, and its logo."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cards.kit.values import Look
from terminal.till.shop_logo import logo_of

DESIGN: Final = "classic"


def look_for(root: Path, *, design: str = "", logo: Path | None = None) -> Look:
    """Give the look: a design by name, and a logo by its path or as it lies in the data folder.

    Raises Refusal `design_unknown`, `design_wrong`, `kit_logo`.
    """
    from cards import design as designs
    from cards.kit.colours import look_of
    from terminal.kit.writing import read_logo

    drawn = designs.load(design or DESIGN)
    found = logo or logo_of(root)
    data = read_logo(found) if found is not None else b""
    return look_of((colour for _, colour in drawn.colours), data)

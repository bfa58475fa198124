"""Looks at a design as a camera and a reader do: light around codes, contrast under words.

The sides are rendered without what is looked at, and the pixels of its place are judged: whatever
a designer put there, a picture, a gradient or an ornament, counts as it is seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from cards.design import Barcode, Design, Element, Qr, Words
from cards.drawing import png
from cards.drawing.fonts import Fonts
from cards.drawing.setting import glyphs_of, set_text
from cards.drawing.shapes import MM_PER_INCH, Page, Text
from cards.layout import Card, colours_of, element_text, pages_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What WCAG 2 asks of small words and of large ones, and what a camera needs around black bars.
CONTRAST_SMALL, CONTRAST_LARGE, CONTRAST_CODE = 4.5, 3.0, 9.0
_LARGE_MM, _LARGE_BOLD_MM = 6.35, 4.94
_DPI = 150
# Edges are softened in pixels: so much of a place may be darker without anybody seeing it.
_SOFT = 0.02
_ROUND_OFF_MM = 0.15
_SHARES = (0.2126, 0.7152, 0.0722)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A code of a design: its side, its path in the file, its box and its quiet zone."""

    side: str
    path: str
    box_mm: tuple[float, float, float, float]
    quiet_mm: tuple[float, float, float, float]


def sight_problems(design: Design, places: list[Place], card: Card, fonts: Fonts) -> Iterator[str]:
    """Name codes and words that would not be seen, at every level of members."""
    for rank in range(len(design.tiers) + 1):
        level = f", level {rank}" if rank else ""
        shown = msgspec.structs.replace(card, tier_rank=rank, tier=card.tier if rank else "")
        for side in ("front", "back"):
            here = [place for place in places if place.side == side]
            if here:
                lit = _light(design, side, shown, fonts, without=(Qr, Barcode))
                for place in here:
                    yield from _code_problems(place, lit, level)
            if any(isinstance(element, Words) for element in _elements(design, side)):
                lit = _light(design, side, shown, fonts, without=(Words,))
                for problem in _word_problems(design, side, shown, fonts, lit):
                    yield f"{problem}{level}"


def luminance(colour: str) -> float:
    """Give how light a colour is, from 0 to 1, as WCAG measures it."""
    parts = (_linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return sum(share * part for share, part in zip(_SHARES, parts, strict=True))


def _linear(part: int) -> float:
    """Give the light of one of 256 steps of a colour."""
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def contrast(one: float, other: float) -> float:
    """Give the contrast ratio of two luminances, from 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _code_problems(place: Place, lit: NDArray[np.float64], level: str) -> Iterator[str]:
    """The whole quiet zone has to be light: whatever stands in it is taken for a bar."""
    import numpy as np

    pixels = _cut(lit, place.quiet_mm, _ROUND_OFF_MM)
    if not pixels.size:
        return
    darkest = float(np.quantile(pixels, 0.002))
    inside = _cut(lit, place.box_mm, _ROUND_OFF_MM)
    behind = contrast(float(np.quantile(inside, 0.002)), 0.0) if inside.size else 0.0
    if behind < CONTRAST_CODE:
        yield (
            f"{place.path}: black on what is behind it has a contrast of {behind:.1f}:1,"
            f" {CONTRAST_CODE:g}:1 is the least{level}"
        )
    elif contrast(darkest, 0.0) < CONTRAST_CODE:
        yield f"{place.path}: something stands in its quiet zone{level}"


def _word_problems(
    design: Design, side: str, card: Card, fonts: Fonts, lit: NDArray[np.float64]
) -> Iterator[str]:
    import numpy as np

    colours = colours_of(design, card.tier_rank)
    for at, element in enumerate(_elements(design, side), 1):
        if not isinstance(element, Words):
            continue
        text = element_text(design, element, card, colours)
        if text is None or not set_text(text, fonts).lines:
            continue
        pixels = _cut(lit, _box(text, fonts), 0.0)
        if not pixels.size:
            continue
        own = luminance(text.colour)
        least = min(
            contrast(own, float(np.quantile(pixels, part))) for part in (_SOFT, 1.0 - _SOFT)
        )
        wanted = _wanted(text)
        if least < wanted:
            yield (
                f"{side}[{at}] (text).colour: {text.colour} has a contrast of {least:.1f}:1 on"
                f" what is behind it, {wanted:g}:1 is the least"
            )


def _wanted(text: Text) -> float:
    heavy = text.weight in {"bold", "semibold"}
    large = text.size_mm >= (_LARGE_BOLD_MM if heavy else _LARGE_MM)
    return CONTRAST_LARGE if large else CONTRAST_SMALL


def _box(text: Text, fonts: Fonts) -> tuple[float, float, float, float]:
    glyphs = list(glyphs_of(text, fonts))
    size = glyphs[0].size_mm
    return (
        min(glyph.x_mm for glyph in glyphs),
        min(glyph.y_mm for glyph in glyphs) - 0.7 * size,
        max(glyph.x_mm for glyph in glyphs) + 0.5 * size,
        max(glyph.y_mm for glyph in glyphs),
    )


def _light(
    design: Design, side: str, card: Card, fonts: Fonts, *, without: tuple[type, ...]
) -> NDArray[np.float64]:
    """Give the luminance of a side's pixels, drawn without some kinds of its elements."""
    import numpy as np

    kept = tuple(element for element in _elements(design, side) if not isinstance(element, without))
    page: Page = pages_of(msgspec.structs.replace(design, front=kept, back=()), card)[0]
    pixels = png.colours(page, _DPI, fonts=fonts)
    light = np.array([_linear(part) for part in range(256)])
    found: NDArray[np.float64] = light[pixels] @ np.array(_SHARES)
    return found


def _cut(
    lit: NDArray[np.float64], box_mm: tuple[float, float, float, float], inset_mm: float
) -> NDArray[np.float64]:
    scale = _DPI / MM_PER_INCH
    left, top = (max(0, round((side + inset_mm) * scale)) for side in box_mm[:2])
    right, bottom = (max(0, round((side - inset_mm) * scale)) for side in box_mm[2:])
    return lit[top:bottom, left:right]


def _elements(design: Design, side: str) -> tuple[Element, ...]:
    return design.front if side == "front" else design.back

"""Sets texts: shaped glyphs on lines that fit, shrunk to a floor, then wrapped, never cut."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from cards.drawing.directions import Piece, pieces
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import FLOOR, Text, Weight
from loyalty.errors import Refusal

# Below this nothing is asked of the bidirectional algorithm: Latin, Greek, Cyrillic.
_STEP = 0.97
# A hair of room, so that what was measured once fits again after rounding.
_SLACK_MM = 0.001
# Where a line may end: after a space or a hyphen, and between letters of scripts without spaces.
# A hyphen before a digit stands in a date or a number, which stay whole.
_WIDE = r"\u3000-\u9fff\uf900-\ufaff"
_BREAKS = re.compile(rf"(?:[^\s\-{_WIDE}]|-(?=\d))+-?|[{_WIDE}]|-|\s+")


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """How letters are drawn, whatever their size."""

    weight: Weight = "regular"
    tracking_em: float = 0.0
    tabular: bool = False


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: its pieces from left to right, and its width at the size of its setting."""

    pieces: tuple[Piece, ...]
    width_mm: float


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """A text that fits: the size that it came to, and its lines from the top."""

    size_mm: float
    lines: tuple[Line, ...]


class PlacedGlyph(msgspec.Struct, frozen=True, kw_only=True):
    """A glyph on a page: its origin in millimetres, and how many of them an em is."""

    face: int
    number: int
    x_mm: float
    y_mm: float
    size_mm: float


def fit(
    text: str,
    width_mm: float,
    size_mm: float,
    floor_mm: float,
    lines: int = 1,
    *,
    fonts: Fonts,
    style: Style | None = None,
    running: bool = False,
) -> Setting:
    """Set a text as large as it fits into a width: one line down to the floor, then several.

    Running text is wrapped at its full size before it is shrunk. A `width_mm` of 0 has room for
    all. Raises Refusal `text_does_not_fit` and `letters_without_font`.
    """
    style = style or Style()
    whole = tuple(_line(part, fonts, style) for part in text.split("\n"))
    widest = max(line.width_mm for line in whole)
    if not width_mm or (widest * size_mm <= width_mm + _SLACK_MM and len(whole) <= lines):
        return _sized(whole, size_mm)
    if len(whole) == 1 and not running and widest * floor_mm <= width_mm:
        return _sized(whole, width_mm / widest)
    size = size_mm
    while size >= floor_mm - _SLACK_MM:
        wrapped = _wrapped(text, width_mm / size, fonts, style)
        if len(wrapped) <= lines and all(
            line.width_mm * size <= width_mm + _SLACK_MM for line in wrapped
        ):
            return _sized(wrapped, size)
        size = size * _STEP if size * _STEP >= floor_mm or size <= floor_mm else floor_mm
    # The text is a person's name, perhaps: only its measures are told.
    raise Refusal(
        "text_does_not_fit",
        f"{len(text)} letters do not fit into {lines} lines of {width_mm:.1f} mm"
        f" at {floor_mm:.2f} mm",
        letters=len(text),
        width_mm=round(width_mm, 2),
        lines=lines,
    )


def set_text(text: Text, fonts: Fonts) -> Setting:
    """Set a placed text by its own rules. Raises as `fit`."""
    style = Style(weight=text.weight, tracking_em=text.tracking_em, tabular=text.tabular)
    return fit(
        text.text,
        text.width_mm,
        text.size_mm,
        text.floor_mm or FLOOR * text.size_mm,
        text.lines,
        fonts=fonts,
        style=style,
        running=text.running,
    )


def glyphs_of(text: Text, fonts: Fonts) -> Iterator[PlacedGlyph]:
    """Give each glyph of a placed text, line by line. Raises as `fit`."""
    setting = set_text(text, fonts)
    size = setting.size_mm
    down_mm = size * text.leading
    y_mm = text.baseline_mm - (down_mm * (len(setting.lines) - 1) if text.upward else 0.0)
    for line in setting.lines:
        x_mm = text.x_mm
        if text.align == "right":
            x_mm -= line.width_mm
        elif text.align == "centre":
            x_mm -= line.width_mm / 2
        for piece in line.pieces:
            for glyph in piece.run.glyphs:
                yield PlacedGlyph(
                    face=glyph.face,
                    number=glyph.number,
                    x_mm=x_mm + (piece.x_em + glyph.x_em) * size,
                    y_mm=y_mm + glyph.y_em * size,
                    size_mm=size,
                )
        y_mm += down_mm


def _sized(lines: tuple[Line, ...], size_mm: float) -> Setting:
    """Give lines that were measured in ems at a size."""
    return Setting(
        size_mm=size_mm,
        lines=tuple(Line(pieces=line.pieces, width_mm=line.width_mm * size_mm) for line in lines),
    )


def _line(text: str, fonts: Fonts, style: Style) -> Line:
    """Set one line at a size of one millimetre."""
    parts = tuple(
        pieces(text, fonts, style.weight, tracking_em=style.tracking_em, tabular=style.tabular)
    )
    width_em = max((piece.x_em + piece.run.width_em for piece in parts), default=0.0)
    return Line(pieces=parts, width_mm=width_em)


def _wrapped(text: str, width_em: float, fonts: Fonts, style: Style) -> tuple[Line, ...]:
    """Break a text into as few lines as it takes; a word that is too long is broken in itself."""
    lines = list[str]()
    for paragraph in text.split("\n"):
        kept = ""
        for part in _breakable(paragraph, width_em, fonts, style):
            if kept and _line((kept + part).rstrip(), fonts, style).width_mm > width_em:
                lines.append(kept.rstrip())
                kept = part.lstrip()
            else:
                kept += part
        lines.append(kept.rstrip())
    return tuple(_line(line, fonts, style) for line in lines)


def _breakable(text: str, width_em: float, fonts: Fonts, style: Style) -> Iterator[str]:
    for found in _BREAKS.finditer(text):
        part = found[0]
        while len(part) > 1 and _line(part, fonts, style).width_mm > width_em:
            fits = _longest(part, width_em, fonts, style)
            yield part[:fits]
            part = part[fits:]
        yield part


def _longest(word: str, width_em: float, fonts: Fonts, style: Style) -> int:
    """Give how many letters of a word fit on a line; marks stay with their letter."""
    fits, low, high = 1, 1, len(word)
    while low <= high:
        middle = (low + high) // 2
        if _line(word[:middle], fonts, style).width_mm <= width_em:
            fits, low = middle, middle + 1
        else:
            high = middle - 1
    import unicodedata

    while 1 < fits < len(word) and unicodedata.combining(word[fits]):
        fits -= 1
    return fits

"""Draws a slip as a PDF of 80 mm paper: its lines, in a font that has them, and sharp codes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cards.code import QR_QUIET_MODULES, qr_modules
from cards.slip import Slip
from cards.slip_lines import Line, slip_lines
from cards.slip_text import WIDE_PAPER_COLUMNS
from loyalty.errors import Refusal

if TYPE_CHECKING:
    from cards.drawing.fonts import Fonts
    from cards.drawing.shapes import Shape, Text

UNPRINTED: Final = "(?)"
_WIDTH_MM = 80.0
_MARGIN_MM = 4.0
_LEFT_MM, _RIGHT_MM = _MARGIN_MM, _WIDTH_MM - _MARGIN_MM
_SIZE_MM = 3.0
_LARGE_MM = 5.2
_STEP_MM = 4.1
_LARGE_STEP_MM = 6.8
_RULE_MM = 0.25
_INDENT_MM = 1.5
_FLOOR_SHARE = 0.4
_CODE_MM = 34.0
_DOTS_MAX = 10


def render_pdf(slip: Slip) -> bytes:
    """Draw a slip as one page, as long as it needs. The same slip always gives the same bytes.

    Letters that no font of the machine has become UNPRINTED.
    """
    from cards.drawing import pdf
    from cards.drawing.fonts import Fonts
    from cards.drawing.shapes import Page
    from cards.page import printable
    from cards.slip_pdf_plain import render_plain

    try:
        fonts = Fonts()
        shapes: list[Shape] = []
        y_mm = _MARGIN_MM
        for line in slip_lines(slip, WIDE_PAPER_COLUMNS):
            drawn, high_mm = _drawn(line, y_mm, fonts)
            shapes += drawn
            y_mm += high_mm
        page = Page(width_mm=_WIDTH_MM, height_mm=y_mm + _MARGIN_MM, shapes=tuple(shapes))
        file = io.BytesIO()
        pdf.write([page], file, fonts=fonts, title=printable(f"{slip.head} - {slip.shop}"))
    except Refusal:
        # A machine without a font, or a word longer than any paper.
        return render_plain(slip)
    return file.getvalue()


def _drawn(line: Line, y_mm: float, fonts: Fonts) -> tuple[list[Shape], float]:
    """Give the shapes of a line that begins at a height, and how high it is."""
    from cards.drawing.shapes import Rect

    if line.code:
        return _code(line.code, y_mm)
    if line.rule:
        across = _RIGHT_MM - _LEFT_MM
        middle = y_mm + (_STEP_MM - _RULE_MM) / 2
        rule = Rect(x_mm=_LEFT_MM, y_mm=middle, width_mm=across, height_mm=_RULE_MM, fill="#000000")
        return [rule], _STEP_MM
    high_mm = _LARGE_STEP_MM if line.large else _STEP_MM
    return list(_words(line, y_mm + 0.75 * high_mm, fonts)), high_mm


def _words(line: Line, baseline_mm: float, fonts: Fonts) -> Iterator[Text]:
    """Place the words of a line; what is too long is drawn smaller."""
    from cards.drawing.shapes import Text

    size_mm = _LARGE_MM if line.large else _SIZE_MM
    placed = (
        ("left", line.left, _LEFT_MM + _INDENT_MM * line.indent),
        ("right", line.right, _RIGHT_MM),
        ("centre", line.centre, _WIDTH_MM / 2),
    )
    for align, text, x_mm in placed:
        if text:
            yield Text(
                x_mm=x_mm,
                baseline_mm=baseline_mm,
                text=_with_letters(text, fonts),
                size_mm=size_mm,
                floor_mm=_FLOOR_SHARE * size_mm,
                width_mm=_RIGHT_MM - _LEFT_MM,
                align=align,  # type: ignore[arg-type]
                weight="bold" if line.strong else "regular",
                tabular=bool(line.right),
            )


def _with_letters(text: str, fonts: Fonts) -> str:
    from cards.drawing.fonts import letters_missing

    for letter in letters_missing(text, fonts, "regular"):
        text = text.replace(letter, "\0")
    while "\0\0" in text:
        text = text.replace("\0\0", "\0")
    return text.replace("\0", UNPRINTED)


def _code(text: str, y_mm: float) -> tuple[list[Shape], float]:
    from cards.drawing.shapes import DOT_MM, Modules

    rows = qr_modules(text)
    side = len(rows) + 2 * QR_QUIET_MODULES
    dots = max(1, min(_DOTS_MAX, int(_CODE_MM / DOT_MM / side)))
    module_mm = dots * DOT_MM
    left = (_WIDTH_MM - len(rows) * module_mm) / 2
    top = y_mm + QR_QUIET_MODULES * module_mm
    code = Modules(x_mm=left, y_mm=top, module_dots=dots, rows=rows)
    return [code], side * module_mm

"""The page of three codes by which a scanner gun is set up: A4, for any printer or a screen."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import msgspec

from cards.code import CODE128_QUIET_MODULES, QR_QUIET_MODULES, code128_modules, qr_modules
from cards.page import printable, runs

if TYPE_CHECKING:
    pass

_MARGIN_PT = 62.0
_TOP_PT = 118.0
_ROW_PT = 150.0
_TEXT_PT = 34.0
# 1.2 points are 0.42 mm: wide enough for every gun and every printer.
_BAR_PT = 1.2
_BARS_HIGH_PT = 62.0
_QR_MODULE_PT = 2.6
_PLAIN, _BOLD = "Helvetica", "Helvetica-Bold"


class SheetCode(msgspec.Struct, frozen=True, kw_only=True):
    """One code of the page: pairs of digits are drawn as Code 128, everything else as QR."""

    key: str
    title: str
    text: str

    @property
    def is_bars(self) -> bool:
        """Whether bars can hold it."""
        return self.text.isdecimal() and len(self.text) % 2 == 0


class GunSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the page, already said in the shop's language."""

    title: str
    intro: str
    codes: tuple[SheetCode, ...]
    steps_title: str
    steps: tuple[str, ...]


def render_pdf(sheet: GunSheet) -> bytes:
    """Draw the page as PDF. The same sheet always gives the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(printable(sheet.title))
    width, height = A4
    room = width - 2 * _MARGIN_PT
    _write(canvas, sheet.title, _MARGIN_PT, height - 84, size=24, font=_BOLD)
    top = _lines(canvas, sheet.intro, height - _TOP_PT + 10, room)
    for code in sheet.codes:
        _code(canvas, code, top)
        top -= _ROW_PT
    _write(canvas, sheet.steps_title, _MARGIN_PT, top - 24, size=11, font=_BOLD)
    top -= 44
    for number, step in enumerate(sheet.steps, 1):
        _write(canvas, str(number), _MARGIN_PT, top, size=11, font=_BOLD)
        top = _lines(canvas, step, top, room - 20, left=_MARGIN_PT + 20) - 4
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _code(canvas: Any, code: SheetCode, top: float) -> None:
    _write(canvas, code.key, _MARGIN_PT, top - _TEXT_PT + 8, size=16, font=_BOLD)
    _write(canvas, code.title, _MARGIN_PT + 22, top - _TEXT_PT + 8, size=12)
    canvas.setFillGray(0)
    left, below = _MARGIN_PT + 22, top - _TEXT_PT - 6
    if code.is_bars:
        bars = tuple(module == "1" for module in code128_modules(code.text))
        left += CODE128_QUIET_MODULES * _BAR_PT
        for start, length in runs(bars):
            place = (left + start * _BAR_PT, below - _BARS_HIGH_PT, length * _BAR_PT)
            canvas.rect(*place, _BARS_HIGH_PT, stroke=0, fill=1)
        return
    left += QR_QUIET_MODULES * _QR_MODULE_PT
    for at, row in enumerate(qr_modules(code.text, "M")):
        for start, length in runs(row):
            # Rows overlap by a hair: viewers draw a pale seam between shapes that only touch.
            canvas.rect(
                left + start * _QR_MODULE_PT,
                below - (at + 1) * _QR_MODULE_PT,
                length * _QR_MODULE_PT,
                _QR_MODULE_PT + 0.05,
                stroke=0,
                fill=1,
            )


def _lines(canvas: Any, text: str, line: float, room: float, *, left: float = _MARGIN_PT) -> float:
    from reportlab.lib.utils import simpleSplit

    for part in simpleSplit(printable(text), _PLAIN, 11.5, room):
        _write(canvas, part, left, line, size=11.5)
        line -= 16
    return line


def _write(
    canvas: Any, text: str, left: float, line: float, *, size: float, font: str = _PLAIN
) -> None:
    canvas.setFont(font, size)
    canvas.setFillGray(0.1)
    canvas.drawString(left, line, printable(text))

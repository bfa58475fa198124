"""Draws a slip as a PDF with the letters that every reader brings, where a machine has no font."""

from __future__ import annotations

import io
from typing import Any

from cards.code import QR_QUIET_MODULES, qr_modules
from cards.page import printable, runs
from cards.slip import Slip, SlipCode
from cards.slip_text import WIDE_PAPER_COLUMNS, render_text

_WIDTH_PT = 226.8
_MARGIN_PT = 11.4
_SIZE_PT = 7.0
_LINE_PT = 9.2
_CODE_PT = 120.0
_GAP_PT = 8.0
_FONT = "Courier"


def render_plain(slip: Slip) -> bytes:
    """Draw a slip as one page, as long as it needs. The same slip always gives the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    lines = render_text(slip, WIDE_PAPER_COLUMNS, with_codes=False).splitlines()
    codes = _codes(slip)
    height = 2 * _MARGIN_PT + _LINE_PT * len(lines)
    height += (_CODE_PT + 2 * _LINE_PT + _GAP_PT) * len(codes)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH_PT, height), invariant=1)
    canvas.setTitle(printable(f"{slip.head} - {slip.shop}"))
    canvas.setFont(_FONT, _SIZE_PT)
    line = height - _MARGIN_PT - _SIZE_PT
    for text in lines:
        canvas.drawString(_MARGIN_PT, line, printable(text))
        line -= _LINE_PT
    for code in codes:
        line -= _GAP_PT
        canvas.drawCentredString(_WIDTH_PT / 2, line, printable(code.caption))
        _draw(canvas, code.text, line - _LINE_PT / 2)
        line -= _CODE_PT + 2 * _LINE_PT
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _codes(slip: Slip) -> tuple[SlipCode, ...]:
    sale = (SlipCode(text=slip.code, caption=slip.code_caption),) if slip.code else ()
    # What stands around the code of somebody who joins is in the text already.
    joining = (SlipCode(text=slip.joining.text),) if slip.joining else ()
    return (*joining, *sale)


def _draw(canvas: Any, text: str, top: float) -> None:
    rows = qr_modules(text, "M")
    module = _CODE_PT / (len(rows) + 2 * QR_QUIET_MODULES)
    left = (_WIDTH_PT - _CODE_PT) / 2 + QR_QUIET_MODULES * module
    for at, row in enumerate(rows):
        below = top - (QR_QUIET_MODULES + at + 1) * module
        for start, length in runs(row):
            # Rows overlap by a hair: viewers draw a pale seam between shapes that only touch.
            place = (left + start * module, below, length * module, module + 0.05)
            canvas.rect(*place, stroke=0, fill=1)

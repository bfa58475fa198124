"""The recovery sheet: one A4 page with which a backup opens on any machine (DESIGN.md section 6).

It is as secret as the data it opens: nothing here writes a file or a log, callers get the bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import msgspec

from cards.code import qr_lines, qr_modules
from cards.page import printable, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD_COUNT = 24
_COLUMNS = 3
_MARGIN_PT = 62.0
_INK = 0.10
_SOFT = 0.42
_LINE = 0.78
_PLAIN = "Helvetica"
_BOLD = "Helvetica-Bold"
# The fonts that every PDF reader has know these letters, which are those of our languages.
_QR_PT = 150.0
_ROW_PT = 27.0
_BOX_PADDING_PT = 16.0
_TEXT_COLUMNS = 72


class RecoverySheet(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the sheet, already said in the shop's language.

    `words` are the 24 words in their order and `code` the same secret for the QR; `created` is a
    line such as "Made on 22 Nov 2026"; `steps` are the sentences that say what to do with it.
    """

    title: str
    shop: str
    created: str
    words: tuple[str, ...]
    words_title: str
    code: str
    code_caption: str
    steps_title: str
    steps: tuple[str, ...]
    warning: str

    def __post_init__(self) -> None:
        """Hold that nobody prints a sheet which opens nothing."""
        assert len(self.words) == WORD_COUNT, len(self.words)


def render_text(sheet: RecoverySheet) -> str:
    """Draw the sheet as plain text, for a terminal or where there is no PDF reader."""
    rows = WORD_COUNT // _COLUMNS
    grid = [
        "   ".join(
            f"{at + 1:2}. {sheet.words[at]:<12}" for at in range(row, WORD_COUNT, rows)
        ).rstrip()
        for row in range(rows)
    ]
    steps = [
        line for number, step in enumerate(sheet.steps, 1) for line in _wrapped(f"{number}. ", step)
    ]
    parts = (
        [sheet.title, sheet.shop, sheet.created],
        [sheet.words_title, "", *grid],
        [sheet.steps_title, "", *steps],
        [sheet.code_caption, *qr_lines(sheet.code)],
        list(_wrapped("", sheet.warning)),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def render_pdf(sheet: RecoverySheet) -> bytes:
    """Draw the sheet as one A4 page of PDF. The same sheet always gives the same bytes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setTitle(printable(f"{sheet.title} - {sheet.shop}"))
    width, height = A4
    page = _Page(canvas, width)
    below = page.heading(sheet, height - _MARGIN_PT)
    below = page.words(sheet, below - 30)
    page.what_to_do(sheet, below - 34)
    page.warning(sheet.warning, _MARGIN_PT)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Page:
    """The pen on one page; heights are points above the bottom edge, each part gives its end."""

    def __init__(self, canvas: Any, width: float) -> None:
        self._canvas = canvas
        self._left = _MARGIN_PT
        self._width = width - 2 * _MARGIN_PT

    def heading(self, sheet: RecoverySheet, top: float) -> float:
        self._write(sheet.shop, self._left, top - 12, size=12, grey=_SOFT)
        size = 30.0
        while size > 16 and self._measure(sheet.title, size, _BOLD) > self._width:  # noqa: PLR2004
            size -= 1
        self._write(sheet.title, self._left, top - 48, size=size, font=_BOLD)
        self._write(sheet.created, self._left, top - 70, size=11, grey=_SOFT)
        return top - 70

    def words(self, sheet: RecoverySheet, top: float) -> float:
        rows = WORD_COUNT // _COLUMNS
        column = (self._width - 2 * _BOX_PADDING_PT) / _COLUMNS
        self._write(sheet.words_title, self._left, top - 11, size=11, font=_BOLD)
        top -= 24
        bottom = top - rows * _ROW_PT - _BOX_PADDING_PT
        self._canvas.setStrokeGray(_LINE)
        self._canvas.setLineWidth(0.8)
        self._canvas.roundRect(self._left, bottom, self._width, top - bottom, 8)
        for at, word in enumerate(sheet.words):
            left = self._left + _BOX_PADDING_PT + (at // rows) * column
            line = top - _BOX_PADDING_PT / 2 - (at % rows + 1) * _ROW_PT + 8
            self._write(str(at + 1), left + 16, line, size=10, grey=_SOFT, right=True)
            self._write(word, left + 26, line, size=15, font=_BOLD)
        return bottom

    def what_to_do(self, sheet: RecoverySheet, top: float) -> float:
        left = self._left + _QR_PT + 32
        room = self._width - _QR_PT - 32
        self._qr(sheet.code, self._left, top - _QR_PT)
        caption = top - _QR_PT - 16
        for line in self._split(sheet.code_caption, 9, _QR_PT):
            self._write(line, self._left, caption, size=9, grey=_SOFT)
            caption -= 12
        self._write(sheet.steps_title, left, top - 11, size=11, font=_BOLD)
        height = top - 34
        for number, step in enumerate(sheet.steps, 1):
            self._write(str(number), left, height, size=11.5, font=_BOLD)
            for line in self._split(step, 11.5, room - 20):
                self._write(line, left + 20, height, size=11.5)
                height -= 16
            height -= 7
        return min(height, caption)

    def warning(self, text: str, bottom: float) -> None:
        lines = self._split(text, 10.5, self._width, _BOLD)
        self._canvas.setStrokeGray(_LINE)
        self._canvas.line(
            self._left,
            bottom + 14 * len(lines) + 8,
            self._left + self._width,
            bottom + 14 * len(lines) + 8,
        )
        for at, line in enumerate(reversed(lines)):
            self._write(line, self._left, bottom + 14 * at, size=10.5, font=_BOLD)

    def _qr(self, text: str, left: float, bottom: float) -> None:
        rows = qr_modules(text, "M")
        module = _QR_PT / len(rows)
        self._canvas.setFillGray(0)
        for row_at, row in enumerate(rows):
            line = bottom + _QR_PT - (row_at + 1) * module
            for start, length in runs(row):
                # Rows overlap by a hair: viewers draw a pale seam between shapes that only touch.
                self._canvas.rect(
                    left + start * module, line, length * module, module + 0.05, stroke=0, fill=1
                )

    def _write(
        self,
        text: str,
        left: float,
        line: float,
        *,
        size: float,
        font: str = _PLAIN,
        grey: float = _INK,
        right: bool = False,
    ) -> None:
        self._canvas.setFont(font, size)
        self._canvas.setFillGray(grey)
        draw = self._canvas.drawRightString if right else self._canvas.drawString
        draw(left, line, printable(text))

    def _measure(self, text: str, size: float, font: str) -> float:
        return float(self._canvas.stringWidth(printable(text), font, size))

    def _split(self, text: str, size: float, room: float, font: str = _PLAIN) -> list[str]:
        from reportlab.lib.utils import simpleSplit

        return list(simpleSplit(printable(text), font, size, room))


def _wrapped(start: str, text: str) -> Iterator[str]:
    import textwrap

    yield from textwrap.wrap(
        text,
        _TEXT_COLUMNS,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )

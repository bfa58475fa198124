"""Writes a slip in the language of receipt printers (ESC/POS), whole, before a byte is sent."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from cards.code import qr_modules
from cards.receipt.drawn import code_picture, line_picture, logo_picture, module_dots
from cards.receipt.fonts import Fonts
from cards.receipt.letters import Letters, plain
from cards.receipt.library import escpos
from cards.receipt.models import Model, model_of, profile_for
from cards.receipt.papers import Paper, ReceiptLook
from cards.slip import Slip
from cards.slip_lines import Line, columns, slip_lines
from cards.slip_text import as_text

# Printers made for Chinese begin by reading two bytes as one sign; this ends it.
_SINGLE_BYTES: Final = b"\x1c."
# Some countries' printers show other signs for # $ @ [ ]; this is the set of the United States.
_PLAIN_SIGNS: Final = b"\x1bR\x00"
_FEED_LINES: Final = 4
_SIZE_MAX: Final = 16
_TALL, _WIDE = "tall", "wide"


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a printer is sent for a slip; `missing` says that letters of it were in no font."""

    data: bytes
    missing: bool


def compose(slip: Slip, look: ReceiptLook, fonts: Fonts, *, logo: bytes = b"") -> Receipt:
    """Write a slip. The same slip always gives the same bytes on the same machine."""
    sheet = look.sheet()
    pen = _Pen(sheet, model_of(look.model, sheet), fonts, drawn=look.drawn)
    if logo:
        pen.logo(logo)
    for line in slip_lines(slip, sheet.columns):
        pen.line(line)
    return Receipt(data=pen.end(), missing=fonts.missing)


class _Pen:
    """Writes line after line."""

    def __init__(self, paper: Paper, model: Model, fonts: Fonts, *, drawn: bool) -> None:
        self._paper = paper
        self._model = model
        self._fonts = fonts
        self._drawn = drawn
        self._letters = Letters(model.pages)
        self._page = ""
        self._is_strong, self._size = False, ""
        fonts.missing = False
        self._printer: Any = escpos("printer").Dummy(profile=profile_for(paper, model))
        self._printer.hw("INIT")
        self._raw(_SINGLE_BYTES + _PLAIN_SIGNS)

    def line(self, line: Line) -> None:
        """Print a line as letters where the printer has them, as a picture where it has not."""
        if line.code:
            self._code(line.code)
            return
        line = _plainly(line)
        # A name that is short enough is twice as wide as well as twice as high.
        is_wide = line.large and columns(line.centre) * 2 <= self._paper.columns
        text = as_text(line, self._paper.columns // (1 + is_wide)).rstrip()
        page = None if self._drawn else self._letters.page_for(text, self._page)
        if page is None:
            self._plain_style()
            self._picture(line_picture(line, self._paper, self._fonts))
            return
        if page != self._page:
            self._printer.charcode(page)
            self._page = page
        self._style(strong=line.strong, size=_WIDE if is_wide else _TALL if line.large else "")
        self._raw(self._letters.encoded(text, page) + b"\n")

    def logo(self, data: bytes) -> None:
        """Print the shop's picture; one that cannot be read is left out, the slip is not."""
        try:
            picture = logo_picture(data, self._paper)
        except ValueError:
            return
        self._centred(picture)

    def end(self) -> bytes:
        """Let the slip out of the printer, and give everything that was written."""
        self._plain_style()
        if self._model.cuts:
            self._printer.cut(mode="PART")
        else:
            self._printer.print_and_feed(_FEED_LINES)
        written: bytes = self._printer.output
        return written

    def _code(self, text: str) -> None:
        self._plain_style()
        if self._drawn or not self._model.draws_codes:
            self._centred(code_picture(text, self._paper))
            return
        constants = escpos("constants")
        dots = min(module_dots(len(qr_modules(text)), self._paper), _SIZE_MAX)
        self._printer.set(align="center")
        # A printer draws no quiet zone: the white above and below is an empty line.
        self._raw(b"\n")
        self._printer.qr(text, ec=constants.QR_ECLEVEL_M, size=dots, native=True)
        self._raw(b"\n")
        self._printer.set(align="left")

    def _centred(self, picture: Any) -> None:
        # The printer puts it in the middle: the white at its left need not be sent.
        self._printer.set(align="center")
        self._picture(picture)
        self._printer.set(align="left")

    def _picture(self, picture: Any) -> None:
        self._printer.image(picture, impl="bitImageRaster")

    def _plain_style(self) -> None:
        self._style(strong=False, size="")

    def _style(self, *, strong: bool, size: str) -> None:
        if size != self._size:
            self._printer.set(
                normal_textsize=not size, double_height=bool(size), double_width=size == _WIDE
            )
            # The command that sets the size takes the bold away.
            self._size, self._is_strong = size, False
        if strong != self._is_strong:
            self._printer.set(bold=strong)
            self._is_strong = strong

    def _raw(self, data: bytes) -> None:
        self._printer._raw(data)  # noqa: SLF001 - the library has no other way to send bytes


def _plainly(line: Line) -> Line:
    """Write the signs plainly before the columns are counted: some become longer."""
    return msgspec.structs.replace(
        line, left=plain(line.left), right=plain(line.right), centre=plain(line.centre)
    )

"""Draws a slip as lines of text, for a terminal, a file, or a printer of 48 or 32 columns.

What fits on no line stands out over the edge; so does a QR code that is wider than the paper.
"""

from __future__ import annotations

from collections.abc import Iterator

from cards.code import qr_lines
from cards.slip import Slip
from cards.slip_lines import Line, columns, slip_lines

WIDE_PAPER_COLUMNS = 48
NARROW_PAPER_COLUMNS = 32


def render_text(slip: Slip, width: int = WIDE_PAPER_COLUMNS, *, with_codes: bool = True) -> str:
    """Draw a slip `width` columns wide; `with_codes` false leaves the QR codes out."""
    lines = slip_lines(slip, width, with_codes=with_codes)
    return "".join(f"{text.rstrip()}\n" for line in lines for text in _drawn(line, width))


def as_text(line: Line, width: int) -> str:
    """Draw a line without a code, filled with spaces from the left only."""
    if line.rule:
        return "-" * width
    if line.centre:
        return " " * ((width - columns(line.centre)) // 2) + line.centre
    left = " " * line.indent + line.left
    if not line.right:
        return left
    return left + " " * (width - columns(left) - columns(line.right)) + line.right


def _drawn(line: Line, width: int) -> Iterator[str]:
    if not line.code:
        yield as_text(line, width)
        return
    rows = qr_lines(line.code)
    margin = " " * max(0, (width - len(rows[0])) // 2)
    yield from (margin + row for row in rows)

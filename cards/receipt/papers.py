"""The paper of receipt printers: how many dots and letters a line has, and which one is meant."""

from __future__ import annotations

from typing import Final

import msgspec


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A width of paper as its printer draws on it; `letter_dots` is a letter's width."""

    width_dots: int
    columns: int
    letter_dots: int = 12
    line_dots: int = 30


WIDE: Final = "80"
WIDE_42: Final = "80-42"
NARROW: Final = "58"
PAPERS: Final = {
    WIDE: Paper(width_dots=576, columns=48),
    # Older printers of a known maker have 180 dots an inch, and fewer letters on the same paper.
    WIDE_42: Paper(width_dots=512, columns=42),
    NARROW: Paper(width_dots=384, columns=32),
}


class ReceiptLook(msgspec.Struct, frozen=True, kw_only=True):
    """How slips are drawn for one printer.

    `paper` is one of PAPERS; `drawn` sends every letter and code as a picture, for printers whose
    own letters are not to be trusted; `model` is what the printer says that it is, or empty.
    """

    paper: str = WIDE
    drawn: bool = False
    model: str = ""

    def sheet(self) -> Paper:
        """Give the paper; that of 80 mm for a name that nobody knows."""
        return PAPERS.get(self.paper, PAPERS[WIDE])

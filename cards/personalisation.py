"""The list that a print shop personalises cards from: a CSV with a line a card."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from cards.layout import Card
from loyalty.number import grouped

COLUMNS = ("number", "number_in_fours", "qr", "code128", "member", "tier", "valid_until")
# What spreadsheets take for a formula at the beginning of a cell.
_FORMULA = frozenset("=+-@\t\r")
_MARK = "\ufeff"


def csv_lines(cards: Iterable[Card]) -> Iterator[str]:
    """Give the lines of a CSV in UTF-8, the header first; each ends as spreadsheets end lines.

    Numbers have sixteen digits, more than a spreadsheet keeps: beside each stands its form in
    fours, which stays text everywhere.
    """
    yield _MARK + _line(COLUMNS)
    for card in cards:
        fours = grouped(card.number)
        cells = (card.number, fours, card.number, card.number)
        yield _line((*cells, _safe(card.member), _safe(card.tier), _safe(card.valid_until)))


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in _FORMULA and text else text


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()

"""The rows behind a figure as a file: CSV that any program opens, or a workbook."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

Cell = str | int | None
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def csv_of(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write rows as UTF-8 CSV with a mark in front, so that spreadsheets read it as such."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write rows as a workbook of one sheet; numbers stay numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in (head, *rows):
        sheet.append([_safe(cell) for cell in row])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _safe(cell: Cell) -> Cell:
    """Keep a text from being run as a formula where somebody opens the file."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_ACTIVE) else cell

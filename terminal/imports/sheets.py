"""Reads the first sheet of an XLSX file as records of text, and refuses one that is a trap.

A file of a few kilobytes can unpack into gigabytes, so that all of it is unpacked once, thrown
away and counted before anything reads it; cells far out to the right or below are not asked for.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from loyalty.errors import Refusal
from terminal.imports.records import Record

UNPACKED_MAX_BYTES = 100_000_000
ROWS_MAX = 1_000_000
COLUMNS_MAX = 200
BLANK_ROWS_MAX = 2_000
"""After so many rows without anything a sheet is over, whatever stands far below."""
_CHUNK_BYTES = 1 << 20
_WORKBOOK = "xl/workbook.xml"
_ZIP = b"PK\x03\x04"
_BROKEN = (
    *(OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError),
)
"""What reading a damaged file raises, in the unpacking and in the library that reads sheets."""


def is_sheet(path: Path) -> bool:
    """Say whether a file is an XLSX. Raises Refusal `file_unreadable`, `file_spreadsheet`.

    Other spreadsheets, such as ODS, are packed alike and are refused by name.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return False
        with zipfile.ZipFile(path) as packed:
            if _WORKBOOK in packed.namelist():
                return True
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable(path) from error
    message = f"{path.name} is no XLSX file: save it as XLSX or CSV first"
    raise Refusal("file_spreadsheet", message, got=path.name)


def check_size(path: Path) -> None:
    """Raise Refusal `file_huge` when a file unpacks into more than a list of members can be."""
    left = UNPACKED_MAX_BYTES
    try:
        with zipfile.ZipFile(path) as packed:
            for entry in packed.infolist():
                with packed.open(entry) as content:
                    while left >= 0 and (chunk := content.read(_CHUNK_BYTES)):
                        left -= len(chunk)
    except _BROKEN as error:
        raise _unreadable(path) from error
    if left < 0:
        message = f"{path.name} unpacks into more than any list of members: save it as CSV"
        raise Refusal("file_huge", message, got=path.name)


def records(path: Path) -> Iterator[Record]:
    """Read row by row; blank rows are passed over, but counted. Raises as `check_size`."""
    from openpyxl import load_workbook

    check_size(path)
    try:
        with warnings.catch_warnings():
            # What it cannot keep, such as styles, is nothing that a list of members needs.
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise _unreadable(path) from error
    try:
        # What a sheet says of its own size is not to be believed.
        sheet: Any = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            return
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=ROWS_MAX, max_col=COLUMNS_MAX, values_only=True)
        newest = 0
        for row, cells in enumerate(rows, start=1):
            if row - newest > BLANK_ROWS_MAX:
                return
            if any(cell is not None for cell in cells):
                newest = row
                yield Record(row=row, cells=_ended([_text(cell) for cell in cells]))
    except _BROKEN as error:
        raise _unreadable(path) from error
    finally:
        book.close()


def _ended(texts: list[str]) -> list[str]:
    """Leave the empty cells at the end of a row away."""
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: object) -> str:
    """Write a cell as a person would type it; whole numbers without a decimal mark."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            is_day = cell.time() == time(0)
            return cell.date().isoformat() if is_day else cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def _unreadable(path: Path) -> Refusal:
    message = f"{path.name} cannot be read: it is damaged, or something else than it is called"
    return Refusal("file_unreadable", message, got=path.name)

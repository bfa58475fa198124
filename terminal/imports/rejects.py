"""Rows that could not be read: why, in words, and a file of them to mend and read again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from loyalty.errors import Refusal

Say = Callable[[str], str]

CELLS = "cells"
QUOTE = "quote"
DATE = "date"
AMOUNT = "amount"
ABSURD = "absurd"
QUANTITY = "quantity"
TAX = "tax"
_SHOWN_LETTERS = 40
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[\d.,' ]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What is wrong in one row: the heading of the column, what stands there, the kind of fault."""

    row: int
    fault: str
    column: str = ""
    got: str = ""


def reason(broken: Broken, *, say: Say) -> str:
    """Say in a sentence which cell is wrong and what was expected there."""
    texts = {
        CELLS: say("row {row}: {got} columns, which is not what the headings have"),
        QUOTE: say("row {row}: a quotation mark is not closed"),
        DATE: say("row {row}, column {column}: {got} is no date; expected one like 2026-11-22"),
        AMOUNT: say("row {row}, column {column}: {got} is no amount; expected one like 3.20"),
        ABSURD: say("row {row}, column {column}: {got} is more than any sale comes to"),
        QUANTITY: say(
            "row {row}, column {column}: {got} is no number of pieces; expected 1 or more"
        ),
        TAX: say("row {row}, column {column}: {got} is no tax; expected a part of the amount"),
    }
    got = broken.got if broken.fault == CELLS else f'"{broken.got[:_SHOWN_LETTERS]}"'
    return texts[broken.fault].format(row=broken.row, column=broken.column, got=got)


def harmless(cell: str) -> str:
    """Give a cell that no spreadsheet runs as a formula; numbers stay numbers."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


class RejectsFile:
    """Writes the rows that could not be read, the reason as their last column.

    Made when the first one comes, so that a file without fault leaves none behind.
    """

    def __init__(self, path: Path, headings: Sequence[str], separator: str) -> None:
        self.path = path
        self.rows = 0
        self._headings = headings
        self._separator = separator
        self._file: IO[str] | None = None
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, cells: Sequence[str], why: str) -> None:
        """Write one row. Raises Refusal `rejects_unwritable`."""
        try:
            if self._file is None:
                # Spreadsheets take a file for Windows's encoding unless this mark begins it.
                self._file = self.path.open("w", encoding="utf-8-sig", newline="")
                self._writer = csv.writer(self._file, delimiter=self._separator)
                self._write(self._headings, "reason")
            self._write(cells, why)
        except OSError as error:
            message = f"{self.path.name} cannot be written: {error.strerror}"
            raise Refusal("rejects_unwritable", message, got=str(self.path)) from error
        self.rows += 1

    def _write(self, cells: Sequence[str], why: str) -> None:
        padded = [*cells, *[""] * (len(self._headings) - len(cells))]
        self._writer.writerow([harmless(cell) for cell in (*padded, why)])

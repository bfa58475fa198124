"""Looks at a list of members, CSV or XLSX: how it is written, and what each column is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from loyalty.errors import Refusal
from terminal.imports import layouts, moments, sheets
from terminal.imports.records import Record, encoding_of, separator_of
from terminal.imports.records import records as text_records

HEADER_ROWS: Final = 20
SHOWN_HEADINGS: Final = 40
COLUMNS_MAX: Final = 1_000
"""A list with more is none."""
XLSX: Final = "xlsx"
COMMA: Final = ","
_DATES: Final = (layouts.BIRTHDAY, layouts.JOINED, layouts.EXPIRES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a file is like: its columns by meaning, how its dates are written, how long it is."""

    encoding: str
    separator: str
    header_row: int
    names: tuple[str, ...]
    columns: Mapping[str, int]
    layout: str
    order: str
    rows: int

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headings of columns that are not taken."""
        used = set(self.columns.values())
        return tuple(name for at, name in enumerate(self.names) if name and at not in used)


def form_of(path: Path, mapping: Sequence[str] = (), dates: str = "") -> Form:
    """Look at a file; `mapping` are texts like `points=Loyalty balance`, of which the last counts.

    Raises Refusal `members_columns`, `mapping_field`, `mapping_heading`, and what
    `encoding_of`, `sheets.records` and `moments.order_of` raise.
    """
    encoding, separator = _how_written(path)
    first = list(islice(_records(path, encoding, separator), HEADER_ROWS))
    header, layout, columns = _header(first, mapping)
    proofs: Counter[str] = Counter()
    rows = 0
    for record in _records(path, encoding, separator):
        if record.row <= header.row:
            continue
        rows += 1
        for field in _DATES:
            at = columns.get(field)
            if at is not None and at < len(record.cells):
                proofs[moments.proof(record.cells[at])] += 1
    return Form(
        encoding=encoding,
        separator=separator,
        header_row=header.row,
        names=tuple(header.cells),
        columns=columns,
        layout=layout,
        order=moments.order_of(proofs, dates),
        rows=rows,
    )


def rows(path: Path, form: Form) -> Iterator[Record]:
    """Give the rows under the headings, one after the other."""
    for record in _records(path, form.encoding, form.separator):
        if record.row > form.header_row:
            yield record


def _how_written(path: Path) -> tuple[str, str]:
    if sheets.is_sheet(path):
        sheets.check_size(path)
        return XLSX, COMMA
    encoding = encoding_of(path)
    return encoding, separator_of(path, encoding)


def _records(path: Path, encoding: str, separator: str) -> Iterator[Record]:
    if encoding == XLSX:
        return sheets.records(path)
    return text_records(path, encoding=encoding, separator=separator)


def _header(first: Sequence[Record], mapping: Sequence[str]) -> tuple[Record, str, dict[str, int]]:
    """Find the row of the headings: titles may stand above it."""
    if not first:
        raise Refusal("file_empty", "there is no row in this file")
    for record in first:
        if len(record.cells) > COLUMNS_MAX:
            continue
        layout, columns = layouts.guess(record.cells)
        if layouts.is_header(columns):
            return record, layout, _mapped(record.cells, columns, mapping)
    if mapping:
        columns = _mapped(first[0].cells, {}, mapping)
        if layouts.is_header(columns):
            return first[0], "", columns
    raise Refusal(
        "members_columns",
        "no row has a column for the card, the phone, the e-mail or the name; say which it is, "
        'for example: --mapping "card=Your heading"',
        expected=[layouts.CARD, layouts.PHONE, layouts.EMAIL, layouts.NAME],
        got=[cell[:SHOWN_HEADINGS] for cell in first[0].cells[:SHOWN_HEADINGS]],
    )


def _mapped(
    cells: Sequence[str], guessed: Mapping[str, int], mapping: Sequence[str]
) -> dict[str, int]:
    """Put what somebody said in the place of what was guessed; `points=` takes none."""
    columns = dict(guessed)
    for text in mapping:
        field, equals, heading = text.partition("=")
        field, heading = field.strip(), heading.strip()
        if not equals or not layouts.is_field(field):
            message = "say a field, = and a heading, as in: points=Loyalty balance"
            raise Refusal("mapping_field", message, expected=sorted(layouts.TITLES), got=text)
        columns.pop(field, None)
        if not heading:
            continue
        if heading not in cells:
            message = f"no column has the heading {heading[:SHOWN_HEADINGS]}"
            expected = [cell[:SHOWN_HEADINGS] for cell in cells[:SHOWN_HEADINGS] if cell]
            raise Refusal("mapping_heading", message, expected=expected, got=heading)
        at = list(cells).index(heading)
        for other in [name for name, place in columns.items() if place == at]:
            del columns[other]
        columns[field] = at
    return columns

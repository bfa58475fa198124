"""Reads what a cash register wrote into a file: JSON or CSV, each entry told of one sale."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import msgspec

from loyalty.errors import Refusal
from terminal.till.register_calls import AnyTold, Name, SaleClosed, SaleRefunded, SaleVoided

TOLD: Final[Mapping[str, type[AnyTold]]] = {
    "closed": SaleClosed,
    "voided": SaleVoided,
    "refunded": SaleRefunded,
}
ENTRIES_MAX: Final = 10_000
AMOUNTS: Final = {"total": "total_minor", "amount": "amount_minor"}
WHOLE: Final = ("total_minor", "amount_minor")
COLUMNS: Final = ("told", "sale", "total", "amount", "refund", "currency", *WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing told of one sale; `row` counts from 1."""

    row: int
    sale: str
    told: AnyTold


def read(name: str, content: bytes, scale: int) -> list[Entry | Refusal]:
    """Read a file whole; an entry that cannot be read is a Refusal in its place.

    `scale` is how many digits of an amount stand behind the point. Raises Refusal `file_empty`,
    `file_unreadable`, `file_long`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal("file_unreadable", "the file is not UTF-8") from error
    rows = _of_json(text) if name.lower().endswith(".json") else _of_csv(text, scale)
    if not rows:
        raise Refusal("file_empty", "there is nothing in this file")
    if len(rows) > ENTRIES_MAX:
        raise Refusal("file_long", "a file has at most so many entries", expected=ENTRIES_MAX)
    return [_entry(name, row, said) for row, said in enumerate(rows, 1)]


def is_whole_json(content: bytes) -> bool:
    """Say whether this is JSON to its end; a half-written file is not."""
    try:
        msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.DecodeError:
        return False
    return True


def _entry(name: str, row: int, said: object) -> Entry | Refusal:
    if isinstance(said, Refusal):
        return said
    if not isinstance(said, dict):
        return Refusal("body_broken", "an entry is an object", path=f"row {row}")
    fields = dict(said)
    kind = TOLD.get(str(fields.pop("told", "closed")))
    if kind is None:
        return Refusal("body_broken", f"told is one of {', '.join(TOLD)}", path=f"row {row}.told")
    # Without a number of its own an entry is known by its file and place: the same file again
    # tells the same.
    digest = hashlib.sha256(name.encode()).hexdigest()[:16]
    named = fields.pop("sale", "") or f"file-{digest}-{row}"
    try:
        sale = msgspec.convert(named, type=Name)
        return Entry(row=row, sale=sale, told=msgspec.convert(fields, type=kind))
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `")
        path = where.rstrip("`").removeprefix("$")
        return Refusal("body_broken", what, path=f"row {row}{path}")


def _of_json(text: str) -> list[object]:
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise Refusal("file_unreadable", f"the file is not JSON: {error}") from error
    return found if isinstance(found, list) else [found]


def _of_csv(text: str, scale: int) -> list[object]:
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    table = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    named = [(column or "").strip().lower() for column in table.fieldnames or ()]
    unknown = [column for column in named if column not in COLUMNS]
    if unknown or not named:
        expected = ", ".join(COLUMNS)
        raise Refusal("file_unreadable", "a column has another name", expected=expected)
    table.fieldnames = named
    return [_row(at, row, scale) for at, row in enumerate(table, 1)]


def _row(at: int, row: dict[str, Any], scale: int) -> object:
    fields: dict[str, object] = {}
    for column, value in row.items():
        if not isinstance(value, str):
            return Refusal(
                "body_broken", "this row has another number of columns", path=f"row {at}"
            )
        text = value.strip()
        if not text:
            continue
        try:
            if column in AMOUNTS:
                fields[AMOUNTS[column]] = _minor(text, scale)
            else:
                fields[column] = int(text) if column in WHOLE else text
        except (InvalidOperation, ValueError):
            return Refusal("body_broken", "this is not an amount", path=f"row {at}.{column}")
    return fields


def _minor(text: str, scale: int) -> int:
    amount = Decimal(text.replace(",", ".")).scaleb(scale)
    if not amount.is_finite() or amount != amount.to_integral_value():
        raise InvalidOperation
    return int(amount)

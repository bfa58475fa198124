"""Reads the sales of a shop from a CSV file as tills write them.

The file is read twice, record by record: first to see what it is (encoding, separator, columns,
decimal mark, whether day or month comes first), then for its rows. What is kept of a row is a few
numbers, so that a million rows fit beside everything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from loyalty.basket import GIFT_CARD, GOODS, SHIPPING
from loyalty.errors import Refusal
from loyalty.programme import Programme
from terminal.imports import figures, headings, moments, rejects
from terminal.imports.records import Record, encoding_of, records, separator_of
from terminal.imports.rejects import Broken, RejectsFile, Say
from terminal.imports.sales_table import SalesTable

Progress = Callable[[int, int], None]

HEADER_ROWS = 20
SHOW_EVERY_ROWS = 2_000
MOST_MAJOR = 10_000_000
SHOWN_FAULTS = 20
_GIFT_CARDS = frozenset(
    {"gift card", "giftcard", "voucher", "cadeaubon", "cadeaukaart", "presentkort", "gutschein"}
    | {"geschenkgutschein", "vale presente", "cartao presente"}
)
_SHIPPING = frozenset(
    {"shipping", "delivery", "verzending", "bezorging", "frakt", "versand", "frete"}
)
_FAULT_OF = {
    headings.WHEN: rejects.DATE,
    headings.AMOUNT: rejects.AMOUNT,
    headings.PRICE: rejects.AMOUNT,
    headings.QUANTITY: rejects.QUANTITY,
    headings.TAX: rejects.TAX,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a file is like: its columns by meaning, its decimal mark, the order of its dates."""

    encoding: str
    separator: str
    header_row: int
    names: tuple[str, ...]
    columns: dict[str, int]
    order: str
    mark: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesFile:
    """The sales of a file, the first faults found in it, and how many rows had one."""

    form: Form
    sales: SalesTable
    rows: int
    broken_rows: int
    faults: tuple[Broken, ...]


def form_of(path: Path, *, dates: str = "") -> Form:
    """Look at a whole file; `dates` says `dmy` or `mdy` where the file itself does not.

    Raises Refusal `file_unreadable`, `file_empty`, `file_spreadsheet`, `sales_columns`,
    `dates_ambiguous`, `dates_order`.
    """
    encoding = encoding_of(path)
    separator = separator_of(path, encoding)
    header = _header(path, encoding, separator)
    columns = headings.columns(header.cells)
    when, amount = columns[headings.WHEN], columns.get(headings.AMOUNT)
    amount = columns[headings.PRICE] if amount is None else amount
    date_proofs: Counter[str] = Counter()
    mark_proofs: Counter[str] = Counter()
    rows = 0
    for record in records(path, encoding=encoding, separator=separator):
        if record.row <= header.row:
            continue
        rows += 1
        cells = record.cells
        if len(cells) == len(header.cells):
            date_proofs[moments.proof(cells[when])] += 1
            mark_proofs[figures.decimal_mark(cells[amount])] += 1
    return Form(
        encoding=encoding,
        separator=separator,
        header_row=header.row,
        names=tuple(header.cells),
        columns=columns,
        order=moments.order_of(date_proofs, dates),
        mark=figures.mark_of(mark_proofs, separator=separator),
        rows=rows,
    )


def read(
    path: Path,
    form: Form,
    programme: Programme,
    *,
    rejects_path: Path,
    say: Say = str,
    progress: Progress = lambda _done, _all: None,
) -> SalesFile:
    """Read a file's sales; rows that cannot be read go to `rejects_path` with the reason.

    Money becomes minor units of the programme's currency, and a time before its day start still
    belongs to the day before. Raises Refusal `rejects_same`, `rejects_unwritable`.
    """
    if rejects_path.exists() and rejects_path.samefile(path):
        raise Refusal("rejects_same", "the rejects cannot go into the file of the sales itself")
    table = SalesTable(programme.day_start_minutes)
    reader = _Rows(form, programme, table)
    faults: list[Broken] = []
    done = 0
    with RejectsFile(rejects_path, form.names, form.separator) as rejected:
        for record in records(path, encoding=form.encoding, separator=form.separator):
            if record.row <= form.header_row:
                continue
            done += 1
            found = reader.add(record)
            if found:
                rejected.add(record.cells, "; ".join(rejects.reason(one, say=say) for one in found))
                faults += found[: SHOWN_FAULTS - len(faults)]
            if done % SHOW_EVERY_ROWS == 0:
                progress(done, form.rows)
    progress(done, form.rows)
    return SalesFile(
        form=form, sales=table, rows=done, broken_rows=rejected.rows, faults=tuple(faults)
    )


def _header(path: Path, encoding: str, separator: str) -> Record:
    """Find the row of the headings: titles may stand above it."""
    first = list(islice(records(path, encoding=encoding, separator=separator), HEADER_ROWS))
    for record in first:
        if headings.is_header(record.cells):
            return record
    got = first[0].cells if first else []
    message = (
        "no row has a column for the date and one for the amount; "
        "name them, for example, date and amount"
    )
    raise Refusal("sales_columns", message, expected=["date", "amount"], got=got)


class _Rows:
    """Reads rows of one form into a table."""

    def __init__(self, form: Form, programme: Programme, table: SalesTable) -> None:
        self._form = form
        self._scale = programme.scale
        self._most_minor = MOST_MAJOR * 10**programme.scale
        self._calendar = moments.Calendar(form.order, programme.time_zone)
        self._table = table

    def add(self, record: Record) -> list[Broken]:
        """Add a row, or give what is wrong with it."""
        cells, row = record.cells, record.row
        if record.is_broken:
            return [Broken(row=row, fault=rejects.QUOTE)]
        size = len(self._form.names)
        if len(cells) < size:
            # Spreadsheets leave the empty cells at the end of a row away.
            cells = [*cells, *[""] * (size - len(cells))]
        elif any(cells[size:]):
            return [Broken(row=row, fault=rejects.CELLS, got=str(len(cells)))]
        moment = self._calendar.read(self._cell(cells, headings.WHEN), self._time(cells))
        amount_minor = self._amount(cells)
        quantity = self._quantity(cells)
        tax_minor = self._tax(cells, amount_minor)
        if moment is None or amount_minor is None or quantity is None or tax_minor is None:
            read = {
                headings.WHEN: moment,
                self._amount_field(): amount_minor,
                headings.QUANTITY: quantity,
                headings.TAX: tax_minor,
            }
            missing = [field for field, value in read.items() if value is None]
            return [self._broken(row, cells, _FAULT_OF[field], field) for field in missing]
        if abs(amount_minor) > self._most_minor:
            return [self._broken(row, cells, rejects.ABSURD, self._amount_field())]
        self._table.add(
            moment.day,
            moment.minute,
            amount_minor=-abs(amount_minor) if quantity < 0 else amount_minor,
            tax_minor=abs(tax_minor),
            quantity=max(abs(quantity), 1),
            member=self._cell(cells, headings.MEMBER),
            product=self._cell(cells, headings.PRODUCT),
            category=self._cell(cells, headings.CATEGORY),
            receipt=self._cell(cells, headings.RECEIPT),
            kind=_kind(self._cell(cells, headings.KIND)),
        )
        return []

    def _cell(self, cells: Sequence[str], field: str) -> str:
        place = self._form.columns.get(field)
        return "" if place is None else cells[place]

    def _time(self, cells: Sequence[str]) -> str:
        return self._cell(cells, headings.TIME)

    def _amount_field(self) -> str:
        known = self._form.columns
        return headings.AMOUNT if headings.AMOUNT in known else headings.PRICE

    def _amount(self, cells: Sequence[str]) -> int | None:
        field = self._amount_field()
        minor = figures.minor(self._cell(cells, field), scale=self._scale, mark=self._form.mark)
        if minor is None or field == headings.AMOUNT:
            return minor
        return minor * max(abs(self._quantity(cells) or 1), 1)

    def _quantity(self, cells: Sequence[str]) -> int | None:
        text = self._cell(cells, headings.QUANTITY)
        return figures.whole_pieces(text) if text else 1

    def _tax(self, cells: Sequence[str], amount_minor: int | None) -> int | None:
        text = self._cell(cells, headings.TAX)
        # Some tills write the rate there: it is no amount of money.
        if not text or text.endswith("%") or amount_minor is None:
            return 0
        tax = figures.minor(text, scale=self._scale, mark=self._form.mark)
        return None if tax is None or abs(tax) > abs(amount_minor) else tax

    def _broken(self, row: int, cells: Sequence[str], fault: str, field: str) -> Broken:
        place = self._form.columns[field]
        return Broken(row=row, fault=fault, column=self._form.names[place], got=cells[place])


def _kind(text: str) -> str:
    known = headings.plain(text) if text else ""
    if known in _GIFT_CARDS:
        return GIFT_CARD
    return SHIPPING if known in _SHIPPING else GOODS

"""Reads a row of a list of members into what the till takes over, or says what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from loyalty.accounts import POINTS, stamps
from scanner.legacy_rules import LegacyCards
from terminal.imports import layouts, member_cards, member_figures, member_words
from terminal.imports.member_dates import Dates
from terminal.imports.member_files import Form
from terminal.imports.records import Record
from terminal.till.incoming import Incoming, Lot, RowError
from terminal.till.marking import mark

ACTIVE: Final = frozenset({"", "active"})


@dataclass(slots=True, kw_only=True)
class Reading:
    """How the rows of one file are read, and what was left out of them on purpose.

    `symbology` is that of cards that do not say, `first_card` the stamp card that plain stamps are
    of, `rounding` what becomes of parts of points, `today` an ISO date.
    """

    form: Form
    cards: LegacyCards
    symbology: str
    first_card: str
    rounding: str
    today: str
    undated: int = 0

    def row(self, record: Record) -> Incoming:
        """Read one row. Raises RowError."""
        if record.is_long:
            raise RowError(mark("the line is longer than any row of a table"))
        if record.is_broken:
            raise RowError(mark("a quotation mark is not closed"))
        if any(record.cells[len(self.form.names) :]):
            raise RowError(mark("there are more cells than headings"))
        cells = _Cells(record.cells, self.form.columns)
        if cells.get(layouts.STATUS).casefold() not in ACTIVE:
            sentence = mark("not an active member; empty this cell to bring them all the same")
            raise RowError(sentence, layouts.STATUS)
        dates = Dates(self.form.order, self.today)
        number, old_cards = member_cards.of_row(
            cells.get(layouts.CARD),
            cells.get(layouts.OLD_CARDS),
            cells.get(layouts.SYMBOLOGY) or self.symbology,
            self.cards,
        )
        consents, undated = member_words.consents(cells.of, dates)
        lots, owed = self._figures(cells, dates)
        read = Incoming(
            row=record.row,
            source=member_words.source(self.form.layout, cells.get(layouts.SOURCE)),
            number=number,
            old_cards=old_cards,
            name=member_words.name(
                cells.get(layouts.NAME), cells.get(layouts.FIRST), cells.get(layouts.LAST)
            ),
            phone=cells.get(layouts.PHONE) or cells.get(layouts.PHONE_2),
            email=member_words.email(cells.get(layouts.EMAIL)),
            birthday=dates.birthday(cells.get(layouts.BIRTHDAY)),
            language=member_words.language(cells.get(layouts.LANGUAGE)),
            joined_day=dates.day(cells.get(layouts.JOINED), layouts.JOINED),
            consents=consents,
            lots=lots,
            owed=owed,
            counters=member_figures.counters(cells.get(layouts.COUNTERS)),
            shares_with=cells.get(layouts.SHARES),
        )
        self.undated += undated
        return read

    def _figures(
        self, cells: _Cells, dates: Dates
    ) -> tuple[tuple[Lot, ...], tuple[tuple[str, int], ...]]:
        """Read what somebody has; lots, where they are written, have to be what the sums say."""
        mark_here = member_figures.default_mark(self.form.separator)
        last_day = dates.day(cells.get(layouts.EXPIRES), layouts.EXPIRES)
        plain: dict[str, tuple[str, int]] = {}
        for field, text in cells.figures():
            unit = self._unit(field)
            amount = member_figures.whole(text, field, self.rounding, mark_here)
            if unit in plain and amount:
                raise RowError(mark("two columns say different things of this"), field)
            plain[unit] = (field, amount)
        lots = member_figures.lots(cells.get(layouts.LOTS))
        owed = member_figures.owed(cells.get(layouts.OWED))
        written = {lot.unit for lot in lots} | {unit for unit, _ in owed}
        for unit, (field, amount) in plain.items():
            if unit in written:
                due = sum(each for of, each in owed if of == unit)
                if amount + due != sum(lot.amount for lot in lots if lot.unit == unit):
                    raise RowError(mark("the points by date do not add up to this"), field)
            elif amount < 0:
                sentence = mark("below zero: nobody brings less than nothing; write 0, or owed")
                raise RowError(sentence, field)
            elif amount:
                ends = last_day if unit == POINTS else ""
                lots = (*lots, Lot(unit=unit, amount=amount, last_day=ends))
        return lots, owed

    def _unit(self, field: str) -> str:
        if field == layouts.POINTS:
            return POINTS
        _, _, card = field.partition(":")
        if not card and not self.first_card:
            raise RowError(mark("your programme has no stamp card"), field)
        return stamps(card or self.first_card)


class _Cells:
    """The cells of one row by field."""

    def __init__(self, cells: Sequence[str], columns: Mapping[str, int]) -> None:
        self._cells = cells
        self._columns = columns

    def get(self, field: str) -> str:
        """Give a cell; an apostrophe that keeps a spreadsheet from counting is no part of it."""
        place = self._columns.get(field)
        text = "" if place is None or place >= len(self._cells) else self._cells[place].strip()
        return member_words.bare(text)

    def of(self, field: str) -> Mapping[str, str]:
        """Give the cells of a field that has a name behind a colon: {name: text}."""
        found = {}
        for each in self._columns:
            of, _, name = each.partition(":")
            if of == field and (text := self.get(each)):
                found[name] = text
        return found

    def figures(self) -> list[tuple[str, str]]:
        """Give the cells of points and stamps that say something."""
        named = [each for each in self._columns if each.partition(":")[0] in _FIGURES]
        return [(each, text) for each in named if (text := self.get(each))]


_FIGURES: Final = frozenset({layouts.POINTS, layouts.STAMPS})

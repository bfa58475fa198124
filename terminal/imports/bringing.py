"""Runs one import from a file to the till's ledger, step by step, with the rejects beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from loyalty.errors import Refusal
from terminal.imports import member_cards, member_figures, member_files, rejects
from terminal.imports.member_files import Form
from terminal.imports.member_rows import Reading
from terminal.till import brought, recorder
from terminal.till.bringing_in import TOGETHER, BringingIn, Counts, Fate
from terminal.till.brought import Import
from terminal.till.desk import Desk
from terminal.till.incoming import RowError
from terminal.till.marking import mark

REJECTS: Final = ".rejects.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a file is to be taken: its form, and what the owner says where the file does not."""

    form: Form
    symbology: str = ""
    rounding: str = ""
    rejects: Path | None = None
    writes: bool = True
    together: int = TOGETHER


class Run:
    """One import, or its rehearsal; used on the thread that opened the till."""

    def __init__(self, desk: Desk, file: Path, wishes: Wishes) -> None:
        """Raises Refusal `rejects_same`, `members_symbology`, `members_round`."""
        self._desk = desk
        self._file = file
        self._wishes = wishes
        self._where = wishes.rejects or file.with_name(file.stem + REJECTS)
        if self._where.exists() and self._where.samefile(file):
            raise Refusal("rejects_same", "the rejects cannot go into the file of the members")
        if wishes.rounding not in member_figures.ROUNDINGS:
            expected = [each for each in member_figures.ROUNDINGS if each]
            message = "parts of points are rounded down, nearest or up"
            raise Refusal("members_round", message, expected=expected, got=wishes.rounding)
        self._reading = _reading(desk, wishes)
        self._id = recorder.new_id(desk)
        self._bringing = BringingIn(desk, self._id, writes=wishes.writes, together=wishes.together)
        self._noted: Import | None = None

    @property
    def counts(self) -> Counts:
        """What the rows came to so far."""
        return self._bringing.counts

    @property
    def wrote(self) -> bool:
        """Say whether anything was written."""
        return self._noted is not None

    def steps(self, heard: Callable[[Fate], None] = lambda _: None) -> Iterator[int]:
        """Go through the file once; give after each few rows how many are done.

        `heard` is told what becomes of each row. Never more of the file is in memory than what
        is written next. Raises what storage.ports.Ledger.commit raises, Refusal
        `rejects_unwritable`; what was written by then stays, and the file can be given again.
        """
        form = self._wishes.form
        separator = form.separator
        with rejects.RejectsFile(self._where, form.names, separator) as refused:
            for record in member_files.rows(self._file, form):
                try:
                    read = self._reading.row(record)
                except RowError as error:
                    self._bringing.refused()
                    refused.add(record.cells, self._reason(record.row, error))
                    continue
                try:
                    heard(self._bringing.take(read))
                except RowError as error:
                    refused.add(record.cells, self._reason(record.row, error))
                if self._bringing.is_full:
                    self._keep()
                    yield self.counts.rows
            self._keep()
        if self._noted is not None:
            self._note(done=True)
        yield self.counts.rows

    def told(self) -> Mapping[str, Any]:
        """Give what it came to, for whoever asked."""
        counts = self.counts
        return {
            "import": self._id if self.wrote else None,
            "rows": counts.rows,
            "new": counts.new,
            "again": counts.again,
            "same": counts.same,
            "differs": counts.differs,
            "rejected": counts.rejected,
            "points": counts.points,
            "units": dict(counts.units),
            "new_cards": counts.new_cards,
            "undated": self._reading.undated,
            "layout": self._wishes.form.layout,
            "columns": {
                name: self._wishes.form.names[at] for name, at in self._wishes.form.columns.items()
            },
            "not_taken": list(self._wishes.form.left_out),
            "written": self._wishes.writes,
            "rejects": str(self._where) if counts.rejected else None,
        }

    def _keep(self) -> None:
        if self._wishes.writes and self._bringing.has_some:
            # Before the first event: what a crash leaves half done can be found and taken back.
            self._note(done=False)
            self._bringing.keep()

    def _note(self, *, done: bool) -> None:
        counts = self.counts
        if self._noted is None:
            head = self._desk.ledger.head()
            self._noted = Import(
                id=self._id,
                file=self._file.name,
                at_us=self._desk.clock.now_us(),
                epoch=head.epoch,
                seq=head.seq + 1,
            )
        self._noted = msgspec.structs.replace(
            self._noted, members=counts.new + counts.again, points=counts.points, done=done
        )
        brought.note(self._desk.ledger, self._noted)

    def _reason(self, row: int, error: RowError) -> str:
        """Say in a sentence which cell of which row is wrong."""
        say = self._desk.say
        form = self._wishes.form
        place = form.columns.get(error.field_name)
        if place is None:
            sentence = mark("row {row}: {why}")
            return say(sentence, row=row, why=error.said(say))
        sentence = mark("row {row}, column {column}: {why}")
        return say(sentence, row=row, column=form.names[place], why=error.said(say))


def _reading(desk: Desk, wishes: Wishes) -> Reading:
    cards = recorder.programme(desk).stamp_cards
    return Reading(
        form=wishes.form,
        cards=desk.cards,
        symbology=_symbology(wishes.symbology),
        first_card=cards[0].id if cards else "",
        rounding=wishes.rounding,
        today=desk.day(),
    )


def _symbology(text: str) -> str:
    try:
        return member_cards.symbology_of(text) if text else ""
    except RowError as error:
        raise Refusal("members_symbology", str(error), got=text) from error

"""Reads what a ledger has after a place of its chain, and puts such lines back into another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select, tuple_

from loyalty import event as events
from loyalty.errors import Corrupt, Refusal
from storage.database import Database
from storage.directory import SqlDirectory
from storage.later import Erased, Line, Part
from storage.ledger import SqlLedger
from storage.people import People
from storage.pins import Pins
from storage.records import PHONE, Entry, Page, PersonOut, Position
from storage.tables import DIRECTORY, LEDGER, erased, event

_AFTER: Final = (
    select(
        event.c.epoch,
        event.c.seq,
        event.c.raw,
        event.c.account,
        event.c.sale,
        event.c.corrects,
        event.c.amount_minor,
    )
    .where(tuple_(event.c.epoch, event.c.seq) > tuple_(bindparam("epoch"), bindparam("seq")))
    .order_by(event.c.epoch, event.c.seq)
    .limit(bindparam("limit"))
)
_ERASED: Final = select(erased.c.person_id).order_by(erased.c.person_id)
_DIRECTORY_ERASED: Final = select(DIRECTORY.tables["erased"].c.person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack:
    """What came of lines: how many are in the ledger now, how many had no place, who is erased."""

    lines: int
    without_place: int
    erased: tuple[str, ...]


class LaterRows:
    """What an open till has to say to its second place; on the thread of its databases."""

    def __init__(self, ledger: Database, directory: Database) -> None:
        self._ledger = ledger
        self._directory = directory
        self._people = People(ledger, LEDGER)
        self._pins = Pins(ledger, LEDGER, self._people)

    def after(self, place: Position, limit: int) -> tuple[Line, ...]:
        """Give lines behind a place in order, each with the member that it made or changed."""
        rows = self._ledger.all(_AFTER, epoch=place.epoch, seq=place.seq, limit=limit)
        return tuple(self._line(row) for row in rows)

    def erased(self) -> Erased:
        """Name everybody whose data is gone for ever, as both files know it."""
        rows = [*self._ledger.all(_ERASED), *self._directory.all(_DIRECTORY_ERASED)]
        return Erased(person_ids=tuple(sorted({str(row[0]) for row in rows})))

    def _line(self, row: tuple[Any, ...]) -> Line:
        epoch, seq, raw, account, sale, corrects, amount_minor = row
        line = Line(
            epoch=epoch,
            seq=seq,
            raw=raw,
            account=account,
            sale=sale,
            corrects=corrects,
            amount_minor=amount_minor,
        )
        made = events.decode(raw)
        member_id = made.data.get("member")
        if not isinstance(member_id, str) or made.type == "sale":
            return line
        known = self._people.credentials_of(member_id)
        values = {name: getattr(line, name) for name in line.__struct_fields__}
        return Line(
            **values
            | {
                "member": self._people.member(member_id),
                "credentials": known,
                "person": self._people.person(member_id),
                "blind": {one.kind: one.key for one in known if one.kind == PHONE},
                "pin": self._pins.get(member_id),
            }
        )


def put_back(ledger: SqlLedger, parts: Iterable[Part]) -> PutBack:
    """Put lines behind those of a ledger that was restored; it has no rights afterwards.

    A line that does not follow, and all that come after it, have no place: the caller says so.
    Raises what storage.ports.Ledger.commit raises.
    """
    done = without_place = 0
    gone: set[str] = set()
    for part in parts:
        if isinstance(part, Erased):
            gone.update(part.person_ids)
            continue
        head = ledger.head()
        if (part.epoch, part.seq) <= (head.epoch, head.seq):
            continue
        entry = _entry(part, head.hash)
        if without_place or entry is None or part.epoch != head.epoch or part.seq != head.seq + 1:
            without_place += 1
            continue
        ledger.commit_all((entry,), restored=True)
        done += 1
    return PutBack(lines=done, without_place=without_place, erased=tuple(sorted(gone)))


def erase(ledger: SqlLedger, directory: SqlDirectory, person_ids: tuple[str, ...]) -> None:
    """Erase again from both files whoever was erased after the backup."""
    ledger.erase(person_ids)
    directory.apply(
        Page(
            cursor=directory.cursor(),
            feed_epoch=directory.feed_epoch(),
            own=directory.own(),
            erased=person_ids,
        )
    )


def _entry(line: Line, previous: bytes) -> Entry | None:
    try:
        made = events.decode(line.raw)
    except (Refusal, Corrupt):
        return None
    person = PersonOut(person=line.person, blind=line.blind) if line.person else None
    return Entry(
        event=made,
        raw=line.raw,
        hash=events.link(previous, line.raw),
        account=line.account,
        sale=line.sale,
        corrects=line.corrects,
        amount_minor=line.amount_minor,
        member=line.member,
        credentials=line.credentials,
        person=person,
        pin=line.pin,
    )

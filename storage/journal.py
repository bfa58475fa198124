"""The events of a till and what they say: writing one, finding some, summing up an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    union_all,
)

from loyalty.accounts import POINTS
from loyalty.days import stamp
from storage import carried
from storage.carried import LATE_GIVEN, LATE_TAKEN, WAITING, begins
from storage.carried import both as stands
from storage.database import Database
from storage.journal_rows import POSTING_NAMES, PostingRow, at_us, posting_rows
from storage.rebuild import Standing
from storage.records import Entry, Position, SaleRow, StoredEvent
from storage.tables import event, posting

_STORED: Final = (event.c.epoch, event.c.seq, event.c.raw, event.c.hash)
_NOTHING: Final[ColumnElement[str]] = literal_column("''")
"""Written out, because a partial index is used only where its condition stands in the query."""

_INSERT_EVENT: Final = insert(event)
_INSERT_POSTING: Final = insert(posting)
_BY_ID: Final = select(*_STORED).where(event.c.id == bindparam("id"))
_STANDS: Final = stands().subquery()
_IN_EPOCH: Final = (
    select(_STANDS)
    .where(_STANDS.c.epoch == bindparam("epoch"), _STANDS.c.seq >= bindparam("from_seq"))
    .order_by(_STANDS.c.seq)
    .limit(bindparam("limit"))
)
_CORRECTING: Final = select(event.c.id).where(
    event.c.corrects == bindparam("corrects"), event.c.corrects != _NOTHING
)
_CORRECTIONS: Final = (
    select(*_STORED)
    .where(event.c.corrects == bindparam("corrects"), event.c.corrects != _NOTHING)
    .order_by(event.c.epoch, event.c.seq)
)
_ALL_EVENTS: Final = select(_STANDS).order_by(_STANDS.c.epoch, _STANDS.c.seq)
_ALL_RAW: Final = select(event.c.raw).order_by(event.c.epoch, event.c.seq)
_ALL_POSTINGS: Final = select(*(posting.c[name] for name in POSTING_NAMES)).order_by(
    posting.c.epoch, posting.c.seq, posting.c.n
)


def _effect() -> CompoundSelect[Any]:
    after = tuple_(bindparam("epoch"), bindparam("seq"))
    place = tuple_(posting.c.epoch, posting.c.seq)
    given = select(posting.c.unit, posting.c.amount.label("delta")).where(
        posting.c.given_to == bindparam("account"), place > after
    )
    taken = select(posting.c.unit, (-posting.c.amount).label("delta")).where(
        posting.c.taken_from == bindparam("account"), place > after
    )
    return union_all(given, taken)


def _sales() -> Select[Any]:
    later = event.alias("later")
    given = case((posting.c.given_to == event.c.account, posting.c.amount), else_=0)
    taken = case((posting.c.taken_from == event.c.account, posting.c.amount), else_=0)

    def points(side: ColumnElement[int]) -> Any:
        of_event = select(func.coalesce(func.sum(side), 0)).where(
            posting.c.epoch == event.c.epoch,
            posting.c.seq == event.c.seq,
            posting.c.unit == bindparam("points"),
        )
        return of_event.correlate(event).scalar_subquery()

    of_sale = (later.c.corrects == event.c.id, later.c.corrects != _NOTHING)
    reversed_ = exists().where(*of_sale)
    returned = select(func.coalesce(func.sum(-later.c.amount_minor), 0)).where(*of_sale)
    return (
        select(
            event.c.sale,
            event.c.at_us,
            event.c.day,
            event.c.type,
            event.c.account,
            event.c.amount_minor,
            points(given),
            points(taken),
            reversed_.correlate(event),
            returned.correlate(event).scalar_subquery(),
        )
        # An event that records a sale has the sale's name; others are about it.
        .where(event.c.sale == event.c.id)
    )


def _unsent_sum() -> Select[Any]:
    waits = (posting.c.epoch == event.c.epoch) & (posting.c.seq == event.c.seq)
    return (
        select(posting.c.unit, func.sum(posting.c.amount))
        .select_from(WAITING.join(posting, waits))
        .where(
            posting.c.debit.op("GLOB")(bindparam("debit")),
            posting.c.credit.op("GLOB")(bindparam("credit")),
        )
        .group_by(posting.c.unit)
    )


_UNSENT_SUM: Final = _unsent_sum()
_EFFECT: Final = _effect()
_SALES: Final = (
    _sales().order_by(event.c.epoch.desc(), event.c.seq.desc()).limit(bindparam("limit"))
)
_SALES_OF: Final = _SALES.where(
    event.c.account == bindparam("account"), event.c.account != _NOTHING
)
_RECENT_OF: Final = (
    select(*_STORED)
    .where(event.c.account == bindparam("account"), event.c.account != _NOTHING)
    .order_by(event.c.epoch.desc(), event.c.seq.desc())
    .limit(bindparam("limit"))
)
_SALES_OF_DAY: Final = (
    _sales().where(event.c.day == bindparam("day")).order_by(event.c.epoch, event.c.seq)
)


class Journal:
    """Appends events and reads them. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._carried: bool | None = None

    def carry(self, device: str, epoch: int) -> None:
        """Let a new epoch begin with everything unsent of those before it, in its order."""
        carried.carry(self._db, device, epoch)
        self._carried = None

    def append(self, entry: Entry, epoch: int) -> None:
        """Insert an event and its postings; the tables forbid everything but inserting."""
        made = entry.event
        self._db.run(
            _INSERT_EVENT,
            {
                "epoch": epoch,
                "seq": made.seq,
                "id": made.id,
                "type": made.type,
                "at_us": at_us(made.at),
                "day": made.day,
                "account": entry.account,
                "sale": entry.sale,
                "corrects": entry.corrects,
                "amount_minor": entry.amount_minor,
                "raw": entry.raw,
                "hash": entry.hash,
            },
        )
        rows = posting_rows(epoch, made.seq, made.postings)
        if rows:
            self._db.run_rows(_INSERT_POSTING, POSTING_NAMES, rows)

    def event(self, event_id: str) -> StoredEvent | None:
        """Find an event by its id."""
        row = self._db.one(_BY_ID, id=event_id)
        return _as_stored(row) if row else None

    def events(self, epoch: int, from_seq: int, limit: int) -> tuple[StoredEvent, ...]:
        """Give events of one epoch in order."""
        rows = self._db.all(_IN_EPOCH, epoch=epoch, from_seq=from_seq, limit=limit)
        return tuple(_as_stored(row) for row in rows)

    def corrected_by(self, event_id: str) -> str | None:
        """Name the event that takes an event back, if there is one."""
        row = self._db.one(_CORRECTING, corrects=event_id)
        return str(row[0]) if row else None

    def corrections(self, event_id: str) -> tuple[StoredEvent, ...]:
        """Give the events that are about taking an event back, oldest first."""
        rows = self._db.all(_CORRECTIONS, corrects=event_id)
        return tuple(_as_stored(row) for row in rows)

    def recent_sales(self, limit: int, account: str) -> tuple[SaleRow, ...]:
        """Give the newest sales, newest first, all or of one account."""
        if account:
            rows = self._db.all(_SALES_OF, limit=limit, points=POINTS, account=account)
        else:
            rows = self._db.all(_SALES, limit=limit, points=POINTS)
        return tuple(_as_sale(row) for row in rows)

    def recent_of(self, account: str, limit: int) -> tuple[StoredEvent, ...]:
        """Give the newest events about an account, newest first."""
        rows = self._db.all(_RECENT_OF, account=account, limit=limit)
        return tuple(_as_stored(row) for row in rows)

    def sales_of_day(self, day: str) -> tuple[SaleRow, ...]:
        """Give the sales of one business date, oldest first."""
        rows = self._db.all(_SALES_OF_DAY, day=day, points=POINTS)
        return tuple(_as_sale(row) for row in rows)

    def effect(self, account: str, after: Position) -> Mapping[str, int]:
        """Sum what events after a position do to an account, by unit; zeros are left out."""
        where = {"account": account, "epoch": after.epoch, "seq": after.seq}
        total: dict[str, int] = {}
        for unit, amount in self._db.all(_EFFECT, **where):
            total[unit] = total.get(unit, 0) + amount
        if not self._has_carried():
            return {unit: delta for unit, delta in total.items() if delta}
        for unit, amount in self._db.all(LATE_GIVEN, **where):
            total[unit] = total.get(unit, 0) + amount
        for unit, amount in self._db.all(LATE_TAKEN, **where):
            total[unit] = total.get(unit, 0) - amount
        return {unit: delta for unit, delta in total.items() if delta}

    def _has_carried(self) -> bool:
        """Say whether a fork's tail lies here: at most tills there is none for ever."""
        if self._carried is None:
            self._carried = bool(begins(self._db))
        return self._carried

    def unsent_sum(self, debit: str, credit: str) -> Mapping[str, int]:
        """Sum what unsent events posted between sides; `*` is any account."""
        rows = self._db.all(_UNSENT_SUM, debit=debit, credit=credit)
        return {unit: int(amount) for unit, amount in rows}

    def all_events(self) -> Iterator[Standing]:
        """Give every event where it stands in a chain, also where it was carried to."""
        for row in self._db.stream(_ALL_EVENTS):
            yield Standing(stored=_as_stored(row), event_id=row[4], is_carried=bool(row[5]))

    def all_postings(self) -> Iterator[PostingRow]:
        """Give every posting, oldest first."""
        yield from self._db.stream(_ALL_POSTINGS)

    def export(self) -> Iterator[bytes]:
        """Give every event's own bytes, oldest first."""
        for row in self._db.stream(_ALL_RAW):
            yield row[0]


def _as_stored(row: tuple[Any, ...]) -> StoredEvent:
    return StoredEvent(epoch=row[0], seq=row[1], raw=row[2], hash=row[3])


def _as_sale(row: tuple[Any, ...]) -> SaleRow:
    return SaleRow(
        sale=row[0],
        at=stamp(row[1]),
        day=row[2],
        type=row[3],
        account=row[4],
        amount_minor=row[5],
        given=row[6],
        taken=row[7],
        reversed=bool(row[8]),
        returned_minor=int(row[9]),
    )

"""What a cash register told of its sales by its own numbers."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.journal_rows import at_us
from storage.records import Entry, Told
from storage.tables import register_told

COLUMNS: Final = (
    "kind",
    "name",
    "sale",
    "at_us",
    "day",
    "amount_minor",
    "event",
    "reply",
)
_ROW: Final = select(*(register_told.c[name] for name in COLUMNS))
_FIND: Final = _ROW.where(
    register_told.c.kind == bindparam("kind"), register_told.c.name == bindparam("name")
)
# Written out, because a partial index is used only where its condition stands in the query.
_OF_EVENT: Final = _ROW.where(
    register_told.c.event == bindparam("of_event"), literal_column("event <> ''")
)
_insert = insert(register_told)
_KEEP: Final = _insert.on_conflict_do_update(
    index_elements=["kind", "name"],
    set_={name: _insert.excluded[name] for name in COLUMNS[2:]},
)
_ONCE: Final = _insert.on_conflict_do_nothing()


class SqlRegisterSales:
    """The table of one ledger; see storage.ports_register for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, kind: str, name: str) -> Told | None:
        """Give what was told under this number."""
        return _told(self._db.one(_FIND, kind=kind, name=name))

    def of_event(self, event_id: str) -> Told | None:
        """Give what an event was recorded for."""
        return _told(self._db.one(_OF_EVENT, of_event=event_id)) if event_id else None

    def keep(self, told: Told) -> None:
        """Keep what was told, or replace it, in a transaction of its own."""
        with self._db.transaction():
            self._db.run(_KEEP, _values(told))

    def commit(self, entry: Entry) -> None:
        """Keep what an entry says of it, inside the caller's transaction."""
        if not entry.register:
            # An event that is put back from a copy still knows which sale it was recorded for.
            for told in of_entry(entry):
                self._db.run(_ONCE, _values(told))
        for told in entry.register:
            self._db.run(_KEEP, _values(told))


def of_entry(entry: Entry) -> tuple[Told, ...]:
    """Read from an event which sale of the register it is about, without the answer."""
    named = entry.event.data.get("register")
    if not isinstance(named, dict):
        return ()
    return tuple(
        Told(
            kind=kind,
            name=str(named[kind]),
            sale=str(named.get("sale", "")),
            at_us=at_us(entry.event.at),
            day=entry.event.day,
            amount_minor=abs(entry.amount_minor),
            event=entry.event.id,
        )
        for kind in (("refund",) if "refund" in named else ("void", "sale"))
        if kind in named
    )[:1]


def _values(told: Told) -> dict[str, Any]:
    return {name: getattr(told, name) for name in COLUMNS}


def _told(row: tuple[Any, ...] | None) -> Told | None:
    return Told(**dict(zip(COLUMNS, row, strict=True))) if row else None

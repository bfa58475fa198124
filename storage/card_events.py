"""The events about cards in a ledger: batches of numbers, and what was printed.

They are read from the events themselves, so that there is nothing beside them to be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Select, literal_column, select

from loyalty.card_stock import ISSUED, PRINTED
from storage.database import Database
from storage.records import StoredEvent
from storage.tables import event


def _of(kind: str) -> Select[Any]:
    # Written out, because a partial index is used only where its condition stands in the query.
    return select(event.c.epoch, event.c.seq, event.c.raw, event.c.hash).where(
        literal_column(f"type = '{kind}'")
    )


_ALL: Final[Mapping[str, Select[Any]]] = {
    kind: _of(kind).order_by(event.c.epoch, event.c.seq) for kind in (ISSUED, PRINTED)
}


class SqlCardEvents:
    """See storage.ports_cards for what each method promises."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, kind: str) -> tuple[StoredEvent, ...]:
        """Give every event of a kind, oldest first."""
        return tuple(_stored(row) for row in self._db.all(_ALL[kind]))


def _stored(row: tuple[Any, ...]) -> StoredEvent:
    return StoredEvent(epoch=row[0], seq=row[1], raw=row[2], hash=row[3])

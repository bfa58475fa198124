"""Which events are about whom, in the order of the feed: what a member's history is read from.

It is written with the events, and can be made anew from them at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select

from loyalty.event import Posting
from storage.server.database import add_columns
from storage.server.rows import Row, add_missing, among
from storage.server.tables import EVENTS, HISTORIES

BOOKED = "created"
PAGE = 500
_PARTS = 3
_MEMBERS = "m:"


class Place(NamedTuple):
    """One event about one member or account; `day` is its business date."""

    position: int
    about: str
    type: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One event of somebody's history, as it was recorded."""

    position: int
    device: str
    event_id: str
    raw: bytes
    received_us: int


def names(postings: Iterable[Posting], others: Iterable[str] = ()) -> list[str]:
    """Name the accounts that postings move something of, and the others, each once."""
    sides = {name for each in postings for name in (each.debit, each.credit)}
    found = {name.split(":", _PARTS)[1] for name in sides if name.startswith(_MEMBERS)}
    return sorted({*found, *others} - {""})


def store(connection: Connection, tenant: str, places: Iterable[Place]) -> None:
    """Add places, no two of the same event and name."""
    columns = list(zip(*places, strict=True))
    if columns:
        named = dict(zip(Place._fields, columns, strict=True))
        add_columns(connection, HISTORIES, tenant, named)


def store_missing(connection: Connection, tenant: str, places: Iterable[Place]) -> None:
    """Add places of events that were recorded before there were histories; known ones stay."""
    rows: list[Row] = [{"tenant_id": tenant, **place._asdict()} for place in places]
    add_missing(connection, HISTORIES, rows)


def read(
    connection: Connection, tenant: str, about: Sequence[str], *, before: int, limit: int
) -> list[Past]:
    """Give the newest events about these members and accounts, newest first.

    `before` is a position (0: from the newest on).
    """
    found: set[int] = set()
    for name in about:
        places = _of(tenant, name).order_by(HISTORIES.c.position.desc()).limit(limit)
        if before:
            places = places.where(HISTORIES.c.position < before)
        found.update(row.position for row in connection.execute(places))
    return _at(connection, tenant, sorted(found, reverse=True)[:limit])


def _of(tenant: str, name: str) -> Select[tuple[int]]:
    # One name a statement: for several at once SQLite reads all places in their order instead.
    return select(HISTORIES.c.position).where(
        HISTORIES.c.tenant_id == tenant, HISTORIES.c.about == name
    )


def _at(connection: Connection, tenant: str, positions: Sequence[int]) -> list[Past]:
    """Give the events at places of the feed, newest first."""
    if not positions:
        return []
    rows = connection.execute(
        select(
            EVENTS.c.position,
            EVENTS.c.device,
            EVENTS.c.event_id,
            EVENTS.c.raw,
            EVENTS.c.received_us,
        )
        .where(EVENTS.c.tenant_id == tenant, EVENTS.c.position.in_(positions))
        .order_by(EVENTS.c.position.desc())
    )
    return [
        Past(
            position=row.position,
            device=row.device,
            event_id=row.event_id,
            raw=bytes(row.raw),
            received_us=row.received_us,
        )
        for row in rows
    ]


def everything(connection: Connection, tenant: str, about: Sequence[str]) -> Iterator[Past]:
    """Give every event about these members and accounts, oldest first, a page at a time."""
    after = 0
    while True:
        found: set[int] = set()
        for name in about:
            places = _of(tenant, name).where(HISTORIES.c.position > after)
            ordered = places.order_by(HISTORIES.c.position).limit(PAGE)
            found.update(row.position for row in connection.execute(ordered))
        positions = sorted(found)[:PAGE]
        if not positions:
            return
        after = positions[-1]
        yield from reversed(_at(connection, tenant, positions))


def last_days(
    connection: Connection, tenant: str, about: Sequence[str], *, without: Collection[str]
) -> dict[str, str]:
    """Give the last business date on which each of these had an event of no such type."""
    if not about:
        return {}
    rows = connection.execute(
        select(HISTORIES.c.about, func.max(HISTORIES.c.day).label("day"))
        .where(
            HISTORIES.c.tenant_id == tenant,
            among(connection, HISTORIES.c.about, about),
            HISTORIES.c.type.not_in(sorted(without)),
        )
        .group_by(HISTORIES.c.about)
    )
    return {row.about: row.day for row in rows}


def events_after(
    connection: Connection, tenant: str, position: int, *, until: int, limit: int
) -> list[tuple[int, str, str, bytes]]:
    """Give events that were booked after a position, through one: position, type, day, bytes."""
    rows = connection.execute(
        select(EVENTS.c.position, EVENTS.c.type, EVENTS.c.day, EVENTS.c.raw)
        .where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.position > position,
            EVENTS.c.position <= until,
            EVENTS.c.outcome == BOOKED,
        )
        .order_by(EVENTS.c.position)
        .limit(limit)
    )
    return [(row.position, row.type, row.day, bytes(row.raw)) for row in rows]

"""Stored events: what was pushed, byte for byte, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, func, or_, select

from loyalty.event import Posting
from storage.server import histories, partitions
from storage.server.database import add_columns
from storage.server.matching import find
from storage.server.rows import Columns
from storage.server.tables import EVENT_IDS, EVENTS, FEED, POSTINGS, QUARANTINE

PAGE = 500


class EventRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One event with its outcome; `postings` are those that were booked.

    A struct, because a push makes hundreds, and a frozen dataclass takes ten times as long.
    """

    device: str
    epoch: int
    seq: int
    event_id: str
    type: str
    day: str
    outcome: str
    reason: str
    postings: tuple[Posting, ...]
    raw: bytes
    hash: bytes
    received_us: int
    is_first: bool
    """False when the same event came before under another epoch (the tail of a fork)."""
    about: tuple[str, ...] = ()
    """Members and accounts that it is about besides those that its postings name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An event as it lies in the table, with the postings that were booked."""

    device: str
    epoch: int
    seq: int
    position: int
    event_id: str
    outcome: str
    postings: tuple[Posting, ...]
    raw: bytes
    hash: bytes
    type: str
    day: str
    received_us: int


def known_ids(connection: Connection, tenant: str, ids: Sequence[str]) -> set[str]:
    """Give those of the ids that were stored before."""
    found = find(connection, EVENT_IDS, tenant, only=("event_id",), event_id=list(ids))
    return {row.event_id for row in found}


def raw_of(connection: Connection, tenant: str, event_id: str, device: str = "") -> bytes | None:
    """Give the bytes of an event by its id; None when it never came, or not from `device`."""
    place = connection.execute(
        select(EVENT_IDS).where(EVENT_IDS.c.tenant_id == tenant, EVENT_IDS.c.event_id == event_id)
    ).one_or_none()
    if place is None or device not in ("", place.device):
        return None
    raw = connection.execute(
        select(EVENTS.c.raw).where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.device == place.device,
            EVENTS.c.epoch == place.epoch,
            EVENTS.c.seq == place.seq,
        )
    ).scalar_one()
    return bytes(raw)


def hashes(
    connection: Connection,
    tenant: str,
    device: str,
    epoch: int,
    *,
    from_seq: int,
    to_seq: int,
) -> dict[int, bytes]:
    """Give the stored hashes of a stretch of a chain, by seq."""
    rows = connection.execute(
        select(EVENTS.c.seq, EVENTS.c.hash).where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.device == device,
            EVENTS.c.epoch == epoch,
            EVENTS.c.seq.between(from_seq, to_seq),
        )
    )
    return {row.seq: row.hash for row in rows}


def store(
    connection: Connection, tenant: str, rows: Sequence[EventRow], first_position: int
) -> None:
    """Add events at consecutive positions of the feed, in their order."""
    parts = partitions.of(connection)
    if parts is not None and rows:
        parts.reach(first_position + len(rows) - 1)
    _store_events(connection, tenant, rows, first_position)
    first = [row for row in rows if row.event_id and row.is_first]
    add_columns(
        connection, EVENT_IDS, tenant, {"event_id": [row.event_id for row in first], **_keys(first)}
    )
    _store_postings(connection, tenant, rows, first_position)
    histories.store(connection, tenant, _places(rows, first_position))
    aside = [row for row in rows if row.reason]
    add_columns(
        connection,
        QUARANTINE,
        tenant,
        {
            **_keys(aside),
            "reason": [row.reason for row in aside],
            "received_us": [row.received_us for row in aside],
        },
    )


def _places(rows: Sequence[EventRow], first_position: int) -> Iterator[histories.Place]:
    """Give whom each event is about, where it stands; nobody can say it of one set aside."""
    for position, row in enumerate(rows, first_position):
        if row.is_first and not row.reason:
            for name in histories.names(row.postings, row.about):
                yield histories.Place(position, name, row.type, row.day)


def _store_events(
    connection: Connection, tenant: str, rows: Sequence[EventRow], first_position: int
) -> None:
    add_columns(
        connection,
        EVENTS,
        tenant,
        {
            **_keys(rows),
            "position": range(first_position, first_position + len(rows)),
            "event_id": [row.event_id for row in rows],
            "type": [row.type for row in rows],
            "day": [row.day for row in rows],
            "outcome": [row.outcome for row in rows],
            "posted": [int(bool(row.postings)) for row in rows],
            "raw": [row.raw for row in rows],
            "hash": [row.hash for row in rows],
            "received_us": [row.received_us for row in rows],
        },
    )


def _store_postings(
    connection: Connection, tenant: str, rows: Sequence[EventRow], first_position: int
) -> None:
    lines = [
        (position, line, posting)
        for position, row in enumerate(rows, first_position)
        for line, posting in enumerate(row.postings)
    ]
    postings = [posting for _, _, posting in lines]
    add_columns(
        connection,
        POSTINGS,
        tenant,
        {
            "position": [position for position, _, _ in lines],
            "line": [line for _, line, _ in lines],
            "debit": [posting.debit for posting in postings],
            "credit": [posting.credit for posting in postings],
            "unit": [posting.unit for posting in postings],
            "amount": [posting.amount for posting in postings],
            "lot": [posting.lot for posting in postings],
        },
    )


def in_order(connection: Connection, tenant: str, after: int = 0) -> Iterator[Kept]:
    """Give every event after a position in the order of the feed, a page at a time."""
    position = after
    while True:
        rows = connection.execute(
            select(EVENTS)
            .where(EVENTS.c.tenant_id == tenant, EVENTS.c.position > position)
            .order_by(EVENTS.c.position)
            .limit(PAGE)
        ).all()
        if not rows:
            return
        booked = _booked(connection, tenant, position + 1, rows[-1].position)
        position = rows[-1].position
        for row in rows:
            yield Kept(
                device=row.device,
                epoch=row.epoch,
                seq=row.seq,
                position=row.position,
                event_id=row.event_id,
                outcome=row.outcome,
                postings=tuple(booked.get(row.position, ())),
                raw=row.raw,
                hash=row.hash,
                type=row.type,
                day=row.day,
                received_us=row.received_us,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """An event about somebody, and who recorded it."""

    device: str
    raw: bytes


def about(
    connection: Connection,
    tenant: str,
    names: Sequence[str],
    *,
    among: int,
    limit: int,
    without: tuple[str, AbstractSet[str]],
) -> list[About]:
    """Give the newest events whose postings name one of these, newest first.

    Only the newest `among` places of the feed are looked through; `without` is a device and the
    types that are left out.
    """
    device, types = without
    last = select(FEED.c.last).where(FEED.c.tenant_id == tenant).scalar_subquery()
    places = (
        select(POSTINGS.c.position)
        .where(
            POSTINGS.c.tenant_id == tenant,
            POSTINGS.c.position > last - among,
            or_(POSTINGS.c.debit.in_(names), POSTINGS.c.credit.in_(names)),
        )
        .distinct()
    )
    rows = connection.execute(
        select(EVENTS.c.device, EVENTS.c.raw)
        .where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.position > last - among,
            EVENTS.c.position.in_(places),
            EVENTS.c.device != device,
            EVENTS.c.type.not_in(types),
        )
        .order_by(EVENTS.c.position.desc())
        .limit(limit)
    )
    return [About(device=row.device, raw=bytes(row.raw)) for row in rows]


def _booked(connection: Connection, tenant: str, first: int, last: int) -> dict[int, list[Posting]]:
    rows = connection.execute(
        select(POSTINGS)
        .where(POSTINGS.c.tenant_id == tenant, POSTINGS.c.position.between(first, last))
        .order_by(POSTINGS.c.position, POSTINGS.c.line)
    )
    found: dict[int, list[Posting]] = {}
    for row in rows:
        found.setdefault(row.position, []).append(
            Posting(
                debit=row.debit,
                credit=row.credit,
                unit=row.unit,
                amount=row.amount,
                lot=row.lot,
            )
        )
    return found


def count(connection: Connection, tenant: str) -> int:
    """Count stored events, the server's own too."""
    return int(
        connection.execute(
            select(func.count()).select_from(EVENTS).where(EVENTS.c.tenant_id == tenant)
        ).scalar_one()
    )


def quarantined(connection: Connection, tenant: str) -> dict[str, int]:
    """Count what was set aside, by reason."""
    rows = connection.execute(
        select(QUARANTINE.c.reason, func.count())
        .where(QUARANTINE.c.tenant_id == tenant)
        .group_by(QUARANTINE.c.reason)
    )
    return {row[0]: row[1] for row in rows}


def _keys(rows: Sequence[EventRow]) -> Columns:
    return {
        "device": [row.device for row in rows],
        "epoch": [row.epoch for row in rows],
        "seq": [row.seq for row in rows],
    }

"""Stored events: what was pushed, byte for byte, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from loyalty.event import Posting
from storage.server import partitions
from storage.server.database import add
from storage.server.rows import among
from storage.server.tables import EVENT_IDS, EVENTS, POSTINGS, QUARANTINE

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """One event with its outcome; `postings` are those that were booked."""

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


def known_ids(connection: Connection, tenant: str, ids: Sequence[str]) -> set[str]:
    """Give those of the ids that were stored before."""
    if not ids:
        return set()
    found = connection.execute(
        select(EVENT_IDS.c.event_id).where(
            EVENT_IDS.c.tenant_id == tenant, among(connection, EVENT_IDS.c.event_id, ids)
        )
    )
    return set(found.scalars())


def raw_of(connection: Connection, tenant: str, event_id: str) -> bytes | None:
    """Give the bytes of an event by its id; None when it never came."""
    place = connection.execute(
        select(EVENT_IDS).where(EVENT_IDS.c.tenant_id == tenant, EVENT_IDS.c.event_id == event_id)
    ).one_or_none()
    if place is None:
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
    add(
        connection,
        EVENTS,
        [
            {
                "tenant_id": tenant,
                **_key(row),
                "position": first_position + index,
                "event_id": row.event_id,
                "type": row.type,
                "day": row.day,
                "outcome": row.outcome,
                "posted": int(bool(row.postings)),
                "raw": row.raw,
                "hash": row.hash,
                "received_us": row.received_us,
            }
            for index, row in enumerate(rows)
        ],
    )
    add(
        connection,
        EVENT_IDS,
        [
            {"tenant_id": tenant, "event_id": row.event_id, **_key(row)}
            for row in rows
            if row.event_id and row.is_first
        ],
    )
    add(
        connection,
        POSTINGS,
        [
            {
                "tenant_id": tenant,
                "position": first_position + index,
                "line": line,
                "debit": posting.debit,
                "credit": posting.credit,
                "unit": posting.unit,
                "amount": posting.amount,
                "lot": posting.lot,
            }
            for index, row in enumerate(rows)
            for line, posting in enumerate(row.postings)
        ],
    )
    add(
        connection,
        QUARANTINE,
        [
            {
                "tenant_id": tenant,
                **_key(row),
                "reason": row.reason,
                "received_us": row.received_us,
            }
            for row in rows
            if row.reason
        ],
    )


def in_order(connection: Connection, tenant: str) -> Iterator[Kept]:
    """Give every event in the order of the feed, a page at a time."""
    position = 0
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
            )


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


def _key(row: EventRow) -> dict[str, object]:
    return {"device": row.device, "epoch": row.epoch, "seq": row.seq}

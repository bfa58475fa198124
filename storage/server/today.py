"""What tills sent on one business date, among the newest places of the feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, ScalarSelect, func, select

from storage.server.matching import find
from storage.server.tables import EVENTS, FEED, POSTINGS, QUARANTINE

AMONG = 50_000
"""So many places are looked through, which is more than a busy day of a chain."""


def counts(connection: Connection, tenant: str, day: str) -> Mapping[str, int]:
    """Count the events of a day by type."""
    rows = connection.execute(
        select(EVENTS.c.type, func.count())
        .where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.position > _last(tenant) - AMONG,
            EVENTS.c.day == day,
        )
        .group_by(EVENTS.c.type)
    )
    return {row[0]: row[1] for row in rows}


def moved(
    connection: Connection, tenant: str, day: str, unit: str, *, given: str, used: str
) -> tuple[int, int]:
    """Sum how much of a unit left the account `given`, and came to `used`, on a day."""
    found = []
    for column, account in ((POSTINGS.c.debit, given), (POSTINGS.c.credit, used)):
        statement = (
            select(func.coalesce(func.sum(POSTINGS.c.amount), 0))
            .select_from(POSTINGS)
            .join(
                EVENTS,
                (EVENTS.c.tenant_id == POSTINGS.c.tenant_id)
                & (EVENTS.c.position == POSTINGS.c.position),
            )
            .where(
                POSTINGS.c.tenant_id == tenant,
                EVENTS.c.tenant_id == tenant,
                POSTINGS.c.position > _last(tenant) - AMONG,
                EVENTS.c.position > _last(tenant) - AMONG,
                EVENTS.c.day == day,
                POSTINGS.c.unit == unit,
                column == account,
            )
        )
        found.append(int(connection.execute(statement).scalar_one()))
    return found[0], found[1]


def last_came(
    connection: Connection, tenant: str, ends: Sequence[tuple[str, int, int]]
) -> dict[str, int]:
    """Say when the last record of each device came (us), by where its chains end."""
    found: dict[str, int] = {}
    for device, epoch, seq in ends:
        for row in find(connection, EVENTS, tenant, device=device, epoch=epoch, seq=seq):
            found[device] = max(found.get(device, 0), row.received_us)
    return found


def aside(connection: Connection, tenant: str) -> list[tuple[str, int, int, str, int]]:
    """Give what was set aside: device, epoch, seq, reason and when it came, the newest first."""
    rows = connection.execute(
        select(QUARANTINE)
        .where(QUARANTINE.c.tenant_id == tenant)
        .order_by(QUARANTINE.c.received_us.desc(), QUARANTINE.c.device, QUARANTINE.c.seq)
        .limit(200)
    )
    return [(row.device, row.epoch, row.seq, row.reason, row.received_us) for row in rows]


def _last(tenant: str) -> ScalarSelect[int]:
    return select(FEED.c.last).where(FEED.c.tenant_id == tenant).scalar_subquery()

"""Every message that is to go to somebody, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from storage.server.matching import find
from storage.server.rows import add_missing
from storage.server.tables import OUTGOING

PLANNED: Final = "planned"
LEFT_OUT: Final = "left_out"
"""Drawn to get nothing, so that what the others do can be compared."""
SENDING: Final = "sending"
SENT: Final = "sent"
REFUSED: Final = "refused"
BOUNCED: Final = "bounced"
NOT_KNOWN: Final = "not_known"
"""The line broke, or the program ended, after it was handed over: it is never sent again."""
SKIPPED: Final = "skipped"
STATES: Final = (PLANNED, LEFT_OUT, SENDING, SENT, REFUSED, BOUNCED, NOT_KNOWN, SKIPPED)
COUNTS: Final = (SENDING, SENT, NOT_KNOWN)
"""What a member has had, or may have had."""
UNMEASURED: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one member; visits and money are UNMEASURED where nobody may look."""

    campaign_id: str
    occasion: str
    member_id: str
    state: str = PLANNED
    reason: str = ""
    message_id: str = ""
    token: str = ""
    facts: str = ""
    due_us: int = 0
    at_us: int = 0
    planned_us: int = 0
    visits_before: int = UNMEASURED
    spend_before_minor: int = UNMEASURED
    visits_after: int = UNMEASURED
    spend_after_minor: int = UNMEASURED


def plan(connection: Connection, tenant: str, rows: Sequence[Outgoing]) -> None:
    """Add messages; one that is there already stays as it is."""
    names = [column.name for column in OUTGOING.columns][1:]
    add_missing(
        connection,
        OUTGOING,
        [{"tenant_id": tenant, **{name: getattr(row, name) for name in names}} for row in rows],
    )


def due(connection: Connection, tenant: str, now_us: int, limit: int) -> list[Outgoing]:
    """Give the messages whose time has come, the oldest first."""
    statement = (
        select(OUTGOING)
        .where(
            OUTGOING.c.tenant_id == tenant,
            OUTGOING.c.state == PLANNED,
            OUTGOING.c.due_us <= now_us,
        )
        .order_by(OUTGOING.c.due_us, OUTGOING.c.member_id)
        .limit(limit)
    )
    return [_row(row) for row in connection.execute(statement)]


def move(connection: Connection, tenant: str, row: Outgoing, before: str, **now: str | int) -> bool:
    """Change a message that is in the state `before`; False when it is not any more."""
    changed = connection.execute(
        OUTGOING.update().where(*_key(tenant, row), OUTGOING.c.state == before).values(**now)
    )
    return bool(changed.rowcount)


def give_up(connection: Connection, tenant: str, before_us: int) -> int:
    """Count what was handed over before that moment, and never answered, as not known."""
    changed = connection.execute(
        OUTGOING.update()
        .where(
            OUTGOING.c.tenant_id == tenant,
            OUTGOING.c.state == SENDING,
            OUTGOING.c.at_us < before_us,
        )
        .values(state=NOT_KNOWN, reason="no_answer")
    )
    return int(changed.rowcount)


def last_us(connection: Connection, tenant: str, member_id: str) -> int:
    """Say when a member had the last message of any campaign; 0 for never."""
    found = connection.execute(
        select(func.max(OUTGOING.c.at_us)).where(
            OUTGOING.c.tenant_id == tenant,
            OUTGOING.c.member_id == member_id,
            OUTGOING.c.state.in_(COUNTS),
        )
    ).scalar_one()
    return int(found or 0)


def by_token(connection: Connection, tenant: str, hashed: str) -> Outgoing | None:
    """Give the message that a link came from."""
    return _one(connection, tenant, token=hashed)


def by_message(connection: Connection, tenant: str, message_id: str) -> Outgoing | None:
    """Give the message with this Message-ID."""
    return _one(connection, tenant, message_id=message_id)


def of_member(connection: Connection, tenant: str, member_id: str) -> list[Outgoing]:
    """Give every message that went, or was to go, to a member."""
    return [_row(row) for row in find(connection, OUTGOING, tenant, member_id=member_id)]


def tally(connection: Connection, tenant: str, campaign_id: str) -> Mapping[tuple[str, str], int]:
    """Count a campaign's messages by state and reason."""
    rows = connection.execute(
        select(OUTGOING.c.state, OUTGOING.c.reason, func.count())
        .where(OUTGOING.c.tenant_id == tenant, OUTGOING.c.campaign_id == campaign_id)
        .group_by(OUTGOING.c.state, OUTGOING.c.reason)
    )
    return {(row[0], row[1]): int(row[2]) for row in rows}


def page(
    connection: Connection,
    tenant: str,
    campaign_id: str,
    states: Sequence[str],
    *,
    after: tuple[str, str] = ("", ""),
    limit: int = 50,
) -> list[Outgoing]:
    """Give a campaign's messages in these states after a member and occasion."""
    member, occasion = after
    statement = (
        select(OUTGOING)
        .where(
            OUTGOING.c.tenant_id == tenant,
            OUTGOING.c.campaign_id == campaign_id,
            OUTGOING.c.state.in_(list(states)),
            _after(member, occasion),
        )
        .order_by(OUTGOING.c.member_id, OUTGOING.c.occasion)
        .limit(limit)
    )
    return [_row(row) for row in connection.execute(statement)]


def to_measure(
    connection: Connection, tenant: str, planned_before_us: int, limit: int
) -> list[Outgoing]:
    """Give messages whose time to have an effect is over, and whose effect is not kept yet."""
    statement = (
        select(OUTGOING)
        .where(
            OUTGOING.c.tenant_id == tenant,
            OUTGOING.c.state.in_([LEFT_OUT, SENT]),
            OUTGOING.c.planned_us <= planned_before_us,
            OUTGOING.c.visits_before != UNMEASURED,
            OUTGOING.c.visits_after == UNMEASURED,
        )
        .order_by(OUTGOING.c.campaign_id, OUTGOING.c.occasion, OUTGOING.c.member_id)
        .limit(limit)
    )
    return [_row(row) for row in connection.execute(statement)]


def _after(member: str, occasion: str) -> ColumnElement[bool]:
    further: ColumnElement[bool] = OUTGOING.c.member_id > member
    same: ColumnElement[bool] = OUTGOING.c.member_id == member
    return further | (same & (OUTGOING.c.occasion > occasion))


def _key(tenant: str, row: Outgoing) -> tuple[ColumnElement[bool], ...]:
    return (
        OUTGOING.c.tenant_id == tenant,
        OUTGOING.c.campaign_id == row.campaign_id,
        OUTGOING.c.occasion == row.occasion,
        OUTGOING.c.member_id == row.member_id,
    )


def _one(connection: Connection, tenant: str, **same: Any) -> Outgoing | None:
    rows = find(connection, OUTGOING, tenant, **same)
    return _row(rows[0]) if rows else None


def _row(row: Any) -> Outgoing:
    return Outgoing(**{name: getattr(row, name) for name in Outgoing.__slots__})

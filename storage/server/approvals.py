"""What one person wished and a second one has to approve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.engine import Row

from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import APPROVALS

OPEN = "open"
APPROVED = "approved"
DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One wish about a member; `wish` is what is to be done, as JSON without personal data."""

    approval_id: str
    state: str
    member_id: str
    wish: bytes
    asked_by: str
    asked_us: int
    decided_by: str = ""
    decided_us: int = 0


def save(connection: Connection, tenant: str, row: Approval) -> None:
    """Write one."""
    put(
        connection,
        APPROVALS,
        [
            {
                "tenant_id": tenant,
                "approval_id": row.approval_id,
                "state": row.state,
                "member_id": row.member_id,
                "wish": row.wish,
                "asked_by": row.asked_by,
                "asked_us": row.asked_us,
                "decided_by": row.decided_by,
                "decided_us": row.decided_us,
            }
        ],
    )


def read(connection: Connection, tenant: str, approval_id: str) -> Approval | None:
    """Give one; None where there is none."""
    row = connection.execute(
        select(APPROVALS).where(
            APPROVALS.c.tenant_id == tenant, APPROVALS.c.approval_id == approval_id
        )
    ).one_or_none()
    return None if row is None else _approval(row)


def in_state(
    connection: Connection, tenant: str, state: str, *, after: str, limit: int
) -> list[Approval]:
    """Give those of a state after an id (empty: from the first), who waits longest first."""
    ids = connection.execute(
        select(APPROVALS.c.approval_id)
        .where(
            APPROVALS.c.tenant_id == tenant,
            APPROVALS.c.state == state,
            APPROVALS.c.approval_id > after,
        )
        .order_by(APPROVALS.c.approval_id)
        .limit(limit)
    )
    wanted = list(ids.scalars())
    rows = find(connection, APPROVALS, tenant, order=("approval_id",), approval_id=wanted)
    return [_approval(row) for row in rows]


def count(connection: Connection, tenant: str, state: str) -> int:
    """Count those of a state."""
    statement = select(func.count()).select_from(APPROVALS)
    found = statement.where(APPROVALS.c.tenant_id == tenant, APPROVALS.c.state == state)
    return int(connection.execute(found).scalar_one())


def _approval(row: Row[Any]) -> Approval:
    return Approval(
        approval_id=row.approval_id,
        state=row.state,
        member_id=row.member_id,
        wish=bytes(row.wish),
        asked_by=row.asked_by,
        asked_us=row.asked_us,
        decided_by=row.decided_by,
        decided_us=row.decided_us,
    )

"""What members sent because something is missing, and what they were answered; both sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.engine import Row

from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import CASES

OPEN = "open"
WAITS = "waits"
"""Answered, but a second person has to approve the points first."""
GIVEN = "given"
DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case; `sealed` is what was said and answered, `version` how often it was sealed."""

    case_id: str
    member_id: str
    state: str
    made_us: int
    version: int
    sealed: bytes
    answered_by: str = ""
    answered_us: int = 0


def save(connection: Connection, tenant: str, rows: Sequence[Case]) -> None:
    """Write cases."""
    put(
        connection,
        CASES,
        [
            {
                "tenant_id": tenant,
                "case_id": row.case_id,
                "member_id": row.member_id,
                "state": row.state,
                "made_us": row.made_us,
                "version": row.version,
                "sealed": row.sealed,
                "answered_by": row.answered_by,
                "answered_us": row.answered_us,
            }
            for row in rows
        ],
    )


def read(connection: Connection, tenant: str, case_id: str) -> Case | None:
    """Give one case; None where there is none."""
    row = connection.execute(
        select(CASES).where(CASES.c.tenant_id == tenant, CASES.c.case_id == case_id)
    ).one_or_none()
    return None if row is None else _case(row)


def in_state(
    connection: Connection, tenant: str, state: str, *, after: str, limit: int
) -> list[Case]:
    """Give cases of a state after an id (empty: from the first), who waits longest first."""
    ids = connection.execute(
        select(CASES.c.case_id)
        .where(CASES.c.tenant_id == tenant, CASES.c.state == state, CASES.c.case_id > after)
        .order_by(CASES.c.case_id)
        .limit(limit)
    )
    return _of_ids(connection, tenant, list(ids.scalars()))


def of(connection: Connection, tenant: str, member_id: str, *, limit: int = 0) -> list[Case]:
    """Give the cases of a member, newest first; `limit` 0 gives all."""
    statement = (
        select(CASES.c.case_id)
        .where(CASES.c.tenant_id == tenant, CASES.c.member_id == member_id)
        .order_by(CASES.c.case_id.desc())
    )
    ids = connection.execute(statement.limit(limit) if limit else statement)
    return _of_ids(connection, tenant, list(ids.scalars()))[::-1]


def _of_ids(connection: Connection, tenant: str, ids: list[str]) -> list[Case]:
    # The ids come from an index alone, and whole rows by their key: SQLite would read every case.
    rows = find(connection, CASES, tenant, order=("case_id",), case_id=ids)
    return [_case(row) for row in rows]


def count(connection: Connection, tenant: str, state: str) -> int:
    """Count the cases of a state."""
    found = select(func.count()).select_from(CASES)
    counted = found.where(CASES.c.tenant_id == tenant, CASES.c.state == state)
    return int(connection.execute(counted).scalar_one())


def drop(connection: Connection, tenant: str, member_id: str) -> None:
    """Delete the cases of a member."""
    connection.execute(
        delete(CASES).where(CASES.c.tenant_id == tenant, CASES.c.member_id == member_id)
    )


def _case(row: Row[Any]) -> Case:
    return Case(
        case_id=row.case_id,
        member_id=row.member_id,
        state=row.state,
        made_us=row.made_us,
        version=row.version,
        sealed=bytes(row.sealed),
        answered_by=row.answered_by,
        answered_us=row.answered_us,
    )

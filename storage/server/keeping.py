"""Who is to be erased because they stayed away, and who is kept all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.engine import Row

from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import KEEPING, MEMBERS

DUE = "due"
"""Will be erased on a day, unless they come again."""
HELD = "held"
"""Somebody said that this person's data has to be kept, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What was decided about one member; `due_day` (ISO) is empty for who is kept."""

    member_id: str
    state: str
    due_day: str = ""
    made_by: str = ""
    made_us: int = 0
    why: str = ""


def save(connection: Connection, tenant: str, rows: Sequence[Tag]) -> None:
    """Write tags."""
    put(
        connection,
        KEEPING,
        [
            {
                "tenant_id": tenant,
                "member_id": row.member_id,
                "state": row.state,
                "due_day": row.due_day,
                "made_by": row.made_by,
                "made_us": row.made_us,
                "why": row.why,
            }
            for row in rows
        ],
    )


def read(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, Tag]:
    """Give the tags of these members."""
    rows = find(connection, KEEPING, tenant, member_id=list(ids))
    return {row.member_id: _tag(row) for row in rows}


def due(
    connection: Connection, tenant: str, *, until: str, after: tuple[str, str], limit: int
) -> list[Tag]:
    """Give who is to be erased on a day or before it, after a day and an id (both empty: first)."""
    day, member_id = after
    ids = connection.execute(
        select(KEEPING.c.member_id)
        .where(
            KEEPING.c.tenant_id == tenant,
            KEEPING.c.state == DUE,
            KEEPING.c.due_day <= until,
            (KEEPING.c.due_day > day)
            | ((KEEPING.c.due_day == day) & (KEEPING.c.member_id > member_id)),
        )
        .order_by(KEEPING.c.due_day, KEEPING.c.member_id)
        .limit(limit)
    )
    wanted = list(ids.scalars())
    known = read(connection, tenant, wanted)
    return [known[each] for each in wanted]


def count(connection: Connection, tenant: str, state: str) -> int:
    """Count the tags of a state."""
    statement = select(func.count()).select_from(KEEPING)
    found = statement.where(KEEPING.c.tenant_id == tenant, KEEPING.c.state == state)
    return int(connection.execute(found).scalar_one())


def drop(connection: Connection, tenant: str, member_id: str) -> None:
    """Take a member's tag away."""
    connection.execute(
        delete(KEEPING).where(KEEPING.c.tenant_id == tenant, KEEPING.c.member_id == member_id)
    )


def drop_due(connection: Connection, tenant: str) -> None:
    """Let nobody be erased any more."""
    connection.execute(delete(KEEPING).where(KEEPING.c.tenant_id == tenant, KEEPING.c.state == DUE))


def joined_until(
    connection: Connection, tenant: str, day: str, *, after: str, limit: int
) -> list[tuple[str, str, str]]:
    """Give who joined until a day, as member, account and day, in the order of ids after one.

    Also who goes on as another: whether there is something to erase is seen by the person's row.
    """
    rows = connection.execute(
        select(MEMBERS.c.member_id, MEMBERS.c.account, MEMBERS.c.joined_day)
        .where(
            MEMBERS.c.tenant_id == tenant,
            MEMBERS.c.member_id > after,
            MEMBERS.c.joined_day <= day,
        )
        .order_by(MEMBERS.c.member_id)
        .limit(limit)
    )
    return [(row.member_id, row.account, row.joined_day) for row in rows]


def who_joined(
    connection: Connection, tenant: str, ids: Sequence[str]
) -> list[tuple[str, str, str]]:
    """Give these members with their accounts and the days on which they joined."""
    rows = find(connection, MEMBERS, tenant, order=("member_id",), member_id=list(ids))
    return [(row.member_id, row.account, row.joined_day) for row in rows]


def _tag(row: Row[Any]) -> Tag:
    return Tag(
        member_id=row.member_id,
        state=row.state,
        due_day=row.due_day,
        made_by=row.made_by,
        made_us=row.made_us,
        why=row.why,
    )

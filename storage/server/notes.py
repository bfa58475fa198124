"""What the head office noted about members, sealed like other personal data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from storage.server.database import put
from storage.server.tables import NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note; `made_by` is the id of whoever wrote it."""

    note_id: str
    member_id: str
    made_by: str
    made_us: int
    sealed: bytes


def save(connection: Connection, tenant: str, rows: Sequence[Note]) -> None:
    """Write notes."""
    put(
        connection,
        NOTES,
        [
            {
                "tenant_id": tenant,
                "member_id": row.member_id,
                "note_id": row.note_id,
                "made_by": row.made_by,
                "made_us": row.made_us,
                "sealed": row.sealed,
            }
            for row in rows
        ],
    )


def of(
    connection: Connection, tenant: str, member_id: str, *, before: str = "", limit: int = 0
) -> list[Note]:
    """Give the notes about a member, newest first; `limit` 0 gives all."""
    statement = select(NOTES).where(NOTES.c.tenant_id == tenant, NOTES.c.member_id == member_id)
    if before:
        statement = statement.where(NOTES.c.note_id < before)
    statement = statement.order_by(NOTES.c.note_id.desc())
    rows = connection.execute(statement.limit(limit) if limit else statement)
    return [
        Note(
            note_id=row.note_id,
            member_id=row.member_id,
            made_by=row.made_by,
            made_us=row.made_us,
            sealed=bytes(row.sealed),
        )
        for row in rows
    ]


def drop(connection: Connection, tenant: str, member_id: str, note_id: str = "") -> int:
    """Delete one note about a member, or all; give how many there were."""
    statement = delete(NOTES).where(NOTES.c.tenant_id == tenant, NOTES.c.member_id == member_id)
    if note_id:
        statement = statement.where(NOTES.c.note_id == note_id)
    return int(connection.execute(statement).rowcount)

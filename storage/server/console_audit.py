"""What people did at the head office's console: who, what, when, about whom as an id. Only added.

No personal data stands here: `detail` is figures and codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from storage.server.database import add
from storage.server.query import all_of
from storage.server.tables import CONSOLE_AUDIT, INTEGER

END_US = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that somebody did or looked at."""

    at_us: int
    audit_id: str
    user_id: str
    what: str
    about: str = ""
    detail: str = ""


def put(connection: Connection, tenant: str, record: Record) -> None:
    """Add a record."""
    row = {
        "tenant_id": tenant,
        "at_us": record.at_us,
        "audit_id": record.audit_id,
        "user_id": record.user_id,
        "what": record.what,
        "about": record.about,
        "detail": record.detail,
    }
    add(connection, CONSOLE_AUDIT, [row])


def before(
    connection: Connection, tenant: str, at_us: int = END_US, audit_id: str = "", limit: int = 50
) -> list[Record]:
    """Give the newest records that are older than a key."""
    rows = all_of(
        connection, _older(), tenant=tenant, before_us=at_us, before_id=audit_id, most=limit
    )
    return [
        Record(
            at_us=row.at_us,
            audit_id=row.audit_id,
            user_id=row.user_id,
            what=row.what,
            about=row.about,
            detail=row.detail,
        )
        for row in rows
    ]


@cache
def _older() -> Select[Any]:
    table = CONSOLE_AUDIT.c
    moment = bindparam("before_us", type_=INTEGER)
    return (
        select(CONSOLE_AUDIT)
        .where(
            table.tenant_id == bindparam("tenant"),
            or_(
                table.at_us < moment,
                and_(table.at_us == moment, table.audit_id < bindparam("before_id")),
            ),
        )
        .order_by(table.at_us.desc(), table.audit_id.desc())
        .limit(bindparam("most"))
    )

"""What lets a member's phone in.

Links and sessions are kept by the hash of their secret: whoever reads the table enters nowhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import PAGE_LINKS, PAGE_SESSIONS

SESSIONS_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A phone that was let in."""

    member_id: str
    made_us: int
    ends_us: int


def forget_ended(connection: Connection, tenant: str, now_us: int) -> None:
    """Forget links and phones whose time is over."""
    for table in (PAGE_LINKS, PAGE_SESSIONS):
        connection.execute(
            delete(table).where(table.c.tenant_id == tenant, table.c.ends_us <= now_us)
        )


def put_link(connection: Connection, tenant: str, token: str, member_id: str, ends_us: int) -> None:
    """Keep a one-time link."""
    row = {
        "tenant_id": tenant,
        "token": _hashed(token),
        "member_id": member_id,
        "ends_us": ends_us,
    }
    put(connection, PAGE_LINKS, [row])


def link(
    connection: Connection, tenant: str, token: str, now_us: int, *, lock_row: bool = False
) -> str | None:
    """Say whose link this is; None when it was used, has ended or never was.

    With `lock_row` nobody else can use it until the transaction ends.
    """
    statement = select(PAGE_LINKS.c.member_id).where(
        PAGE_LINKS.c.tenant_id == tenant,
        PAGE_LINKS.c.token == _hashed(token),
        PAGE_LINKS.c.ends_us > now_us,
    )
    if lock_row:
        statement = statement.with_for_update()
    found = connection.execute(statement).scalar_one_or_none()
    return None if found is None else str(found)


def drop_link(connection: Connection, tenant: str, token: str) -> None:
    """Use a link up."""
    connection.execute(
        delete(PAGE_LINKS).where(
            PAGE_LINKS.c.tenant_id == tenant, PAGE_LINKS.c.token == _hashed(token)
        )
    )


def put_session(connection: Connection, tenant: str, token: str, session: Session) -> None:
    """Let a phone in, or let it stay longer; the oldest of too many phones is let go."""
    row = {
        "tenant_id": tenant,
        "token": _hashed(token),
        "member_id": session.member_id,
        "made_us": session.made_us,
        "ends_us": session.ends_us,
    }
    put(connection, PAGE_SESSIONS, [row])
    kept = connection.execute(
        select(PAGE_SESSIONS.c.token)
        .where(PAGE_SESSIONS.c.tenant_id == tenant, PAGE_SESSIONS.c.member_id == session.member_id)
        .order_by(PAGE_SESSIONS.c.made_us.desc(), PAGE_SESSIONS.c.token)
    ).scalars()
    for over in list(kept)[SESSIONS_MAX:]:
        connection.execute(
            delete(PAGE_SESSIONS).where(
                PAGE_SESSIONS.c.tenant_id == tenant, PAGE_SESSIONS.c.token == over
            )
        )


def session(connection: Connection, tenant: str, token: str, now_us: int) -> Session | None:
    """Say whose phone this is; None when it was let go or stayed away too long."""
    found = connection.execute(
        select(PAGE_SESSIONS).where(
            PAGE_SESSIONS.c.tenant_id == tenant,
            PAGE_SESSIONS.c.token == _hashed(token),
            PAGE_SESSIONS.c.ends_us > now_us,
        )
    ).one_or_none()
    if found is None:
        return None
    return Session(member_id=found.member_id, made_us=found.made_us, ends_us=found.ends_us)


def at_home(connection: Connection, tenant: str, ids: Sequence[str], now_us: int) -> set[str]:
    """Give those of these members who have a phone that was let in and may come back."""
    found = find(connection, PAGE_SESSIONS, tenant, only=("token",), member_id=list(ids))
    rows = find(connection, PAGE_SESSIONS, tenant, token=[row.token for row in found])
    return {row.member_id for row in rows if row.ends_us > now_us}


def drop_session(connection: Connection, tenant: str, token: str) -> None:
    """Let one phone go."""
    connection.execute(
        delete(PAGE_SESSIONS).where(
            PAGE_SESSIONS.c.tenant_id == tenant, PAGE_SESSIONS.c.token == _hashed(token)
        )
    )


def drop_member(connection: Connection, tenant: str, member_id: str) -> None:
    """Let every phone of a member go, and use up every link."""
    for table in (PAGE_SESSIONS, PAGE_LINKS):
        connection.execute(
            delete(table).where(table.c.tenant_id == tenant, table.c.member_id == member_id)
        )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

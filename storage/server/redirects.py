"""Accounts and members that go on as others: for ever. What they go on as may go on as another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Select, select
from sqlalchemy.engine import Row

from storage.server.database import put
from storage.server.rows import among
from storage.server.tables import REDIRECTS

ACCOUNT = "account"
MEMBER = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """What `key` is now; `joined` says whether an account's counters are its target's as well."""

    kind: str
    key: str
    target: str
    joined: bool = True


def read(connection: Connection, tenant: str, kind: str, keys: Collection[str]) -> list[Redirect]:
    """Give those of the keys that go on as others."""
    if not keys:
        return []
    return _found(
        connection, _of(tenant, kind).where(among(connection, REDIRECTS.c.key, sorted(keys)))
    )


def now(connection: Connection, tenant: str, kind: str, key: str) -> str:
    """Give what something goes on as, through all its merges: itself where it had none."""
    while found := read(connection, tenant, kind, [key]):
        key = found[0].target
    return key


def everything(connection: Connection, tenant: str, kind: str) -> list[Redirect]:
    """Give all of a kind."""
    return _found(connection, _of(tenant, kind))


def unjoined(connection: Connection, tenant: str) -> list[Redirect]:
    """Give the accounts whose counters have not gone along yet, because a till has a home."""
    return _found(connection, _of(tenant, ACCOUNT).where(REDIRECTS.c.joined == 0))


def save(connection: Connection, tenant: str, rows: Iterable[Redirect]) -> None:
    """Write redirects."""
    put(
        connection,
        REDIRECTS,
        [
            {
                "tenant_id": tenant,
                "kind": row.kind,
                "key": row.key,
                "target": row.target,
                "joined": int(row.joined),
            }
            for row in rows
        ],
    )


def _of(tenant: str, kind: str) -> Select[tuple[str, str, str, str, int]]:
    return (
        select(REDIRECTS)
        .where(REDIRECTS.c.tenant_id == tenant, REDIRECTS.c.kind == kind)
        .order_by(REDIRECTS.c.key)
    )


def _found(
    connection: Connection, statement: Select[tuple[str, str, str, str, int]]
) -> list[Redirect]:
    return [_redirect(row) for row in connection.execute(statement)]


def _redirect(row: Row[tuple[str, str, str, str, int]]) -> Redirect:
    return Redirect(kind=row.kind, key=row.key, target=row.target, joined=bool(row.joined))

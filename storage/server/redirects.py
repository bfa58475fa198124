"""Accounts and members that go on as others: for ever. What they go on as may go on as another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from storage.server.database import put
from storage.server.matching import find
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
    return _found(connection, tenant, kind=kind, key=sorted(keys))


def now(connection: Connection, tenant: str, kind: str, key: str) -> str:
    """Give what something goes on as, through all its merges: itself where it had none."""
    while found := read(connection, tenant, kind, [key]):
        key = found[0].target
    return key


def everything(connection: Connection, tenant: str, kind: str) -> list[Redirect]:
    """Give all of a kind."""
    return _found(connection, tenant, kind=kind)


def leading_to(connection: Connection, tenant: str, kind: str, key: str) -> list[str]:
    """Give everything that goes on as this one, through all merges."""
    found: list[str] = []
    wanted = [key]
    while wanted:
        targets = sorted(wanted)
        rows = find(connection, REDIRECTS, tenant, only=("key",), kind=kind, target=targets)
        wanted = [row.key for row in rows if row.key not in found]
        found += wanted
    return found


def unjoined(connection: Connection, tenant: str) -> list[Redirect]:
    """Give the accounts whose counters have not gone along yet, because a till has a home."""
    return _found(connection, tenant, kind=ACCOUNT, joined=0)


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


def _found(connection: Connection, tenant: str, **same: Any) -> list[Redirect]:
    return [
        Redirect(kind=row.kind, key=row.key, target=row.target, joined=bool(row.joined))
        for row in find(connection, REDIRECTS, tenant, order=("key",), **same)
    ]

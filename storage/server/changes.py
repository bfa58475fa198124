"""The feed: what changed last where, in the order of a counter that has no gaps.

Each thing stands in the feed once, at its newest change; whoever reads on from a position meets
everything that changed after it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select

from storage.server.database import drop_columns, put, put_columns
from storage.server.matching import find
from storage.server.query import all_of, one_of
from storage.server.tables import CHANGES, FEED

ACCOUNT = "account"
MEMBER = "member"
PERSON = "person"
ERASED = "erased"
GRANT = "grant"
PROGRAMME = "programme"
PHONE_KEY = "phone_key"
PIN = "pin"
VISIT_PIN = "visit_pin"
SETTING = "setting"
RECALL = "recall"
DEVICE = "device"
REFUND_REQUEST = "refund_request"
REFUND_ANSWER = "refund_answer"
HOME = "home"
HOME_RECALL = "home_recall"
REDIRECT = "redirect"
MERGED = "merged"
ACT = "act"

_TAKE = (
    FEED.update()
    .where(FEED.c.tenant_id == bindparam("tenant"))
    .values(last=FEED.c.last + bindparam("count"))
    .returning(FEED.c.last)
)
_FOR_ALL: ColumnElement[str] = literal_column("''")
_AFTER = (
    select(CHANGES)
    .where(
        CHANGES.c.tenant_id == bindparam("tenant"),
        CHANGES.c.position > bindparam("after"),
        CHANGES.c.device.in_([_FOR_ALL, bindparam("of_device")]),
    )
    .order_by(CHANGES.c.position)
    .limit(bindparam("limit"))
)


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something to tell the tills; with `device`, only that one."""

    kind: str
    key: str
    device: str = ""
    position: int = 0


def begin(connection: Connection, tenant: str) -> None:
    """Start the counter of a tenant."""
    put(connection, FEED, [{"tenant_id": tenant, "last": 0}])


def last(connection: Connection, tenant: str) -> int:
    """Give the newest position."""
    return int(find(connection, FEED, tenant)[0].last)


def take(connection: Connection, tenant: str, count: int) -> int:
    """Take `count` consecutive positions and give the first.

    The row stays locked until the transaction ends, so that positions become visible in their
    order. Call it as late as possible.
    """
    newest = one_of(connection, _TAKE, tenant=tenant, count=count)
    return int(newest.last) - count + 1


def store(
    connection: Connection, tenant: str, changes: Sequence[Change], first_position: int
) -> None:
    """Move things to consecutive positions."""
    put_columns(
        connection,
        CHANGES,
        tenant,
        {
            "kind": [change.kind for change in changes],
            "key": [change.key for change in changes],
            "position": range(first_position, first_position + len(changes)),
            "device": [change.device for change in changes],
        },
    )


def drop(connection: Connection, tenant: str, kind: str, keys: Sequence[str]) -> None:
    """Take out what there is nothing more to tell of; whoever has not heard of it never does."""
    drop_columns(connection, CHANGES, tenant, {"kind": [kind] * len(keys), "key": list(keys)})


def after(
    connection: Connection, tenant: str, device: str, position: int, limit: int
) -> list[Change]:
    """Give what changed after a position, for one device, oldest first."""
    where = {"tenant": tenant, "after": position, "of_device": device, "limit": limit}
    rows = all_of(connection, _AFTER, **where)
    return [
        Change(kind=row.kind, key=row.key, device=row.device, position=row.position) for row in rows
    ]


def position_of(connection: Connection, tenant: str, kind: str, key: str) -> int:
    """Give where something stands in the feed; 0 when it never changed."""
    found = find(connection, CHANGES, tenant, only=("position",), kind=kind, key=key)
    return int(found[0].position) if found else 0


def count(connection: Connection, tenant: str) -> int:
    """Count everything that stands in the feed; it reads every row."""
    statement = select(func.count()).select_from(CHANGES).where(CHANGES.c.tenant_id == tenant)
    return int(connection.execute(statement).scalar_one())


def has_more(connection: Connection, tenant: str, position: int, than: int) -> bool:
    """Say whether more than so many changes stand after a position."""
    found = connection.execute(
        select(CHANGES.c.position)
        .where(CHANGES.c.tenant_id == tenant, CHANGES.c.position > position)
        .order_by(CHANGES.c.position)
        .offset(than)
        .limit(1)
    )
    return found.first() is not None


def accounts_after(connection: Connection, tenant: str, account: str, limit: int) -> dict[str, int]:
    """Give accounts by name, each with its position, from after this one on."""
    rows = connection.execute(
        select(CHANGES.c.key, CHANGES.c.position)
        .where(CHANGES.c.tenant_id == tenant, CHANGES.c.kind == ACCOUNT, CHANGES.c.key > account)
        .order_by(CHANGES.c.key)
        .limit(limit)
    )
    return {row.key: row.position for row in rows}


def others_after(
    connection: Connection, tenant: str, device: str, position: int, limit: int
) -> list[Change]:
    """Give what is no account after a position, for one device, oldest first."""
    rows = connection.execute(
        select(CHANGES)
        .where(
            CHANGES.c.tenant_id == tenant,
            CHANGES.c.position > position,
            CHANGES.c.kind != ACCOUNT,
            CHANGES.c.device.in_(["", device]),
        )
        .order_by(CHANGES.c.position)
        .limit(limit)
    )
    return [
        Change(kind=row.kind, key=row.key, device=row.device, position=row.position) for row in rows
    ]


def of_device(connection: Connection, tenant: str, device: str, limit: int) -> list[Change]:
    """Give what stands in the feed for one device alone, oldest first; it reads every row."""
    rows = connection.execute(
        select(CHANGES)
        .where(CHANGES.c.tenant_id == tenant, CHANGES.c.device == device)
        .order_by(CHANGES.c.position)
        .limit(limit)
    )
    return [
        Change(kind=row.kind, key=row.key, device=row.device, position=row.position) for row in rows
    ]

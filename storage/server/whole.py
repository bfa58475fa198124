"""A tenant's rows table by table, whatever the engine: read in the order of keys, added once.

Events, postings and histories are only ever added, and go by their positions in the feed; every
other table is small beside them and is written anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, func, select, tuple_

from storage.server import partitions
from storage.server.rows import Row, add_missing
from storage.server.tables import (
    BALANCES,
    EPOCHS,
    EVENTS,
    FEED,
    HISTORIES,
    METADATA,
    PAIRING_CODES,
    POSTINGS,
)

__all__ = [
    "Table",
    "Totals",
    "clear",
    "count",
    "is_known",
    "key_of",
    "newest",
    "put_rows",
    "rows_after",
    "totals",
]

ADDED: Final = (EVENTS, POSTINGS, HISTORIES)
ANEW: Final = tuple(
    table for table in METADATA.sorted_tables if table not in (*ADDED, PAIRING_CODES)
)
"""A pairing code names the server that made it, and ends in minutes."""
BY_NAME: Final = {str(table.name): table for table in (*ADDED, *ANEW)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What two copies of the same books have alike: rows a table, sums a unit, ends of chains."""

    rows: Mapping[str, int]
    balances: Mapping[str, int]
    owed: Mapping[str, int]
    heads: Mapping[str, str]
    last: int


def rows_after(
    connection: Connection, tenant: str, table: Table, after: Sequence[Any], limit: int
) -> list[list[Any]]:
    """Give rows after a key (empty: from the first), as lists in the order of the columns."""
    columns = _order(table)
    statement = select(table).where(table.c.tenant_id == tenant)
    if after:
        statement = statement.where(tuple_(*columns) > tuple_(*after))
    rows = connection.execute(statement.order_by(*columns).limit(limit))
    return [list(row)[1:] for row in rows]


def key_of(table: Table, row: Sequence[Any]) -> list[Any]:
    """Give the key by which a row is ordered; empty for a table of one row."""
    names = [column.name for column in table.columns][1:]
    ordered = [column.name for column in _order(table)]
    return [row[names.index(name)] for name in ordered if name in names]


def put_rows(
    connection: Connection, tenant: str, table: Table, rows: Sequence[Sequence[Any]]
) -> None:
    """Add rows that are not there yet; those that are there are the same ones."""
    names = [column.name for column in table.columns][1:]
    parts = partitions.of(connection)
    if parts is not None and table in ADDED and rows:
        parts.reach(max(row[names.index("position")] for row in rows))
    values: list[Row] = [
        {"tenant_id": tenant, **dict(zip(names, row, strict=True))} for row in rows
    ]
    add_missing(connection, table, values)


def newest(connection: Connection, tenant: str, table: Table) -> list[Any]:
    """Give the key of the last row of a table that is only added to; empty where there is none."""
    columns = _order(table)
    found = connection.execute(
        select(*columns)
        .where(table.c.tenant_id == tenant)
        .order_by(*(column.desc() for column in columns))
        .limit(1)
    ).first()
    return list(found) if found is not None else []


def is_known(connection: Connection, tenant: str) -> bool:
    """Say whether any row of a tenant is there."""
    return any(
        connection.execute(
            select(table.c.tenant_id).where(table.c.tenant_id == tenant).limit(1)
        ).first()
        for table in (*ADDED, *ANEW)
    )


def clear(connection: Connection, tenant: str) -> None:
    """Delete what is written anew."""
    for table in ANEW:
        connection.execute(table.delete().where(table.c.tenant_id == tenant))


def totals(connection: Connection, tenant: str) -> Totals:
    """Count and add everything up."""
    units = connection.execute(
        select(BALANCES.c.unit, func.sum(BALANCES.c.balance), func.sum(BALANCES.c.owed))
        .where(BALANCES.c.tenant_id == tenant)
        .group_by(BALANCES.c.unit)
    ).all()
    heads = connection.execute(select(EPOCHS).where(EPOCHS.c.tenant_id == tenant))
    last = select(FEED.c.last).where(FEED.c.tenant_id == tenant)
    return Totals(
        rows={str(table.name): count(connection, tenant, table) for table in (*ADDED, *ANEW)},
        balances={unit: int(balance) for unit, balance, _ in units},
        owed={unit: int(owed) for unit, _, owed in units},
        heads={f"{row.device}.{row.epoch}": f"{row.acked_seq} {row.head.hex()}" for row in heads},
        last=int(connection.execute(last).scalar_one_or_none() or 0),
    )


def count(connection: Connection, tenant: str, table: Table) -> int:
    """Count a tenant's rows of a table."""
    statement = select(func.count()).select_from(table).where(table.c.tenant_id == tenant)
    return int(connection.execute(statement).scalar_one())


def _order(table: Table) -> list[Column[Any]]:
    if table is EVENTS:
        return [EVENTS.c.position]
    keys = [column for column in table.primary_key if column.name != "tenant_id"]
    return keys or [table.c.tenant_id]

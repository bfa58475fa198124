"""Writes many rows at once: one statement a table on PostgreSQL, executemany on SQLite.

This is the only place where the two engines are spoken to differently. PostgreSQL gets whole
columns as binary arrays, which costs a tenth of what a parameter for every value costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    any_,
    bindparam,
)
from sqlalchemy.types import NullType

from storage.server.query import drive_many

Row = Mapping[str, Any]
TENANT = "tenant_id"
Columns = Mapping[str, Sequence[Any]]
"""The same as rows, by the names of the columns and without `tenant_id`: what is cheapest to
make and to send where there are many."""

Ways = tuple[tuple[str, str], ...]
"""Of columns, how what comes is joined with what stands there: `sum`, `least` or `most`."""
SUM_MAX = 4 * 10**18
"""What no sum goes above: two of them still fit 64 bits, so that no till can make one overflow."""


class Texts(list[str]):
    """A column of texts."""


class Numbers(list[int]):
    """A column of 64-bit numbers."""


class Blobs(list[bytes]):
    """A column of bytes."""


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of one tenant that must not be there yet."""
    if rows:
        tenant, columns = _turned(rows)
        add_columns(connection, table, tenant, columns)


def add_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of one tenant; those whose keys are there stay as they are."""
    if rows:
        tenant, columns = _turned(rows)
        statement = _insert if _is_postgres(connection) else _insert_one
        whole = statement(table, tuple(columns)) + " ON CONFLICT DO NOTHING"
        _send(connection, whole, table, tenant, columns)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of one tenant, or replace what stands under their keys; the last one wins."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    newest = {tuple(row[key] for key in keys): row for row in rows}
    tenant, columns = _turned(list(newest.values()))
    put_columns(connection, table, tenant, columns)


def add_columns(connection: Connection, table: Table, tenant: str, columns: Columns) -> None:
    """Insert rows that must not be there yet."""
    if not _is_empty(columns):
        statement = _insert if _is_postgres(connection) else _insert_one
        _send(connection, statement(table, tuple(columns)), table, tenant, columns)


def put_columns(connection: Connection, table: Table, tenant: str, columns: Columns) -> None:
    """Insert rows, no two of them under one key, or replace what stands under their keys."""
    if not _is_empty(columns):
        statement = _insert if _is_postgres(connection) else _insert_one
        whole = statement(table, tuple(columns)) + _replacing(table)
        _send(connection, whole, table, tenant, columns)


def gather_columns(
    connection: Connection, table: Table, tenant: str, columns: Columns, *, ways: Ways
) -> None:
    """Insert rows, no two of them under one key, or join them with what stands there.

    `ways` names for each column whether the `sum` (never above SUM_MAX), the `least` or the `most`
    is kept; all numbers are 0 or more.
    """
    if not _is_empty(columns):
        statement = _insert if _is_postgres(connection) else _insert_one
        joining = _joining(table, ways, is_postgres=_is_postgres(connection))
        _send(connection, statement(table, tuple(columns)) + joining, table, tenant, columns)


def drop(connection: Connection, table: Table, keys: Sequence[Row]) -> None:
    """Delete rows of one tenant by their whole keys."""
    if keys:
        tenant, columns = _turned(keys)
        drop_columns(connection, table, tenant, columns)


def drop_columns(connection: Connection, table: Table, tenant: str, keys: Columns) -> None:
    """Delete rows by their whole keys."""
    if not _is_empty(keys):
        statement = _delete if _is_postgres(connection) else _delete_one
        _send(connection, statement(table, tuple(keys)), table, tenant, keys)


def among(
    connection: Connection, column: Column[Any], values: Sequence[str]
) -> ColumnElement[bool]:
    """Say that a column has one of these texts."""
    if _is_postgres(connection):
        return column == any_(bindparam(None, Texts(values), type_=NullType()))
    return column.in_(values)


def column_of(column: Column[Any], values: Sequence[Any]) -> list[Any]:
    """Say of the values of a column what they are, for PostgreSQL."""
    return _kind(column)[1](values)


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _is_empty(columns: Columns) -> bool:
    return not next(iter(columns.values()))


def _turned(rows: Sequence[Row]) -> tuple[str, Columns]:
    """Give the tenant of rows, and their columns."""
    tenants = {row[TENANT] for row in rows}
    assert len(tenants) == 1, "a statement is about one tenant"
    return tenants.pop(), {name: [row[name] for row in rows] for name in _rest(tuple(rows[0]))}


def _send(
    connection: Connection, statement: str, table: Table, tenant: str, columns: Columns
) -> None:
    if _is_postgres(connection):
        values: dict[str, Any] = {
            name: column_of(table.columns[name], column) for name, column in columns.items()
        }
        connection.exec_driver_sql(statement, {TENANT: tenant, **values})
    else:
        rows = list(zip(repeat(tenant), *columns.values(), strict=False))
        drive_many(connection, statement, rows)


# Built once a table: building costs more than the database needs to run it.


@cache
def _insert(table: Table, names: tuple[str, ...]) -> str:
    values = f"SELECT %({TENANT})b::text, u.* FROM {_arrays(table, names)}"  # noqa: S608 - see below
    return f"{_into(table, names)} {values}"


@cache
def _insert_one(table: Table, names: tuple[str, ...]) -> str:
    return f"{_into(table, names)} VALUES ({', '.join('?' * (len(names) + 1))})"


def _into(table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in (TENANT, *names))
    # Names of our own tables and columns, and nothing that came from outside.
    return f'INSERT INTO "{table.name}" ({columns})'


@cache
def _replacing(table: Table) -> str:
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    others = ", ".join(
        f'"{column.name}" = excluded."{column.name}"'
        for column in table.columns
        if not column.primary_key
    )
    return f" ON CONFLICT ({keys}) DO " + (f"UPDATE SET {others}" if others else "NOTHING")


@cache
def _joining(table: Table, ways: Ways, *, is_postgres: bool) -> str:
    least, most = ("least", "greatest") if is_postgres else ("min", "max")
    name = table.name
    joined = {
        "sum": f'{least}("{name}"."{{0}}" + excluded."{{0}}", {SUM_MAX})',
        "least": f'{least}("{name}"."{{0}}", excluded."{{0}}")',
        "most": f'{most}("{name}"."{{0}}", excluded."{{0}}")',
    }
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    sets = ", ".join(f'"{column}" = {joined[way].format(column)}' for column, way in ways)
    return f" ON CONFLICT ({keys}) DO UPDATE SET {sets}"


@cache
def _delete(table: Table, names: tuple[str, ...]) -> str:
    same = "".join(f' AND t."{name}" = u."{name}"' for name in names)
    return (
        f'DELETE FROM "{table.name}" t USING {_arrays(table, names)}'  # noqa: S608 - see above
        f" WHERE t.{TENANT} = %({TENANT})b::text{same}"
    )


@cache
def _delete_one(table: Table, names: tuple[str, ...]) -> str:
    same = "".join(f' AND "{name}" = ?' for name in names)
    return f'DELETE FROM "{table.name}" WHERE {TENANT} = ?{same}'  # noqa: S608 - see above


def _arrays(table: Table, names: tuple[str, ...]) -> str:
    arrays = ", ".join(f"%({name})b::{_kind(table.columns[name])[0]}[]" for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    return f"unnest({arrays}) AS u({columns})"


def _rest(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name != TENANT)


def _kind(column: Column[Any]) -> tuple[str, type[list[Any]]]:
    if isinstance(column.type, BigInteger):
        return "bigint", Numbers
    return ("bytea", Blobs) if isinstance(column.type, LargeBinary) else ("text", Texts)

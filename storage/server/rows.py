"""Writes many rows at once: one statement a table on PostgreSQL, executemany on SQLite.

This is the only place where the two engines are spoken to differently. PostgreSQL gets whole
columns as binary arrays, which costs a tenth of what a parameter for every value costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
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
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import NullType

Row = Mapping[str, Any]
TENANT = "tenant_id"


class Names(list[str]):
    """Texts that travel to PostgreSQL as one binary array."""


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of one tenant that must not be there yet."""
    if not rows:
        return
    if _is_postgres(connection):
        _in_columns(connection, _insert(table, tuple(rows[0])), rows)
    else:
        connection.execute(table.insert(), rows)


def add_missing(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of one tenant; those whose keys are there stay as they are."""
    if not rows:
        return
    if _is_postgres(connection):
        statement = _insert(table, tuple(rows[0])) + " ON CONFLICT DO NOTHING"
        _in_columns(connection, statement, rows)
    else:
        connection.execute(table.insert().prefix_with("OR IGNORE"), rows)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows of one tenant, or replace what stands under their keys; the last one wins."""
    if not rows:
        return
    if _is_postgres(connection):
        keys = [column.name for column in table.primary_key]
        newest = {tuple(row[key] for key in keys): row for row in rows}
        statement = _insert(table, tuple(rows[0])) + _replacing(table)
        _in_columns(connection, statement, list(newest.values()))
    else:
        connection.execute(_upsert(table), rows)


def drop(connection: Connection, table: Table, keys: Sequence[Row]) -> None:
    """Delete rows of one tenant by their whole keys."""
    if not keys:
        return
    if _is_postgres(connection):
        _in_columns(connection, _delete(table), keys)
    else:
        connection.execute(
            _delete_one(table), [{f"old_{k}": v for k, v in key.items()} for key in keys]
        )


def among(
    connection: Connection, column: Column[Any], values: Sequence[str]
) -> ColumnElement[bool]:
    """Say that a column has one of these texts."""
    if _is_postgres(connection):
        return column == any_(bindparam(None, Names(values), type_=NullType()))
    return column.in_(values)


def _is_postgres(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _in_columns(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in rows[0]}
    tenants = set(columns[TENANT])
    assert len(tenants) == 1, "a statement is about one tenant"
    columns[TENANT] = tenants.pop()
    connection.exec_driver_sql(statement, columns)


# Built once a table: building costs more than the database needs to run it.


@cache
def _insert(table: Table, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}"' for name in (TENANT, *_rest(names)))
    return (
        f'INSERT INTO "{table.name}" ({columns})'  # noqa: S608 - names of our own tables
        f" SELECT %({TENANT})b::text, u.* FROM {_arrays(table, names)}"
    )


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
def _delete(table: Table) -> str:
    names = tuple(column.name for column in table.primary_key)
    same = "".join(f' AND t."{name}" = u."{name}"' for name in _rest(names))
    return (
        f'DELETE FROM "{table.name}" t USING {_arrays(table, names)}'  # noqa: S608 - see above
        f" WHERE t.{TENANT} = %({TENANT})b::text{same}"
    )


def _arrays(table: Table, names: tuple[str, ...]) -> str:
    rest = _rest(names)
    arrays = ", ".join(f"%({name})b::{_kind(table.columns[name])}[]" for name in rest)
    columns = ", ".join(f'"{name}"' for name in rest)
    return f"unnest({arrays}) AS u({columns})"


def _rest(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if name != TENANT)


def _kind(column: Column[Any]) -> str:
    if isinstance(column.type, BigInteger):
        return "bigint"
    return "bytea" if isinstance(column.type, LargeBinary) else "text"


@cache
def _upsert(table: Table) -> Any:
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in keys]
    statement = sqlite.insert(table)
    if not others:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in others}
    )


@cache
def _delete_one(table: Table) -> Any:
    same = [column == bindparam(f"old_{column.name}") for column in table.primary_key]
    return table.delete().where(*same)

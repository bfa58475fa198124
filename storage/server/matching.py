"""Finds rows of one tenant by what stands in their columns; each such statement is built once."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, any_, bindparam, select
from sqlalchemy.types import NullType

from storage.server.query import all_of
from storage.server.rows import TENANT, column_of

_ONE: Final = -1
Shape = tuple[tuple[str, int], ...]
"""The columns that are looked at, each with how many values it may have: `_ONE` is no list."""


def find(
    connection: Connection,
    table: Table,
    tenant: str,
    *,
    only: tuple[str, ...] = (),
    order: tuple[str, ...] = (),
    **same: Any,
) -> list[Any]:
    """Give rows, whole or `only` some columns, where each column is `same` or among a list.

    An empty list finds nothing, and nothing is asked.
    """
    is_postgres = connection.dialect.name == "postgresql"
    shape: list[tuple[str, int]] = []
    values: dict[str, Any] = {"tenant": tenant}
    for name, value in same.items():
        if not isinstance(value, list):
            shape.append((name, _ONE))
            values[f"of_{name}"] = value
        elif not value:
            return []
        elif is_postgres:
            shape.append((name, 0))
            values[f"of_{name}"] = column_of(table.columns[name], value)
        else:
            size = 1 << (len(value) - 1).bit_length()
            shape.append((name, size))
            padded = value + value[-1:] * (size - len(value))
            values.update((f"of_{name}_{at}", each) for at, each in enumerate(padded))
    return all_of(connection, _selected(table, tuple(shape), only, order), **values)


@cache
def _selected(
    table: Table, shape: Shape, only: tuple[str, ...], order: tuple[str, ...]
) -> Select[Any]:
    columns = table.columns
    wanted: list[Any] = [columns[name] for name in only] or [table]
    return (
        select(*wanted)
        .where(columns[TENANT] == bindparam("tenant"))
        .where(*(_is_same(columns[name], size) for name, size in shape))
        .order_by(*(columns[name] for name in order))
    )


def _is_same(column: Column[Any], size: int) -> ColumnElement[bool]:
    name = f"of_{column.name}"
    if size == _ONE:
        return column == bindparam(name)
    if size:
        # SQLite has no arrays: lists are filled up to a power of two, so that few statements do.
        return column.in_([bindparam(f"{name}_{at}") for at in range(size)])
    return column == any_(bindparam(name, type_=NullType()))

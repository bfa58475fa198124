"""Asks the server's database: a statement is compiled once, and on SQLite the driver runs it.

What SQLAlchemy does around one small statement costs ten times what SQLite needs for it. On
PostgreSQL, where a round trip costs more, statements go through it as ever.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlcipher3 import dbapi2

from storage.database import compiled


def all_of(connection: Connection, statement: ClauseElement, **values: Any) -> list[Any]:
    """Give all rows, each by the names of its columns and in their order.

    The statement is a constant or comes out of a cache, because it is kept for ever. Raises
    DBAPIError.
    """
    if connection.dialect.name != "sqlite":
        return list(cast("Any", connection).execute(statement, values))
    known = compiled(statement)
    rows = _driven(connection, known.sql, known.ordered(values)).fetchall()
    return list(map(_rows_of(statement), rows))


def one_of(connection: Connection, statement: ClauseElement, **values: Any) -> Any:
    """Give the only row, or None when there is none."""
    rows = all_of(connection, statement, **values)
    assert len(rows) <= 1, "one row at the most was asked for"
    return rows[0] if rows else None


def touched_by(connection: Connection, statement: ClauseElement, **values: Any) -> int:
    """Run a statement that writes; give how many rows it touched."""
    if connection.dialect.name != "sqlite":
        return int(cast("Any", connection).execute(statement, values).rowcount)
    known = compiled(statement)
    return int(_driven(connection, known.sql, known.ordered(values)).rowcount)


def drive(connection: Connection, sql: str) -> None:
    """Let SQLite's driver run a text."""
    _driven(connection, sql, ())


def drive_many(connection: Connection, sql: str, rows: list[tuple[Any, ...]]) -> None:
    """Let SQLite's driver run a text with one row after the other."""
    if _is_watched(connection):
        connection.exec_driver_sql(sql, rows)
        return
    driver: Any = connection.connection.driver_connection
    try:
        driver.executemany(sql, rows)
    except dbapi2.Error as error:
        raise _named(connection, error) from error


def _driven(connection: Connection, sql: str, values: Sequence[Any]) -> Any:
    if _is_watched(connection):
        return connection.exec_driver_sql(sql, tuple(values))
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(sql, values)
    except dbapi2.Error as error:
        raise _named(connection, error) from error


def _is_watched(connection: Connection) -> bool:
    """Say whether somebody listens to what is sent: then SQLAlchemy sends it, and tells them."""
    return bool(cast("Any", connection).dispatch.before_cursor_execute)


def _named(connection: Connection, error: dbapi2.Error) -> BaseException:
    """Make of a driver's error what SQLAlchemy makes of it; no values are in it."""
    made: BaseException = DBAPIError.instance(
        None, None, error, dbapi2.Error, hide_parameters=True, dialect=connection.dialect
    )
    return made


@cache
def _rows_of(statement: ClauseElement) -> Callable[[Iterable[Any]], Any]:
    """Give what makes a row of a statement's values: by the names of its columns."""
    columns = [column.name for column in cast("Any", statement).exported_columns]
    make: Any = namedtuple  # noqa: PYI024 - its columns are known at run time only
    made: Callable[[Iterable[Any]], Any] = make("row", columns)._make
    return made

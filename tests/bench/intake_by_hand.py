"""The baseline of the intake bench: the same rows as idiomatic SQL, in the same transactions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg
from sqlalchemy import BigInteger, LargeBinary, Table
from sqlalchemy.engine import make_url
from sqlcipher3 import dbapi2

from storage.server.database import open_sqlite
from storage.server.postgres import open_postgres
from storage.server.tables import BALANCES, CHANGES, EVENTS

KEY: Final = bytes(range(32))
REPLACED: Final = (BALANCES, CHANGES)
Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


class ByHand(Protocol):
    """Inserts the rows of one push in one durable transaction."""

    def insert(self, rows: Rows) -> None:
        """Insert them, and move the counter of the feed."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class PostgresByHand:
    """psycopg with binary arrays: one INSERT .. SELECT FROM unnest .. ON CONFLICT a table."""

    def __init__(self, url: str) -> None:
        open_postgres(url).close()
        query = make_url(url)
        self._connection = psycopg.connect(
            host=str(query.query["host"]), user=query.username, dbname=query.database
        )
        self._connection.execute("INSERT INTO feed VALUES ('shop', 0) ON CONFLICT DO NOTHING")
        self._connection.commit()

    def insert(self, rows: Rows) -> None:
        """Insert them, and move the counter of the feed."""
        with self._connection.transaction():
            for table, values in rows.items():
                columns = [[row[column.name] for row in values] for column in table.columns]
                self._connection.execute(_postgres(table), columns)
            self._connection.execute(
                "UPDATE feed SET last = last + %b WHERE tenant_id = 'shop'", [len(rows[EVENTS])]
            )

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class SqliteByHand:
    """sqlcipher3 with the same pragmas: one executemany a table."""

    def __init__(self, path: Path) -> None:
        open_sqlite(path, KEY).close()
        self._connection = dbapi2.connect(str(path), isolation_level=None)
        for pragma in (
            f"key = \"x'{KEY.hex()}'\"",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "secure_delete = ON",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute("INSERT INTO feed VALUES ('shop', 0) ON CONFLICT DO NOTHING")

    def insert(self, rows: Rows) -> None:
        """Insert them, and move the counter of the feed."""
        self._connection.execute("BEGIN IMMEDIATE")
        for table, values in rows.items():
            names = [column.name for column in table.columns]
            marks = ", ".join("?" * len(names))
            self._connection.executemany(
                f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
                f" {_on_conflict(table)}",
                [[row[name] for name in names] for row in values],
            )
        self._connection.execute("UPDATE feed SET last = last + ?", (len(rows[EVENTS]),))
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _postgres(table: Table) -> str:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    arrays = ", ".join(f"%b::{_kind(column.type)}[]" for column in table.columns)
    return (
        f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608
        f" {_on_conflict(table)}"
    )


def _kind(kind: object) -> str:
    if isinstance(kind, BigInteger):
        return "bigint"
    return "bytea" if isinstance(kind, LargeBinary) else "text"


def _on_conflict(table: Table) -> str:
    if table not in REPLACED:
        return "ON CONFLICT DO NOTHING"
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key)
    rest = ", ".join(
        f'"{column.name}" = excluded."{column.name}"'
        for column in table.columns
        if not column.primary_key
    )
    return f"ON CONFLICT ({keys}) DO UPDATE SET {rest}"

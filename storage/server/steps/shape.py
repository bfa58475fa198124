"""How a step of the server's tables is written down: once, for both engines."""

from __future__ import annotations

from dataclasses import dataclass

SQLITE = {"text": "TEXT", "whole": "INTEGER", "blob": "BLOB"}
POSTGRES = {"text": "TEXT", "whole": "BIGINT", "blob": "BYTEA"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What brings tables to `version`; programs below `min_reader` must not open them."""

    version: int
    min_reader: int
    sqlite: tuple[str, ...]
    postgres: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One statement as each engine wants it."""

    sqlite: str
    postgres: str


def table(name: str, keys: str = "", rest: str = "") -> Made:
    """Make a table of `text`, `whole` and `blob` columns whose key begins with the tenant.

    `keys` and `rest` read as `device text, epoch whole`.
    """
    keys = f"tenant_id text, {keys}" if keys else "tenant_id text"
    named = ", ".join(word.split()[0] for word in keys.split(", "))
    columns = f"{keys}, {rest}" if rest else keys
    return Made(
        sqlite=f"CREATE TABLE IF NOT EXISTS {name} ({_columns(columns, SQLITE)},"
        f" PRIMARY KEY ({named})) STRICT, WITHOUT ROWID",
        postgres=f"CREATE TABLE {name} ({_columns(columns, POSTGRES)}, PRIMARY KEY ({named}))",
    )


def index(name: str, on: str, columns: str, *, unique: bool = False) -> Made:
    """Make an index that begins with the tenant."""
    kind = "UNIQUE INDEX" if unique else "INDEX"
    return Made(
        sqlite=f"CREATE {kind} IF NOT EXISTS {name} ON {on} (tenant_id, {columns})",
        postgres=f"CREATE {kind} {name} ON {on} (tenant_id, {columns})",
    )


def both(made: tuple[Made, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the statements for SQLite and those for PostgreSQL."""
    return tuple(one.sqlite for one in made), tuple(one.postgres for one in made)


def _columns(columns: str, words: dict[str, str]) -> str:
    return ", ".join(
        f"{name} {words[kind]} NOT NULL"
        for name, kind in (column.split() for column in columns.split(", "))
    )

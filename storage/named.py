"""Values kept under names in one table: a till's settings and the marks of its ledger."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sqlalchemy import Delete, Select, Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import Insert, insert

from storage.database import Database


class _Statements(NamedTuple):
    """What is asked of one table, built once."""

    everything: Select[tuple[str, str]]
    get: Select[tuple[str]]
    put: Insert
    drop: Delete
    drop_all: Delete


class Named:
    """Names and values in one table. Writing belongs inside the caller's transaction.

    They are few and asked for many times a sale, so all of them are kept in memory.
    """

    def __init__(self, database: Database, table: Table) -> None:
        """Read and write `name` and `value` of a table."""
        self._db = database
        self._statements = _statements(table)
        self._known: dict[str, str] | None = None

    def get(self, name: str) -> str | None:
        """Give a value; None when there is none."""
        if self._known is None:
            if self._db.is_writing:  # it may come to nothing: then what it wrote is not known
                row = self._db.one(self._statements.get, name=name)
                return str(row[0]) if row else None
            self._known = dict(self._db.all(self._statements.everything))
        return self._known.get(name)

    def beginning(self, text: str) -> dict[str, str]:
        """Give the values whose names begin like this."""
        rows = self._db.all(self._statements.everything)
        return {name: value for name, value in rows if name.startswith(text)}

    def put(self, name: str, value: str) -> None:
        """Write a value, in place of the one before."""
        self._known = None
        self._db.run(self._statements.put, {"name": name, "value": value})

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._known = None
        self._db.run(self._statements.drop, {"of_name": name})

    def drop_all(self, beginning: str) -> None:
        """Forget every value whose name begins like this."""
        self._known = None
        self._db.run(self._statements.drop_all, {"beginning": f"{beginning}*"})


@cache
def _statements(table: Table) -> _Statements:
    adding = insert(table)
    return _Statements(
        everything=select(table.c.name, table.c.value),
        get=select(table.c.value).where(table.c.name == bindparam("name")),
        put=adding.on_conflict_do_update(
            index_elements=["name"], set_={"value": adding.excluded.value}
        ),
        drop=delete(table).where(table.c.name == bindparam("of_name")),
        drop_all=delete(table).where(table.c.name.op("GLOB")(bindparam("beginning"))),
    )

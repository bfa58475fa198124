"""Values kept under names in one table: a till's settings and the marks of its ledger."""

from __future__ import annotations

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database


class Named:
    """Names and values in one table. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database, table: Table) -> None:
        """Read and write `name` and `value` of a table."""
        self._db = database
        adding = insert(table)
        self._get = select(table.c.value).where(table.c.name == bindparam("name"))
        self._put = adding.on_conflict_do_update(
            index_elements=["name"], set_={"value": adding.excluded.value}
        )
        self._drop = delete(table).where(table.c.name == bindparam("of_name"))

    def get(self, name: str) -> str | None:
        """Give a value; None when there is none."""
        row = self._db.one(self._get, name=name)
        return str(row[0]) if row else None

    def put(self, name: str, value: str) -> None:
        """Write a value, in place of the one before."""
        self._db.run(self._put, {"name": name, "value": value})

    def drop(self, name: str) -> None:
        """Forget a value."""
        self._db.run(self._drop, {"of_name": name})

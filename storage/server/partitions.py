"""Events and postings on PostgreSQL lie in partitions by their position in the feed.

Each holds as many positions of every tenant. The next one is made while the one before it fills,
and attached with a lock that neither readers nor writers wait for.
"""

from __future__ import annotations

import threading

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.server import migrate

ROWS = 5_000_000
"""Positions in a partition: about 5 GB of events and postings, a day of ten thousand tills."""
NAME = "partition_rows"
OPTION = "partitions"
TABLES = ("events", "postings")
LOCK_MS = 1_000
_FIND = """
    SELECT coalesce(max(substring(c.relname FROM '[0-9]+$')::int), -1)
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'events'::regclass
"""


class Partitions:
    """The partitions of one database."""

    def __init__(self, engine: Engine, rows: int) -> None:
        self._engine = engine
        self._rows = rows
        self._newest = -1
        self._lock = threading.Lock()

    def reach(self, position: int) -> None:
        """See to it that the partition of a position is there, and the one after it.

        Where the next one cannot be made now, that is tried again with the next event: there is
        a whole partition's time for it.
        """
        wanted = position // self._rows + 1
        if wanted <= self._newest:
            return
        with self._lock:
            if wanted <= self._newest:
                return
            try:
                with self._engine.connect() as connection, connection.begin():
                    self._newest = _make_up_to(connection, wanted, self._rows)
            except DBAPIError:
                if wanted - 1 > self._newest:
                    raise


def of(connection: Connection) -> Partitions | None:
    """Give the partitions of a connection's database; None on SQLite, which has none."""
    found: Partitions | None = connection.get_execution_options().get(OPTION)
    return found


def _make_up_to(connection: Connection, wanted: int, rows: int) -> int:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_MS}")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({migrate.LOCK})")
    newest = int(connection.exec_driver_sql(_FIND).scalar_one())
    for number in range(newest + 1, wanted + 1):
        for table in TABLES:
            for statement in _statements(table, number, rows):
                connection.exec_driver_sql(statement)
    return max(newest, wanted)


def _statements(table: str, number: int, rows: int) -> list[str]:
    name = f"{table}_p{number:04d}"
    # Making it apart and attaching it afterwards takes no lock that anybody waits for, while
    # CREATE TABLE .. PARTITION OF keeps every reader and writer of the whole table out.
    made = [
        f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING STORAGE)",
        (
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name}"
            f" EXECUTE FUNCTION only_added('{table}')"
        ),
    ]
    if table == "events":
        made.append(f"CREATE UNIQUE INDEX {name}_once ON {name} (tenant_id, device, epoch, seq)")
    attach = f"FOR VALUES FROM ({number * rows}) TO ({(number + 1) * rows})"
    return [*made, f"ALTER TABLE {table} ATTACH PARTITION {name} {attach}"]

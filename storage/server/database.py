"""Gives transactions of the server's database, with the failures of either engine as outages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from loyalty.errors import LoyaltyError, Outage
from storage.server import migrate
from storage.server.rows import Row, add, add_columns, drop, drop_columns, put, put_columns
from storage.server.sqlite import failure as sqlite_failure
from storage.server.sqlite import look_at_engine, open_engine
from storage.server.steps import SERVER_STEPS
from storage.server.steps.shape import Step

__all__ = [
    "Connection",
    "Database",
    "Row",
    "add",
    "add_columns",
    "drop",
    "drop_columns",
    "look_at_sqlite",
    "open_sqlite",
    "put",
    "put_columns",
]

WAIT_S = 10.0
_NO_OPTIONS: Mapping[str, Any] = MappingProxyType({"reads_only": True})


class Database:
    """One database; a transaction that raises has not happened."""

    def __init__(
        self,
        engine: Engine,
        *,
        steps: Sequence[Step] = SERVER_STEPS,
        failure: Callable[[DBAPIError], LoyaltyError] = sqlite_failure,
        read_options: Mapping[str, Any] = _NO_OPTIONS,
    ) -> None:
        """Keep an engine; `read_options` make a connection's transactions see one moment."""
        self.engine = engine
        self._steps = steps
        self._failure = failure
        self._read_options = dict(read_options)
        self._writer = threading.Lock()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may write; commits durably at the end.

        Raises Outage `database_busy`, `database_down`, `disk_full`, `disk_read_only` or
        `database_failed`, Refusal `body_broken` for a value that cannot be kept, and Corrupt
        `books_corrupt`.
        """
        with (
            self._its_turn(),
            self._translated(),
            self.engine.connect() as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one moment and writes nothing."""
        with (
            self._translated(),
            self.engine.connect().execution_options(**self._read_options) as connection,
            connection.begin(),
        ):
            yield connection

    def upgrade(self) -> int:
        """Run the steps that are missing. Raises Outage `database_newer` and as `write` does."""
        with self.write() as connection:
            return migrate.upgrade(connection, self._steps)

    def check(self) -> None:
        """Raise an Outage unless the database answers and every step was run."""
        with self.read() as connection:
            if migrate.missing(connection, self._steps):
                raise Outage("database_failed", "the database is of an older program")

    def connections(self) -> int:
        """Count the connections in use."""
        used = getattr(self.engine.pool, "checkedout", None)
        return int(used()) if used is not None else 0

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        """Let one thread after the other write to SQLite.

        It has one writer anyway, but those that wait only look now and then whether it is done:
        of many, some are unlucky for seconds.
        """
        if self.engine.dialect.name != "sqlite":
            yield
            return
        if not self._writer.acquire(timeout=WAIT_S):
            raise Outage("database_busy", "too many requests write at once: come back soon")
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._failure(error) from error
        except NoConnectionLeft as error:
            raise Outage("database_busy", "every connection to the database is in use") from error


def open_sqlite(path: Path, key: bytes, *, steps: Sequence[Step] = SERVER_STEPS) -> Database:
    """Open or make an encrypted SQLite database under a raw 256-bit key.

    Raises Outage when the file cannot be opened, Corrupt `wrong_key` or `books_corrupt` when the
    key does not fit or the file is damaged.
    """
    database = Database(open_engine(path, key, steps), steps=steps)
    database.upgrade()
    return database


def look_at_sqlite(path: Path, key: bytes) -> Database:
    """Open one to read only, as it is; whoever writes to it goes on. Raises as `open_sqlite`."""
    return Database(look_at_engine(path, key))

"""Opens the server's database and gives transactions, with the disk's failures as outages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    TextClause,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from loyalty.errors import Corrupt, LoyaltyError, Outage
from storage import failures
from storage.server.tables import METADATA, TRIGGERS_SQLITE

__all__ = ["Connection", "Database", "Row", "add", "open_sqlite", "put"]

KEY_BYTES = 32
BUSY_MS = 5_000
FILE = "books"
POOL = 8
Row = Mapping[str, Any]


class Database:
    """One database; a transaction that raises has not happened."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may write; commits durably at the end.

        Raises Outage `database_busy`, `disk_full`, `disk_read_only` or `database_failed`,
        and Corrupt `database_corrupt`.
        """
        try:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise failure(error) from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one moment and writes nothing."""
        try:
            with (
                self.engine.connect().execution_options(reads_only=True) as connection,
                connection.begin(),
            ):
                yield connection
        except DBAPIError as error:
            raise failure(error) from error

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def failure(error: DBAPIError) -> LoyaltyError:
    """Say in our own words what the disk or the database said."""
    ours = failures.of(error.orig, FILE) if isinstance(error.orig, dbapi2.Error) else None
    if ours is not None:
        return ours
    if isinstance(error, IntegrityError):
        return Corrupt(f"{FILE}_corrupt", f"the server's books disagree: {error.orig}")
    return Outage("database_failed", f"the server's database failed: {error.orig}")


def open_sqlite(
    path: Path,
    key: bytes,
    *,
    metadata: MetaData = METADATA,
    triggers: Sequence[TextClause] = TRIGGERS_SQLITE,
) -> Database:
    """Open or make an encrypted SQLite database under a raw 256-bit key.

    Raises Outage when the file cannot be opened, Corrupt `database_corrupt` when the key does
    not fit or the file is damaged.
    """
    assert len(key) == KEY_BYTES, len(key)

    def connect() -> Any:
        connection = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
        for pragma in (
            f"key = \"x'{key.hex()}'\"",
            f"busy_timeout = {BUSY_MS}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=POOL,
        pool_timeout=BUSY_MS / 1000,
        hide_parameters=True,  # an error that is logged must not show what it was about
    )
    event.listen(engine, "begin", _begin)
    database = Database(engine)
    with database.write() as connection:
        metadata.create_all(connection)
        for trigger in triggers:
            connection.execute(trigger)
    return database


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns to writing gets SQLITE_BUSY at once, without waiting.
    reads = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that must not be there yet."""
    if rows:
        connection.execute(table.insert(), rows)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, or replace what stands under their keys."""
    if rows:
        connection.execute(_upsert(table, connection.dialect.name), rows)


@cache
def _upsert(table: Table, dialect: str) -> Any:
    # Built once a table: building costs SQLAlchemy more than the database needs to run it.
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in keys]
    insert: Callable[[Table], Any] = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table)
    if not others:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in others}
    )

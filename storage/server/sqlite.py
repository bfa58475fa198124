"""The server's database as an encrypted SQLite file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy import inspect as look_at
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from loyalty.errors import Corrupt, LoyaltyError, Outage
from storage import failures
from storage.server import migrate
from storage.server.query import drive
from storage.server.steps.shape import Step

KEY_BYTES = 32
BUSY_MS = 5_000
FILE = "books"
POOL = 8


def open_engine(path: Path, key: bytes, steps: Sequence[Step]) -> Engine:
    """Open connections to a file; one of an older version is copied beside itself first.

    Raises Outage when the file cannot be opened, Corrupt when the key does not fit.
    """
    engine = _engine(lambda: _connected(path, key))
    try:
        _copy_first(engine, path, key, steps)
    except DBAPIError as error:
        raise failure(error) from error
    return engine


def look_at_engine(path: Path, key: bytes) -> Engine:
    """Open connections that never write to a file that is there."""

    def connected() -> Any:
        connection = _connected(path, key)
        connection.execute("PRAGMA query_only = ON")
        return connection

    return _engine(connected)


def failure(error: DBAPIError) -> LoyaltyError:
    """Say in our own words what the disk or SQLite said."""
    ours = failures.of(error.orig, FILE) if isinstance(error.orig, dbapi2.Error) else None
    if ours is not None:
        return ours
    if isinstance(error, IntegrityError):
        return Corrupt(f"{FILE}_corrupt", f"the server's books disagree: {error.orig}")
    return Outage("database_failed", f"the server's database failed: {error.orig}")


def _engine(connected: Callable[[], Any]) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connected,
        poolclass=QueuePool,
        pool_size=POOL,
        pool_timeout=BUSY_MS / 1000,
        hide_parameters=True,  # an error that is logged must not show what it was about
    )
    event.listen(engine, "begin", _begin)
    return engine


def _connected(path: Path, key: bytes) -> Any:
    assert len(key) == KEY_BYTES, len(key)
    connection = dbapi2.connect(str(path), check_same_thread=False, isolation_level=None)
    for pragma in (
        f"key = \"x'{key.hex()}'\"",
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # without it INSERT OR REPLACE deletes and no trigger hears it
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns to writing gets SQLITE_BUSY at once, without waiting.
    reads = connection.get_execution_options().get("reads_only", False)
    drive(connection, "BEGIN" if reads else "BEGIN IMMEDIATE")


def _copy_first(engine: Engine, path: Path, key: bytes, steps: Sequence[Step]) -> None:
    with engine.connect().execution_options(reads_only=True) as connection:
        is_new = not look_at(connection).get_table_names()
        if is_new or not migrate.missing(connection, steps):
            return
        found = migrate.version(connection)
        copy = path.with_name(f"{path.stem}.v{found}.backup")
        copy.unlink(missing_ok=True)
        target = _connected(copy, key)
        try:
            source: Any = connection.connection.driver_connection
            source.backup(target)
        finally:
            target.close()

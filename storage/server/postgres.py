"""The server's database on PostgreSQL: connections with a time limit for everything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

import psycopg
from psycopg import errors
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from loyalty.errors import Corrupt, LoyaltyError, Outage, Refusal
from storage.server import arrays, migrate, partitions
from storage.server.database import Database
from storage.server.lines import CopiedLine, Line, PatientLine, drop_demoted
from storage.server.partitions import Partitions

DRIVER: Final = "postgresql+psycopg"
CONNECT_S: Final = 5
STATEMENT_MS: Final = 15_000
LOCK_MS: Final = 5_000
IDLE_MS: Final = 30_000
POOL_S: Final = 5
POOL: Final = 12
OVERFLOW: Final = 2
"""Beside the pool, for making partitions while every connection of it writes."""
REPLICATED: Final = "replicated"

_LINES: Final[dict[str, type[Line]]] = {"yes": CopiedLine, "no": Line}
_BUSY = (
    errors.LockNotAvailable,
    errors.QueryCanceled,
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.TooManyConnections,
)
_MEANINGS: Final[tuple[tuple[Any, Callable[[str], LoyaltyError]], ...]] = (
    (
        errors.DiskFull,
        lambda _: Outage("disk_full", "the disk of the database is full: make room, then go on"),
    ),
    (
        errors.ReadOnlySqlTransaction,
        lambda _: Outage("disk_read_only", "the database takes no writes now: is it a standby?"),
    ),
    (
        psycopg.DataError,
        lambda _: Refusal("body_broken", "a text or a number in it cannot be kept"),
    ),
    (
        psycopg.IntegrityError,
        lambda said: Corrupt("books_corrupt", f"the server's books disagree: {said}"),
    ),
    (_BUSY, lambda said: Outage("database_busy", f"the database is busy: {said}")),
    (
        psycopg.OperationalError,
        lambda said: Outage("database_down", f"the database does not answer: {said}"),
    ),
)
_READS: Final = {
    "isolation_level": "REPEATABLE READ",
    "postgresql_readonly": True,
    "reads_only": True,
}


def open_postgres(url: str, *, partition_rows: int = partitions.ROWS, pool: int = POOL) -> Database:
    """Open a database by its address, `postgresql://user@host/name`, and bring it up to date.

    With `replicated=yes` in the address nothing counts before a standby has it. A new one gets
    partitions of `partition_rows` positions, which stays as it is. Raises Refusal
    `database_address`, Outage `database_down`, `database_newer` and as `Database.write`.
    """
    address, line = _address(url)
    with closing(Database(_engine(address, PatientLine, 1), failure=failure)) as patient:
        patient.upgrade()
    engine = _engine(address, line, pool)
    bare = Database(engine, failure=failure, read_options=_READS)
    try:
        rows = _partition_rows(bare, partition_rows)
        parts = Partitions(engine, rows)
        with bare._translated():  # noqa: SLF001 - the same words for the same failures
            parts.reach(0)
    except LoyaltyError:
        bare.close()
        raise
    known = engine.execution_options(**{partitions.OPTION: parts})
    return Database(known, failure=failure, read_options=_READS)


def look_at_postgres(url: str) -> Database:
    """Open a database to read only, as it is; a standby does. Raises as `open_postgres`."""
    address, _ = _address(url)
    return Database(_engine(address, PatientLine, 1), failure=failure, read_options=_READS)


def _engine(address: URL, line: type[Line], pool: int) -> Engine:
    limits = {
        "statement_timeout": STATEMENT_MS,
        "lock_timeout": LOCK_MS,
        "idle_in_transaction_session_timeout": IDLE_MS,
    }
    given = {
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        "application_name": "regulars",
        "client_encoding": "utf8",
    }
    if "connect_timeout" not in address.query:
        given["connect_timeout"] = str(CONNECT_S)
    engine = create_engine(
        address,
        connect_args=given,
        poolclass=QueuePool,
        pool_size=pool,
        max_overflow=OVERFLOW,
        pool_timeout=POOL_S,
        hide_parameters=True,  # an error that is logged must not show what it was about
    )
    event.listen(engine, "do_connect", lambda _d, _r, words, named: line.connect(*words, **named))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "handle_error", drop_demoted)
    return engine


def _address(url: str) -> tuple[URL, type[Line]]:
    # Nothing of the address is repeated: there may be a password in it.
    wrong = Refusal(
        "database_address", "a database's address is written postgresql://user@host/name"
    )
    try:
        address = make_url(url)
    except ArgumentError:
        raise wrong from None
    replicated = address.query.get(REPLICATED, "no")
    if address.drivername not in ("postgresql", "postgres", DRIVER) or replicated not in _LINES:
        raise wrong
    address = address.difference_update_query([REPLICATED])
    return address.set(drivername=DRIVER), _LINES[str(replicated)]


def failure(error: DBAPIError) -> LoyaltyError:
    """Say in our own words what PostgreSQL said, without the values that it was about."""
    origin = error.orig
    said = ""
    if isinstance(origin, psycopg.Error):
        said = origin.diag.message_primary or type(origin).__name__
    for kind, made in _MEANINGS:
        if isinstance(origin, kind):
            return made(said)
    return Outage("database_failed", f"the server's database failed: {said}")


def _partition_rows(database: Database, wanted: int) -> int:
    with database.write() as connection:
        rows = migrate.read(connection, partitions.NAME)
        if rows is None:
            rows = wanted
            migrate.keep(connection, partitions.NAME, rows)
    return rows


def _prepare(connection: Any, _record: object) -> None:
    arrays.register(connection.adapters)

"""Brings the server's tables to the version of this program: forward only, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text, select
from sqlalchemy import inspect as look_at
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from loyalty.errors import Outage
from storage.server.steps.shape import Step

VERSION = "version"
MIN_READER = "min_reader"
LOCK = 0x7265_6775_6C61_7273
"""The number under which programs that open one PostgreSQL database wait for one another."""

# What is true of all tables and so belongs to no tenant.
META = Table(
    "meta",
    MetaData(),
    Column("name", Text(), primary_key=True),
    Column("value", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


def version(connection: Connection) -> int:
    """Give the version of the tables; 0 is an empty database, or one from before versions."""
    return read(connection, VERSION) or 0


def read(connection: Connection, name: str) -> int | None:
    """Give a number that is kept about all tables."""
    if not look_at(connection).has_table(META.name):
        return None
    return connection.execute(select(META.c.value).where(META.c.name == name)).scalar_one_or_none()


def keep(connection: Connection, name: str, value: int) -> None:
    """Keep a number about all tables."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(META).values(name=name, value=value)
    connection.execute(
        row.on_conflict_do_update(index_elements=["name"], set_={"value": row.excluded.value})
    )


def missing(connection: Connection, steps: Sequence[Step]) -> list[Step]:
    """Give the steps that are still to be run; none for tables of a newer program.

    Raises Outage `database_newer` where this program must not open them.
    """
    found, newest = version(connection), steps[-1].version
    least = read(connection, MIN_READER) or 0
    if newest < least:
        raise Outage(
            "database_newer",
            f"a newer Regulars made this server's data: install one that reads version {least}",
            expected=least,
            got=newest,
        )
    return [step for step in steps if step.version > found]


def upgrade(connection: Connection, steps: Sequence[Step]) -> int:
    """Run what is missing inside the caller's transaction; give how many steps that were.

    Raises as `missing`.
    """
    is_postgres = connection.dialect.name == "postgresql"
    if is_postgres:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    steps_left = missing(connection, steps)
    if steps_left and read(connection, VERSION) is None:
        connection.execute(CreateTable(META))
    for step in steps_left:
        for statement in step.postgres if is_postgres else step.sqlite:
            connection.exec_driver_sql(statement)
        keep(connection, VERSION, step.version)
        # An earlier step's demand holds on: a later one that asks for less takes nothing back.
        keep(connection, MIN_READER, max(step.min_reader, read(connection, MIN_READER) or 0))
    return len(steps_left)

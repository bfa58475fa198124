"""The server's tables from every released state on both engines, against golden lists."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from loyalty.errors import Outage
from storage.server import migrate, sqlite
from storage.server.database import Database, open_sqlite
from storage.server.postgres import open_postgres
from storage.server.steps import PEOPLE_KEY_STEPS, SERVER_STEPS
from storage.server.steps.shape import Step
from storage.server.tables import METADATA
from tests.postgres import Cluster
from tests.storage.server.listing import listing

KEY = bytes(range(32))
SCHEMA = Path(__file__).parent / "schema"
NEWEST = SERVER_STEPS[-1].version
ROW = (
    "INSERT INTO events (tenant_id, device, epoch, seq, position, event_id, type, day, outcome,"
    " posted, raw, hash, received_us)"
    " VALUES ('shop', 'till', 1, 1, 7, 'e1', 'sale', '2026-11-18', 'created', 1, {0}, {0}, 1)"
)
POSTING = (
    "INSERT INTO postings (tenant_id, {0}, line, debit, credit, unit, amount, lot)"
    " VALUES ('shop', {1}, 0, 'given', 'm:a:open', 'points', 5, 'l~9999-12-31')"
)


def fill(connection: Connection, version: int) -> None:
    """Add an event with a posting, as a program of that version did."""
    is_postgres = connection.dialect.name == "postgresql"
    connection.exec_driver_sql(ROW.format("'\\x00'::bytea" if is_postgres else "x'00'"))
    by_position = is_postgres or version > 1
    columns = ("position", "7") if by_position else ("device, epoch, seq", "'till', 1, 1")
    connection.exec_driver_sql(POSTING.format(*columns))


def check(database: Database, golden: str) -> None:
    """Compare with the golden list; the event is there, and nobody can change it."""
    with database.read() as connection:
        assert listing(connection) == (SCHEMA / golden).read_text("utf-8")
        assert migrate.version(connection) == NEWEST
        found = connection.execute(text("SELECT position, amount FROM postings")).all()
        assert [tuple(row) for row in found] == [(7, 5)]
    for table in ("events", "postings"):
        for statement in ("UPDATE {} SET position = 8", "DELETE FROM {}"):
            with (
                pytest.raises(Exception, match="only ever added"),
                database.engine.begin() as connection,
            ):
                connection.exec_driver_sql(statement.format(table))


@pytest.mark.parametrize("version", range(NEWEST + 1))
def test_a_file_of_every_version_becomes_todays(data_dir: Path, version: int) -> None:
    path = data_dir / "server.db"
    engine = sqlite.open_engine(path, KEY, SERVER_STEPS)
    if version == 0:  # from before there were steps
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.executescript((SCHEMA / "version-0.sql").read_text("utf-8"))
    with engine.begin() as connection:
        if version:
            migrate.upgrade(connection, SERVER_STEPS[:version])
        fill(connection, version)
    engine.dispose()
    with closing(open_sqlite(path, KEY)) as database:
        check(database, "sqlite.txt")
    copy = data_dir / f"server.v{version}.backup"
    assert copy.exists() == (version < NEWEST)
    if copy.exists():
        with closing(open_sqlite(copy, KEY)) as database:
            check(database, "sqlite.txt")


@pytest.fixture
def address(postgres: Cluster) -> Iterator[str]:
    """Give an empty PostgreSQL database."""
    url = postgres.empty("migrated")
    yield url
    postgres.drop(url)


@pytest.mark.postgres
@pytest.mark.parametrize("version", range(1, NEWEST + 1))
def test_a_postgres_of_every_version_becomes_todays(address: str, version: int) -> None:
    with closing(open_postgres(address, partition_rows=100)) as database:
        engine = database.engine
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA public")
            migrate.upgrade(connection, SERVER_STEPS[:version])
    with closing(open_postgres(address, partition_rows=100)) as database:
        with database.write() as connection:
            fill(connection, version)
        check(database, "postgres.txt")
    with closing(open_postgres(address, partition_rows=999)) as database:
        check(database, "postgres.txt")  # the size of partitions stays as it was


@pytest.mark.postgres
def test_truncate_is_refused_too(address: str) -> None:
    with closing(open_postgres(address)) as database:
        for table in ("events", "postings", "events_p0000", "postings_p0001"):
            with (
                pytest.raises(Exception, match="only ever added"),
                database.engine.begin() as connection,
            ):
                connection.exec_driver_sql(f"TRUNCATE {table}")


def test_core_knows_the_very_columns(data_dir: Path) -> None:
    with closing(open_sqlite(data_dir / "server.db", KEY)) as database, database.read() as c:
        names = set(
            c.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type='table'").scalars()
        )
        assert names == {*METADATA.tables, "meta"}
        for table in METADATA.tables.values():
            found = {
                row.name: (row.type, bool(row.pk))
                for row in c.exec_driver_sql(f"PRAGMA table_info({table.name})")
            }
            ours = {
                column.name: (column.type.compile(c.dialect), column.primary_key)
                for column in table.columns
            }
            assert found == ours, table.name


NEXT = Step(
    version=NEWEST + 1,
    min_reader=NEWEST + 1,
    sqlite=("CREATE TABLE half (a TEXT) STRICT", "not even SQL"),
    postgres=("CREATE TABLE half (a TEXT)", "not even SQL"),
)


def test_a_failed_step_has_not_happened(shop_dir: Path) -> None:
    address = shop_dir / "database"
    opened = (
        open_postgres(address.read_text("utf-8"))
        if address.exists()
        else open_sqlite(shop_dir / "server.db", KEY)
    )
    with closing(opened) as database:
        with pytest.raises(Outage), database.write() as connection:
            migrate.upgrade(connection, (*SERVER_STEPS, NEXT))
        with database.read() as connection:
            assert migrate.version(connection) == NEWEST
            assert "half" not in listing(connection)


def test_tables_of_a_newer_program_are_refused_or_read(shop_dir: Path) -> None:
    address = shop_dir / "database"

    def opened() -> Database:
        if address.exists():
            return open_postgres(address.read_text("utf-8"))
        return open_sqlite(shop_dir / "server.db", KEY)

    with closing(opened()) as database, database.write() as connection:
        migrate.keep(connection, migrate.VERSION, NEWEST + 5)
    opened().close()
    with closing(opened()) as database, database.write() as connection:
        migrate.keep(connection, migrate.MIN_READER, NEWEST + 1)
    with pytest.raises(Outage) as caught:
        opened()
    assert caught.value.code == "database_newer"


def test_steps_are_numbered_without_a_gap() -> None:
    for steps in (SERVER_STEPS, PEOPLE_KEY_STEPS):
        assert [step.version for step in steps] == list(range(1, len(steps) + 1))
        assert all(step.min_reader <= step.version for step in steps)

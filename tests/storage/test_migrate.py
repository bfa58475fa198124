"""Versions of a file: forward only, a copy first, and a newer file is refused or read."""

from contextlib import closing
from pathlib import Path

import pytest

from loyalty.errors import Corrupt, Outage
from storage import migrate
from storage.database import Database
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.migrations import DIRECTORY_STEPS, LEDGER_STEPS
from storage.migrations.step import Step
from storage.records import Page, Person, Position
from tests.contract import entries

NEXT = len(LEDGER_STEPS) + 1
SECOND = Step(version=NEXT, min_reader=1, statements=("ALTER TABLE chain ADD COLUMN note TEXT",))
BROKEN = Step(
    version=NEXT + 1,
    min_reader=NEXT + 1,
    statements=("CREATE TABLE half (a TEXT) STRICT", "DELETE FROM event", "not even SQL"),
)


@pytest.fixture
def path(data_dir: Path) -> Path:
    """Give a ledger of today's version with a sale in it."""
    found = data_dir / "ledger.db"
    with closing(SqlLedger(found, entries.KEY)) as ledger:
        ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
        ledger.commit(entries.sale(ledger, 1))
    return found


def set_version(path: Path, version: int, min_reader: int) -> None:
    """Let a file look as if a newer program had written it."""
    with closing(Database(path, entries.KEY, file="ledger")) as database:
        database.sql(f"PRAGMA user_version = {version}")
        statement = f"REPLACE INTO meta VALUES ('min_reader', '{min_reader}')"  # noqa: S608 - a number
        database.sql(statement)


def test_steps_are_numbered_without_a_gap() -> None:
    assert [step.version for step in LEDGER_STEPS] == list(range(1, len(LEDGER_STEPS) + 1))
    assert all(step.min_reader <= step.version for step in LEDGER_STEPS)


def test_a_new_file_needs_no_copy(path: Path) -> None:
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_nothing_is_done_to_a_current_file(path: Path) -> None:
    before = path.read_bytes()
    SqlLedger(path, entries.KEY).close()
    assert path.read_bytes() == before


def test_a_copy_is_made_before_a_step(path: Path) -> None:
    with closing(Database(path, entries.KEY, file="ledger")) as database:
        copy = migrate.upgrade(database, (*LEDGER_STEPS, SECOND), entries.KEY)
        assert migrate.version(database) == NEXT
        assert database.sql("SELECT note FROM chain") == [(None,)]
    assert copy is not None
    assert copy.name == f"ledger.v{NEXT - 1}.backup"
    with closing(Database(copy, entries.KEY, file="ledger", create=False)) as database:
        assert migrate.version(database) == NEXT - 1
        assert database.sql("SELECT count(*) FROM event") == [(1,)]
    with pytest.raises(Corrupt):
        Database(copy, bytes(32), file="ledger")


def test_people_of_the_first_version_are_found_in_new_ways(data_dir: Path) -> None:
    path = data_dir / "directory.db"
    with closing(Database(path, entries.KEY, file="directory")) as database:
        migrate.upgrade(database, DIRECTORY_STEPS[:1], entries.KEY)
        database.sql(
            "INSERT INTO person VALUES"
            " (1, 'p1', 1, 'Anna de Vries', '+31612345678', '', '', '', '{}')"
        )
        database.sql("INSERT INTO person_name (rowid, name) VALUES (1, 'Anna de Vries')")
    with closing(SqlDirectory(path, entries.KEY)) as directory:
        assert directory.people_named("an vri", 5) == ("p1",)
        assert directory.people_phoned("5678", 5) == ("p1",)
        own = Position(epoch=1, seq=0)
        renamed = Person(person_id="p1", version=2, name="Anna Berg", phone="+31687654321")
        directory.apply(Page(cursor="c", feed_epoch="f", own=own, people=(renamed,)))
        assert directory.people_named("vries", 5) == ()
        assert directory.people_named("berg", 5) == ("p1",)
        assert directory.people_phoned("5678", 5) == ()
        directory.database.check(whole=True)


def test_a_failed_step_leaves_the_version_before(path: Path) -> None:
    with closing(Database(path, entries.KEY, file="ledger")) as database:
        with pytest.raises(Corrupt):
            migrate.upgrade(database, (*LEDGER_STEPS, SECOND, BROKEN), entries.KEY)
        assert migrate.version(database) == NEXT
        assert database.sql("SELECT name FROM sqlite_schema WHERE name = 'half'") == []
    with closing(SqlLedger(path, entries.KEY)) as ledger:
        assert ledger.verify().events == 1


def test_a_newer_file_that_we_may_read_is_opened(path: Path) -> None:
    set_version(path, 9, 1)
    with closing(SqlLedger(path, entries.KEY)) as ledger:
        ledger.commit(entries.sale(ledger, 2))
        assert ledger.verify().events == 2


def test_a_newer_file_is_refused_and_left_alone(path: Path) -> None:
    set_version(path, 9, 8)
    before = path.read_bytes()
    with pytest.raises(Outage) as caught:
        SqlLedger(path, entries.KEY)
    assert caught.value.code == "database_newer"
    assert "8" in caught.value.message
    assert path.read_bytes() == before

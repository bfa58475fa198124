"""Rows are found by what stands in their columns, by statements that are built once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError

from loyalty.errors import Corrupt
from storage.server.database import Database, add, open_sqlite
from storage.server.matching import find
from storage.server.query import drive, drive_many
from storage.server.tables import SETTINGS

KEY = bytes(range(32))
NAMES = [f"name {n:03}" for n in range(11)] + ["a\0b", "a"]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_sqlite(tmp_path / "server.db", KEY)
    with opened.write() as connection:
        for tenant in ("shop", "other"):
            rows = [{"tenant_id": tenant, "name": name, "value": name * 2} for name in NAMES]
            add(connection, SETTINGS, rows)
    yield opened
    opened.close()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 8, 9, 13])
def test_each_of_a_list_is_found_once(database: Database, count: int) -> None:
    """Whatever the length is that a statement was built for."""
    wanted = NAMES[:count]
    with database.read() as connection:
        found = find(connection, SETTINGS, "shop", order=("name",), name=wanted)
    assert [row.name for row in found] == sorted(wanted)
    assert {row.tenant_id for row in found} <= {"shop"}


def test_a_text_is_compared_to_its_end(database: Database) -> None:
    """Also where a zero stands in it, and in a list as well as alone."""
    with database.read() as connection:
        assert [row.value for row in find(connection, SETTINGS, "shop", name="a")] == ["aa"]
        assert [row.value for row in find(connection, SETTINGS, "shop", name=["a"])] == ["aa"]
        assert [row.name for row in find(connection, SETTINGS, "shop", name=["a\0b"])] == ["a\0b"]


def test_only_some_columns_come(database: Database) -> None:
    with database.read() as connection:
        assert find(connection, SETTINGS, "shop", only=("value",), name="a") == [("aa",)]


def test_whoever_listens_hears_every_statement(database: Database) -> None:
    """A trace, or a test of what is asked, sees the same rows by way of SQLAlchemy."""
    heard: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    with database.read() as connection:
        alone = find(connection, SETTINGS, "shop", order=("name",))
        event.listen(database.engine, "before_cursor_execute", note)
        listened = find(connection, SETTINGS, "shop", order=("name",))
        event.remove(database.engine, "before_cursor_execute", note)
    assert [tuple(row) for row in listened] == [tuple(row) for row in alone]
    assert len(heard) == 1
    assert heard[0].startswith("SELECT")


def test_an_error_of_the_driver_is_named_as_ever_and_shows_no_value(database: Database) -> None:
    twice = [("shop", "secret", "1")] * 2
    insert = "INSERT INTO settings (tenant_id, name, value) VALUES (?, ?, ?)"
    with pytest.raises(Corrupt) as told, database.write() as connection:
        drive_many(connection, insert, twice)
    assert isinstance(told.value.__cause__, IntegrityError)
    assert "secret" not in str(told.value.__cause__)
    with database.engine.connect() as connection, pytest.raises(DBAPIError):
        drive(connection, "SELECT nothing FROM nowhere")

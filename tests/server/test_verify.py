"""Verification finds what somebody changed in the tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from loyalty.errors import Outage
from server.books import Books
from storage.server import redirects
from storage.server.database import Database
from storage.server.redirects import Redirect
from tests.server.commands.people import two
from tests.server.shop import ANNA, BEN, NOW_US, Till, open_books

IN_POSTGRES = {
    "zeroblob(64)": "decode(repeat('00', 64), 'hex')",
    "zeroblob(32)": "decode(repeat('00', 32), 'hex')",
    "CAST(replace(raw, '30', '29') AS BLOB)": (
        "convert_to(replace(convert_from(raw, 'UTF8'), '30', '29'), 'UTF8')"
    ),
}


@pytest.fixture
def changed(shop_dir: Path) -> Iterator[Books]:
    """Give books of which a test may change the tables."""
    books = with_sales(shop_dir)
    yield books
    books.close()


def with_sales(folder: Path) -> Books:
    books = open_books(folder)
    till = Till(books)
    lot = till.earn(ANNA, 100)
    till.push()
    till.pull()
    till.spend(ANNA, lot, 30)
    till.earn(BEN, 5)
    till.push()
    return books


def run(database: Database, statement: str) -> None:
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            for ours, theirs in IN_POSTGRES.items():
                statement = statement.replace(ours, theirs)
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(statement))
            return
        for table in ("events", "postings"):
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
        connection.execute(text(statement))


def test_untouched_books_agree(changed: Books) -> None:
    verified = changed.verify()
    assert verified.ok
    assert verified.checked == {
        "events": 6,
        "postings": 5,
        "heads": 2,
        "balances": 2,
        "figures": 6,
        "shopping": 0,
        "redirects": 0,
        "rights": 2,
        "grants": 2,
        "expired": 0,
        "refunds": 0,
        "homes": 1,
    }


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE balances SET balance = balance + 1",
        "UPDATE rights SET amount = amount - 1",
        "DELETE FROM rights",
        "UPDATE postings SET amount = amount + 1 WHERE line = 0",
        "DELETE FROM postings WHERE line = 0",
        "UPDATE events SET raw = CAST(replace(raw, '30', '29') AS BLOB) WHERE seq = 2",
        "DELETE FROM events WHERE device <> 'server' AND seq = 2",
        "DELETE FROM events WHERE device = 'server' AND seq = 2",
        "UPDATE epochs SET acked_seq = acked_seq + 1",
        "UPDATE epochs SET signature = zeroblob(64)",
        "UPDATE epochs SET head = zeroblob(32)",
        "DELETE FROM grants",
        "UPDATE events SET outcome = 'exists' WHERE seq = 2 AND device <> 'server'",
    ],
)
def test_a_change_of_the_tables_is_found(changed: Books, statement: str) -> None:
    run(changed._database, statement)
    verified = changed.verify()
    assert not verified.ok
    assert verified.first_difference


@pytest.mark.parametrize("table", ["events", "postings"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET position = position", "DELETE FROM {}"])
def test_events_and_postings_are_only_ever_added(
    changed: Books, table: str, statement: str
) -> None:
    with (
        pytest.raises(Exception, match="only ever added"),
        changed._database.engine.begin() as connection,
    ):
        connection.execute(text(statement.format(table)))


def test_a_newer_database_is_refused(changed: Books, shop_dir: Path) -> None:
    run(changed._database, "UPDATE tenants SET schema_version = 99")
    with pytest.raises(Outage) as caught:
        open_books(shop_dir)
    assert caught.value.code == "database_newer"


def test_a_full_disk_is_an_outage_and_nothing_is_lost(data_dir: Path) -> None:
    changed = with_sales(data_dir)
    till = Till(changed, "more")
    for number in range(400):
        till.earn(f"{number:032x}", 1)
    pages = "SELECT * FROM pragma_page_count"
    with changed._database.engine.connect() as connection:
        count = connection.execute(text(pages)).scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {count + 5}")
    with pytest.raises(Outage) as caught:
        till.push()
    assert caught.value.code == "disk_full"
    assert changed.verify().ok
    with changed._database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert till.push().acked_seq == 400
    assert changed.verify().ok
    changed.close()


def test_a_redirect_that_no_event_made_is_found(shop_dir: Path) -> None:
    books = open_books(shop_dir)
    two(Till(books))
    books.commands().merge("r1", "anna", "ben", NOW_US)
    assert books.verify().checked["redirects"] == 1
    stray = Redirect(kind=redirects.ACCOUNT, key="c" * 32, target=ANNA)
    with books._database.write() as connection:
        redirects.save(connection, "shop", [stray])
    found = books.verify()
    books.close()
    assert not found.ok
    assert found.first_difference is not None
    assert "goes on as" in found.first_difference

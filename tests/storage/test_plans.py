"""Questions asked at the counter are answered by an index: an old shop is not a slow one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.sql import ClauseElement

from storage import directory, journal, names, outbox, rights
from storage.database import compiled
from storage.ledger import SqlLedger
from tests.contract import entries


@pytest.fixture
def ledger(data_dir: Path) -> Iterator[SqlLedger]:
    """Give an empty ledger: without statistics SQLite plans as for a large one."""
    opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
    yield opened
    opened.close()


def plan(ledger: SqlLedger, statement: ClauseElement) -> list[str]:
    """Give SQLite's plan, a line each."""
    known = compiled(statement)
    values = [known.constants.get(name, 1) for name in known.names]
    rows = ledger.database._driver.execute(f"EXPLAIN QUERY PLAN {known.sql}", values)
    return [row[3] for row in rows.fetchall()]


@pytest.mark.parametrize(
    "name",
    ["_EFFECT", "_SALES_OF", "_SALES_OF_DAY", "_CORRECTING", "_BY_ID", "_IN_EPOCH"],
)
def test_the_journal_is_searched_and_never_walked(ledger: SqlLedger, name: str) -> None:
    lines = plan(ledger, getattr(journal, name))
    walked = [line for line in lines if line.startswith(("SCAN event", "SCAN posting"))]
    assert walked == []
    assert any("SEARCH" in line for line in lines)


def test_the_sum_of_own_events_reads_only_its_indexes(ledger: SqlLedger) -> None:
    searched = [line for line in plan(ledger, journal._EFFECT) if line.startswith("SEARCH")]
    assert [line.split(" (")[0] for line in searched] == [
        "SEARCH posting USING COVERING INDEX posting_given",
        "SEARCH posting USING COVERING INDEX posting_taken",
    ]
    assert all("epoch,seq)>" in line.replace(" ", "") for line in searched)


def test_the_newest_sales_are_read_from_the_end(ledger: SqlLedger) -> None:
    lines = plan(ledger, journal._SALES)
    assert not [line for line in lines if "TEMP B-TREE" in line]


def test_rights_outbox_and_people_are_searched(ledger: SqlLedger) -> None:
    people = ledger._people._ask
    statements = (
        rights._OF_ACCOUNT,
        rights._TAKEN,
        outbox._NEXT,
        outbox._HASH,
        people.member_by_id,
        people.member_by_key,
        people.members_ending,
        people.joined,
        people.credentials,
        people.person,
    )
    for statement in statements:
        lines = plan(ledger, statement)
        assert not [line for line in lines if line.startswith("SCAN")], lines


def test_names_come_in_the_order_of_their_index(ledger: SqlLedger) -> None:
    lines = plan(ledger, names._FIND)
    assert lines[0].startswith("SCAN person_word VIRTUAL TABLE INDEX")
    assert lines[1].startswith("SEARCH person USING INTEGER PRIMARY KEY")
    assert not [line for line in lines if "TEMP B-TREE" in line]


def test_the_end_of_a_phone_is_searched_in_its_index(ledger: SqlLedger) -> None:
    (line,) = plan(ledger, ledger._people._ask.phoned)
    assert line.startswith("SEARCH person USING COVERING INDEX person_phone_backwards")


def test_no_bound_limit_makes_a_statement_be_planned_anew(ledger: SqlLedger) -> None:
    for statement in (journal._SALES_OF, names._FIND, ledger._people._ask.members_ending):
        sql = compiled(statement).sql
        assert "LIMIT ? + 0" in sql
        assert sql.count("LIMIT") == 1


def test_a_standing_is_found_by_its_key(data_dir: Path) -> None:
    opened = directory.SqlDirectory(data_dir / "directory.db", entries.KEY)
    known = compiled(directory._STANDING)
    rows = opened.database._driver.execute(f"EXPLAIN QUERY PLAN {known.sql}", ["a"])
    assert [row[3].split(" (")[0] for row in rows.fetchall()] == [
        "SEARCH standing USING PRIMARY KEY"
    ]
    opened.close()

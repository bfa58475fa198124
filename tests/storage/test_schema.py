"""The shape of both files after migration, against a golden list and against Core's tables."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData
from sqlalchemy.dialects.sqlite import pysqlite

from storage.database import Database
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.tables import DIRECTORY, LEDGER
from tests.contract import entries

GOLDEN = Path(__file__).parent / "schema"


def shape(database: Database) -> str:
    """Write down each table (STRICT or not), index and trigger with all that it says."""
    lines = [
        f"{kind} {name}{' STRICT' * strict}{' WITHOUT ROWID' * without_rowid}"
        for name, kind, without_rowid, strict in database.sql(
            "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'"
            " AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    lines += [
        " ".join(sql.split())
        for (sql,) in database.sql(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
            " ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, name"
        )
    ]
    lines.append(f"version {database.sql('PRAGMA user_version')[0][0]}")
    return "\n".join(lines) + "\n"


def opened(data_dir: Path, name: str) -> SqlLedger | SqlDirectory:
    """Open a new file of one kind."""
    store = SqlLedger if name == "ledger" else SqlDirectory
    return store(data_dir / f"{name}.db", entries.KEY)


@pytest.mark.parametrize("name", ["ledger", "directory"])
def test_the_shape_is_the_golden_one(data_dir: Path, name: str) -> None:
    with closing(opened(data_dir, name)) as store:
        assert shape(store.database) == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize(("name", "metadata"), [("ledger", LEDGER), ("directory", DIRECTORY)])
def test_core_knows_the_very_columns(data_dir: Path, name: str, metadata: MetaData) -> None:
    with closing(opened(data_dir, name)) as store:
        for table in metadata.tables.values():
            found = store.database.sql(f"PRAGMA table_info({table.name})")
            kinds = {
                column.name: (column.type.compile(pysqlite.dialect()), not column.nullable)
                for column in table.columns
            }
            assert {row[1]: (row[2], bool(row[3])) for row in found} == kinds, table.name
            keys = {row[1] for row in found if row[5]}
            assert keys == {column.name for column in table.primary_key}, table.name


def test_every_table_is_strict(data_dir: Path) -> None:
    for name in ("ledger", "directory"):
        with closing(opened(data_dir, name)) as store:
            loose = store.database.sql(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
                " AND NOT strict AND name NOT LIKE 'sqlite_%'"
            )
            assert loose == []

"""A phone number lies in the person's row and nowhere else: it is found by its blind index."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage.database import Database
from tests.stories.play import Player

NATIONAL = "612345678"
STORY = """
member "Anna de Vries" A 0612345678
scan B
type 0612345679
key Enter
key Esc
key Esc
type 0612345678
key Enter
type 1250
key Enter
sync
"""


def places(database: Database, part: str) -> set[tuple[str, str]]:
    """Give tables and columns with a value that contains a text, forwards or backwards."""
    tables = [row[0] for row in database.sql("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = set()
    for table in tables:
        columns = [row[1] for row in database.sql(f"PRAGMA table_info('{table}')")]
        for row in database.sql(f"SELECT * FROM '{table}'"):  # noqa: S608 - names from the schema
            found |= {
                (table, column)
                for column, value in zip(columns, row, strict=True)
                if any(part in text or part[::-1] in text for text in texts(value))
            }
    return found


def texts(value: Any) -> Iterator[str]:
    """Give a value as text, whatever it is."""
    if isinstance(value, bytes):
        yield value.decode("latin-1")
    elif value is not None:
        yield str(value)


def test_the_number_is_in_the_persons_row_only(data_dir: Path) -> None:
    player = Player(data_dir)
    player.play(STORY)
    counter = player.counter
    for store in (counter.ledger, counter.directory):
        assert places(store.database, NATIONAL) == {("person", "phone")}
    for raw in counter.ledger.export():
        assert NATIONAL.encode() not in raw
    player.close()
    for path in data_dir.rglob("*.db*"):
        assert NATIONAL.encode() not in path.read_bytes(), path

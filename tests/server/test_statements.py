"""A push asks the database as often for fifty members as for two: never once a row."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from server.books import Books
from tests.server.shop import Till, open_books

FEW, MANY = 2, 50


@pytest.fixture
def books(shop_dir: Path) -> Any:
    opened = open_books(shop_dir)
    yield opened
    opened.close()


def asked(books: Books, till: Till, members: range) -> int:
    """Count the statements of a push with a sale for each of so many new members."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    for member in members:
        till.earn(f"{member:032x}", 700)
    engine = books._database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        till.push()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)


@pytest.mark.parametrize("tills", [1, 2])
def test_a_push_never_asks_once_a_row(books: Books, tills: int) -> None:
    till = Till(books)
    for number in range(1, tills):
        Till(books, f"till {number}")
    asked(books, till, range(1000, 1000 + FEW))  # what is only asked once is out of the way
    few = asked(books, till, range(2000, 2000 + FEW))
    many = asked(books, till, range(3000, 3000 + MANY))
    again = asked(books, till, range(3000, 3000 + MANY))
    assert few <= 40, few
    assert many <= few
    assert again <= few

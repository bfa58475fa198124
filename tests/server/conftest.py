"""A shop's books on fresh files, with one till."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.books import Books
from tests.server.shop import Till, open_books


@pytest.fixture
def books(shop_dir: Path) -> Iterator[Books]:
    """Give the books of a new shop, and verify them afterwards."""
    opened = open_books(shop_dir)
    yield opened
    verified = opened.verify()
    opened.close()
    assert verified.ok, verified.first_difference


@pytest.fixture
def till(books: Books) -> Till:
    """Give a till that was just let in."""
    return Till(books)


@pytest.fixture
def pair(books: Books) -> tuple[Till, Till]:
    """Give two tills of one shop."""
    return Till(books, "one"), Till(books, "two")

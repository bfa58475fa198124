"""A coffee bar's books, verified afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.publishing.shop import Counter


@pytest.fixture
def counter(data_dir: Path) -> Iterator[Counter]:
    """Give a coffee bar whose programme can be changed."""
    made = Counter(data_dir)
    yield made
    verified = made.books.verify()
    made.books.close()
    assert verified.ok, verified.first_difference

"""A shop with two tills that have heard of each other; a test may bring its own instead."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stories.counter import Counter, Shopfront
from tests.terminal.till.restoring import settled


@pytest.fixture
def shop(data_dir: Path) -> Iterator[Shopfront]:
    front = Shopfront(data_dir / "shop")
    yield front
    front.close()


@pytest.fixture
def tills(shop: Shopfront) -> Iterator[tuple[Counter, Counter]]:
    both = Counter(shop, "Till 1"), Counter(shop, "Till 2")
    settled(*both)
    yield both
    for till in both:
        till.close()

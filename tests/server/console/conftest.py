"""One console and one Chromium for the whole run; every test has books of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.books import Books
from server.console.guard import Guard
from tests.server.console.browser import (
    CHROMIUM,
    Chromium,
    Clock,
    Seen,
    desk_of,
    one_console,
)
from tests.server.shop import open_books


@pytest.fixture
def books(data_dir: Path) -> Iterator[Books]:
    """Give the books of a new shop in a file, and verify them afterwards."""
    opened = open_books(data_dir)
    yield opened
    verified = opened.verify()
    opened.close()
    assert verified.ok, verified.first_difference


@pytest.fixture(autouse=True)
def no_thread_left() -> None:
    """Leave threads alone here: the run's one console makes them when it likes."""


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Guard, int]]:
    """Serve the run's one console."""
    with one_console() as made:
        yield made


@pytest.fixture(scope="session")
def one_chromium() -> Iterator[Chromium]:
    """Start the run's one browser."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is missing: apt install chromium")
    made = Chromium()
    yield made
    made.close()


@pytest.fixture
def chromium(one_chromium: Chromium) -> Iterator[Chromium]:
    """Give the browser for one test; what it opened is closed."""
    one_chromium.work()
    yield one_chromium
    for context in one_chromium.browser.contexts:
        context.close()
    one_chromium.rest()


@pytest.fixture
def clock() -> Clock:
    """Give the time of the console."""
    return Clock()


@pytest.fixture
def console(
    books: Books, served: tuple[Guard, int], clock: Clock, request: pytest.FixtureRequest
) -> Seen:
    """Give the console of this test's books, in a browser where the test asks for `chromium`."""
    guard, port = served
    guard.desk = desk_of(books, clock)
    browser = (
        request.getfixturevalue("chromium").browser if "chromium" in request.fixturenames else None
    )
    return Seen(guard=guard, port=port, desk=guard.desk, clock=clock, browser=browser)

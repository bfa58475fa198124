"""One Chromium for the whole run, and a shop for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.pages.browser import Browser, Tab, program
from tests.server.pages.shop import DRAWING, Premises


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start Chromium once; `make test` installs it."""
    if program() is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    DRAWING.rotating(())
    started = Browser(tmp_path_factory.mktemp("chromium"))
    yield started
    started.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """Give a phone that knows nothing yet."""
    opened = browser.tab()
    yield opened
    opened.close()


@pytest.fixture
def premises(data_dir: Path) -> Iterator[Premises]:
    """Give a shop with a member."""
    shop = Premises(data_dir)
    shop.enrol()
    yield shop
    verified = shop.books.verify()
    shop.books.close()
    assert verified.ok, verified.first_difference

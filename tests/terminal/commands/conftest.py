"""A shop that sold once, made by real processes, once for all tests of verbs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.commands.place import StdioTill, card, served


@pytest.fixture(scope="session")
def sold_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder whose till enrolled one member and sold for 12.50."""
    folder = tmp_path_factory.mktemp("sold") / "data"
    with served(folder):
        till = StdioTill(folder)
        till.say(scan=card(1))
        till.screen("enrol")
        till.say(key="Enter")
        till.screen("member")
        till.say(text="1250")
        till.say(key="Enter")
        till.until(lambda said: "print" in said)
        till.close()
    return folder


@pytest.fixture
def folder(sold_once: Path, data_dir: Path) -> Iterator[Path]:
    """Give a copy that a test may do anything to."""
    copy = data_dir / "shop"
    shutil.copytree(sold_once, copy)
    yield copy
    shutil.rmtree(copy)

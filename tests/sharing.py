"""Which tests one worker of `pytest -n` takes: a module's together, and those of one engine.

There is one PostgreSQL and one Chromium for the whole run: who needs one of them runs in the
worker that started it. (Groups by mark would say the same, but pytest 9.2 gives a test no name
that pytest-xdist 3.8 could put the group into.)
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

ENGINES = {
    "postgres": re.compile(r"\b(shop_dir|postgres)\b"),
    "chromium": re.compile(r"\b(browser|chromium)\b"),
}
"""What the text of a test module that needs an engine says."""


@cache
def scope(module: str) -> str:
    """Name what must run in one worker with the tests of a module, given by its path."""
    file = Path(module)
    text = file.read_text("utf-8") if file.exists() else ""
    for engine, word in ENGINES.items():
        if word.search(text):
            return engine
    return module


class Sharing(LoadFileScheduling):  # type: ignore[misc]  # the library has no types
    """Gives whole modules to workers, and all modules of an engine to one."""

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid.partition("::")[0])


class Workers:
    """Shares tests out among workers, and brings the lines that tests want to see at the end."""

    def __init__(self, lines: list[str]) -> None:
        """Add to the lines that are printed."""
        self._lines = lines

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> Sharing:
        """Say who shares the tests out."""
        return Sharing(config, log)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take what a worker leaves."""
        left: dict[str, list[str]] = getattr(node, "workeroutput", {})
        self._lines.extend(line for line in left.get("said", []) if line not in self._lines)

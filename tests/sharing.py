"""Which tests one worker of `pytest -n` takes: a module's together, and those of one engine.

There is one PostgreSQL and one Chromium for the whole run: whoever needs one of them runs in the
worker that started it.
"""

from __future__ import annotations

import pytest

ENGINES = {"postgres": "postgres", "browser": "chromium"}
"""The fixture that starts an engine, or the mark that asks for one, and the engine's name."""


def group(item: pytest.Item) -> str:
    """Name what must run in one worker with this test."""
    for name, engine in ENGINES.items():
        if item.get_closest_marker(name) or name in getattr(item, "fixturenames", ()):
            return engine
    return item.nodeid.partition("::")[0]


def share(items: list[pytest.Item]) -> None:
    """Tell `--dist loadgroup` what belongs together."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))


class Summary:
    """Brings the lines that tests want to see at the end from the workers to who prints them."""

    def __init__(self, lines: list[str]) -> None:
        """Add to the lines that are printed."""
        self._lines = lines

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Take what a worker leaves."""
        left: dict[str, list[str]] = getattr(node, "workeroutput", {})
        self._lines.extend(line for line in left.get("said", []) if line not in self._lines)

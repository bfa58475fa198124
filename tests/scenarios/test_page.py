"""docs/scenarios.md: its examples run, and it names every key, every `do` and every expectation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from terminal.scenarios import reading
from terminal.scenarios.offering import OFFERS
from terminal.scenarios.promising import PROMISES
from terminal.scenarios.reading import understood
from terminal.scenarios.results import RESULTS
from terminal.scenarios.running import run
from terminal.scenarios.selling import Common
from terminal.scenarios.state import STATE
from terminal.scenarios.steps import ALIASES, DO
from terminal.scenarios.table import Table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "scenarios.md"
TEXT = PAGE.read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
NAMES = re.compile(r"`([a-z_]+)`")


def named(rows: Iterable[str]) -> set[str]:
    """Give the keys in the first column of a table."""
    return {name for row in rows for name in NAMES.findall(row.split("|")[1])}


def section(heading: str) -> str:
    """Give what stands under a heading, up to the next one."""
    _, _, rest = TEXT.partition(f"{heading}\n")
    assert rest, heading
    return re.split(r"^#+ ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(heading: str) -> list[str]:
    """Give the rows of the table under a heading."""
    return [line for line in section(heading).splitlines() if line.startswith("| `")]


def asked(do: str) -> set[str]:
    """Give the keys that the reader of an event asks for."""
    table = Table({}, "", [])
    DO[do](table, Common(member="anna"))
    return {key for key in table.asked() if not key.endswith("_minor")}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_an_example_runs(example: str) -> None:
    """What the page shows is so."""
    scenario = understood(tomllib.loads(example, parse_float=Decimal), PAGE)
    assert run(scenario).differs == ()


def test_there_are_examples() -> None:
    """The page shows more than it says."""
    assert len(EXAMPLES) >= 6


def test_every_key_of_a_file_is_named() -> None:
    """The table of the whole file has what the reader asks for."""
    table = Table({}, "", [])
    reading.whole(table, PAGE)
    assert named(rows("## The whole file")) == table.asked()


HEADINGS = [line for line in TEXT.splitlines() if line.startswith("### ") and ": `" in line]


def test_every_do_has_its_place() -> None:
    """Every `do` stands in a heading, and nothing else does."""
    assert {name for line in HEADINGS for name in NAMES.findall(line)} == set(DO)


@pytest.mark.parametrize("heading", HEADINGS)
def test_every_key_of_an_event_is_named(heading: str) -> None:
    """The table under a heading has the keys of its events, and no others."""
    wanted = {key for do in NAMES.findall(heading) for key in asked(do)}
    facts = named(rows("### Members"))
    found = named(rows(heading))
    assert wanted - facts <= found
    assert found <= wanted


def test_every_expectation_is_named() -> None:
    """The two tables have what can be expected, aliases too."""
    found = named(rows("### At any time")) | named(rows("### After an event"))
    known = {*STATE, *OFFERS, *PROMISES, *RESULTS, *ALIASES}
    assert found == known | {"note", "about"}


def test_every_key_of_members_tills_and_events_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables of members, tills and events have what their readers ask for."""
    keys: dict[str, set[str]] = {}
    close = Table.close

    def noting(self: Table, known: Iterable[str] = ()) -> None:
        keys[self.path] = {key for key in self.asked() if not key.endswith("_minor")}
        close(self, known)

    monkeypatch.setattr(Table, "close", noting)
    understood({"tills": {"a": {}}, "members": {"a": {}}, "events": [{"do": "day"}]}, PAGE)
    assert named(rows("### Members")) == keys["members.a"]
    assert named(rows("### Tills")) == keys["tills.a"]
    assert named(rows("## Events")) == keys["events[1]"]

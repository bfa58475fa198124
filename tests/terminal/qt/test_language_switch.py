"""The language is changed at the real window: keys or taps are counted, and every word changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.qt.line import Line
from terminal.qt.views.menu import MenuButton
from terminal.till.messages import Message
from terminal.till.wording import LANGUAGES, SPOKEN
from tests.stories.play import Player
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.hand import Counter


@pytest.fixture
def counter(make_window: MakeWindow, posted: list[Message], data_dir: Path) -> Iterator[Counter]:
    """A window on a real till that speaks English."""
    player = Player(data_dir / "shop")
    made = Counter(make_window(), player, posted)
    made.story('member "Anna de Vries" A\nleft A\nwait 200')
    yield made
    player.close()


def words(counter: Counter) -> set[str]:
    """Every line that can be seen."""
    return {line.text() for line in counter.window.findChildren(Line) if line.isVisible()}


def test_three_keys_change_every_word_and_no_restart_is_needed(counter: Counter) -> None:
    assert "Today" in words(counter)
    counter.counted()
    counter.key("F10")
    counter.write("l4")
    assert counter.counted() == (2, 1, 0)
    assert "Heute" in words(counter)
    assert "Today" not in words(counter)
    counter.scan("A")
    assert "Letzte Besuche" in words(counter)
    assert counter.player.counter.pad is not None
    assert counter.player.counter.pad.language == "en"


def test_it_is_chosen_by_touch_and_every_language_finds_its_own_name(counter: Counter) -> None:
    counter.key("F10")
    counter.tap(MenuButton, "Language")
    rows = counter.window.findChildren(MenuButton)
    assert {SPOKEN[one] for one in LANGUAGES} <= {row.words for row in rows}
    counter.tap(MenuButton, "Svenska")
    assert "I dag" in words(counter)


def test_it_is_kept_over_a_restart(counter: Counter) -> None:
    counter.key("F10")
    counter.write("l2")
    counter.story("crash")
    counter.draw()
    assert "Vandaag" in words(counter)

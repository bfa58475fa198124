"""Members are brought in at the real window and engine, by keys and by touch alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.qt.buttons import ActionButton
from terminal.qt.inspection import inspect
from terminal.qt.views.menu import MenuButton
from terminal.till.messages import Message
from tests.stories.play import Player
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.hand import Counter

LIST = (
    'list regulars-of-the-old-system.csv "Name;Mobiel;Punten;E-mail;Verjaardag;Lid sinds|'
    "Anna de Vries;0612345678;1.250;anna@example.com;12-05;2024-03-01|"
    'Bram Haan;0612345679;40;;;2023-11-30|Cas Bos;061;5;;;"'
)


@pytest.fixture
def counter(make_window: MakeWindow, posted: list[Message], data_dir: Path) -> Iterator[Counter]:
    """A counter in German on a small screen, with a list among the downloads."""
    player = Player(data_dir / "story", language="de")
    made = Counter(make_window(1024, 600), player, posted)
    made.story(LIST)
    yield made
    player.close()


def is_sound(counter: Counter) -> bool:
    """Say that nothing is cut off, too small or without a name."""
    found = inspect(counter.window)
    return (found.clipped, found.small_targets, found.unnamed) == ((), (), ())


def test_a_list_takes_four_keys_and_one_to_take_it_back(counter: Counter) -> None:
    counter.key("F10")
    assert is_sound(counter)
    counter.write("m")
    assert is_sound(counter)
    counter.write("1")
    assert is_sound(counter)
    counter.key("Enter")
    assert is_sound(counter)
    assert counter.counted() == (3, 1, 0)
    screen = counter.player.counter.till.screen()
    assert "2 Mitglieder übernommen" in str(screen)
    counter.write("1")
    assert counter.counted() == (0, 1, 0)
    assert "2 Mitglieder zurückgenommen" in str(counter.player.counter.till.screen())


def test_a_list_by_touch_alone(counter: Counter) -> None:
    counter.key("F10")
    counter.tap(MenuButton, "Mitglieder holen")
    counter.counted()
    counter.tap(MenuButton, "regulars-of-the-old-system.csv")
    counter.tap(MenuButton, "Punkte \u2190 Punten")
    counter.tap(ActionButton, "Übernehmen")
    assert counter.counted() == (0, 0, 3)
    counter.tap(ActionButton, "Fertig")
    counter.story('type 0612345678\nkey Enter => member; "Anna"\nkey Esc')

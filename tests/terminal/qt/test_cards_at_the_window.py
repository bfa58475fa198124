"""Cards are made at the real window and engine, by keys and by touch alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.qt.buttons import ActionButton
from terminal.qt.card_picture import CardPicture
from terminal.qt.inspection import inspect
from terminal.qt.marks import ProgressBar
from terminal.qt.views.menu import MenuButton
from terminal.till import card_stock
from terminal.till.messages import Message
from tests.stories.play import Player
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.hand import Counter


@pytest.fixture
def counter(make_window: MakeWindow, posted: list[Message], data_dir: Path) -> Iterator[Counter]:
    """A counter in German on a small screen."""
    player = Player(data_dir / "story", language="de")
    made = Counter(make_window(1024, 600), player, posted)
    yield made
    player.close()


def is_sound(counter: Counter) -> bool:
    """Say that nothing is cut off, too small or without a name."""
    found = inspect(counter.window)
    return (found.clipped, found.small_targets, found.unnamed) == ((), (), ())


def picture(counter: Counter) -> CardPicture:
    """Give the picture of a card."""
    return counter.window.findChildren(CardPicture)[-1]


def shares(counter: Counter) -> list[float]:
    """Give how far the bars of the view stand."""
    return [bar.share for bar in counter.window.findChildren(ProgressBar) if bar.isVisible()]


def test_ten_cards_take_three_keys(counter: Counter) -> None:
    counter.key("F10")
    counter.write("c")
    assert is_sound(counter)
    assert len(picture(counter).at(300)) == 2, "both sides"
    counter.key("Enter")
    assert counter.counted() == (3, 0, 0)
    assert is_sound(counter)
    counter.story("drawing 70")
    assert shares(counter) == [0.7]
    assert is_sound(counter)
    counter.story("drawn")
    assert is_sound(counter)
    assert "10 Karten sind fertig" in str(counter.player.counter.till.screen())
    assert [len(one.numbers) for one in card_stock.batches(counter.player.counter.desk)] == [10]
    assert list(counter.player.counter.cards.folder.glob("cards-*.pdf"))


def test_cards_by_touch_alone(counter: Counter) -> None:
    counter.key("F10")
    counter.tap(MenuButton, "Karten")
    before = picture(counter).at(200)
    counter.tap(MenuButton, "Leaf")
    assert picture(counter).at(200)[0] != before[0], "the design that was touched is shown"
    counter.tap(MenuButton, "A4-Papier, zum Ausschneiden")
    counter.tap(MenuButton, "Kartendrucker")
    counter.tap(ActionButton, "10 Karten machen")
    counter.tap(MenuButton, "Beenden")
    counter.tap(MenuButton, "Weitermachen, wo gestoppt wurde")
    counter.tap(ActionButton, "Zur Kasse")
    counter.story("drawn")
    assert [len(one.numbers) for one in card_stock.batches(counter.player.counter.desk)] == [10]
    assert is_sound(counter)

"""Lock, staff and the day in the real window over the real engine, by keys and by touch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from terminal.qt import inspection
from terminal.qt.buttons import ActionButton, DigitButton, TouchButton
from terminal.qt.views.day import DayView
from terminal.qt.views.lock import LockView, PinDots
from terminal.qt.views.menu import MenuButton
from terminal.qt.window import Window
from terminal.till.messages import Key, Message, Text
from tests.stories.play import Player
from tests.terminal.qt.conftest import MakeWindow

TWO = """
member Anna A
earn A 1250
key F10
type 4
type 1
type Sanne
key Enter
scan Q
type 7392
type 7392
type 1
type Joris
key Enter
type 1
key Enter
type 8461
type 8461 => lock
"""
SIZES = [(1024, 600), (1366, 768), (1920, 1080)]


class Shop:
    """A window that shows what the till shows, and the count of what was pressed."""

    def __init__(self, window: Window, player: Player, posted: list[Message]) -> None:
        self.window, self.player, self.posted = window, player, posted
        self.pressed = 0

    def show(self) -> None:
        """Hand what was posted to the till, and draw what it shows."""
        while self.posted:
            self.player.counter.do(self.posted.pop(0))
        self.window.draw(self.player.counter.till.screen())
        QApplication.processEvents()

    def key(self, name: str) -> None:
        """Press a key of the keyboard once."""
        self.pressed += 1
        self.posted.append(Text(text=name) if len(name) == 1 else Key(name=name))
        self.show()

    def touch(self, kind: type[TouchButton], words: str) -> None:
        """Touch the one button with these words once."""
        found = [each for each in self.buttons(kind) if each.words == words]
        assert len(found) == 1, [each.words for each in self.buttons(kind)]
        self.pressed += 1
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.show()

    def buttons(self, kind: type[TouchButton]) -> list[TouchButton]:
        """Give the visible buttons of a kind."""
        return [each for each in self.window.findChildren(kind) if each.isVisible()]

    def view(self) -> QWidget | None:
        """Give the stage that is shown."""
        return self.window.body.view() if self.window.body is not None else None


@pytest.fixture
def shop(tmp_path: Path, make_window: MakeWindow, posted: list[Message]) -> Iterator[Shop]:
    """A locked shop with an owner (badge Q) and a cashier."""
    player = Player(tmp_path)
    player.play(TWO)
    made = Shop(make_window(), player, posted)
    made.show()
    yield made
    player.close()


def test_four_touches_sign_in(shop: Shop) -> None:
    assert isinstance(shop.view(), LockView)
    for digit in "8461":
        shop.touch(DigitButton, digit)
    assert shop.pressed == 4
    assert shop.player.counter.desk.actor.startswith("cashier:")
    assert not isinstance(shop.view(), LockView)


def test_the_dots_say_how_many_and_never_which(shop: Shop) -> None:
    shop.key("8")
    shop.key("4")
    dots = [each for each in shop.window.findChildren(PinDots) if each.isVisible()]
    assert [each.accessibleName() for each in dots] == ["2 / 4"]
    shop.touch(DigitButton, "Delete")
    dots = [each for each in shop.window.findChildren(PinDots) if each.isVisible()]
    assert [each.accessibleName() for each in dots] == ["1 / 4"]


def test_f10_z_enter_closes_the_day_by_keys(shop: Shop) -> None:
    shop.player.play("scan Q")
    for name in ("F10", "z"):
        shop.key(name)
    assert isinstance(shop.view(), DayView)
    shop.key("Enter")
    assert shop.pressed == 3
    strip = shop.player.counter.desk.strip
    assert strip is not None
    assert strip.sentence == "Day 1 is closed."


def test_the_day_is_closed_by_touch_as_well(shop: Shop) -> None:
    shop.player.play("scan Q")
    shop.key("F10")
    shop.touch(MenuButton, "Close the day")
    shop.touch(ActionButton, "Close the day")
    assert shop.pressed == 3
    assert shop.player.counter.desk.mode == "idle"


@pytest.mark.parametrize("size", SIZES)
def test_goodwill_takes_two_keys_and_a_reason(shop: Shop, size: tuple[int, int]) -> None:
    shop.window.resize(*size)
    shop.player.play("scan Q\nleft A\nwait 200\nscan A")
    shop.key("F10")
    assert whole(shop)
    shop.key("1")
    assert whole(shop)
    shop.key("3")
    assert shop.pressed == 3
    assert shop.player.counter.desk.mode == "member"


def whole(shop: Shop) -> bool:
    """Say whether nothing on the window is cut, small, pale or nameless."""
    QApplication.processEvents()
    found = inspection.inspect(shop.window)
    wrong = (found.clipped, found.small_targets, found.low_contrast, found.unnamed)
    assert not any(wrong), wrong
    return True


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True])
def test_each_screen_is_whole(shop: Shop, size: tuple[int, int], *, dark: bool) -> None:
    shop.window.resize(*size)
    shop.window.set_dark(dark=dark)
    shop.show()
    assert whole(shop)
    for act in ("type 13", "type 79", "scan A", "scan Q\nkey Esc", "key F10\ntype z", "type 6"):
        shop.player.play(act)
        shop.show()
        assert whole(shop), act
    for act in ("key Esc\nkey Esc\nkey F10\ntype 4", "type 2", "key Esc\ntype 1", "type Kim"):
        shop.player.play(act)
        shop.show()
        assert whole(shop), act


def test_the_keys_of_the_lock_do_not_lie_over_one_another(shop: Shop) -> None:
    for size in SIZES:
        shop.window.resize(*size)
        shop.player.play("type 1379")
        shop.show()
        QApplication.processEvents()
        places = [each.geometry() for each in shop.buttons(DigitButton)]
        assert len(places) == 12
        for at, one in enumerate(places):
            assert not any(one.intersects(other) for other in places[at + 1 :]), size
        shop.player.play("scan Q\nkey F12")

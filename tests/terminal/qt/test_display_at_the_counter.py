"""The member's screen beside the real engine: what each flow costs the cashier and the member."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from terminal.qt.inspection import inspect
from terminal.qt.pad_window import PadWindow
from terminal.qt.window import Window
from terminal.till.messages import Key, Message, Text
from tests.stories.play import Player
from tests.terminal.qt.conftest import MakePad, MakeWindow

LANGUAGES = ("en", "nl", "sv", "de", "pt_BR")


class Shop:
    """A counter and a member's screen on one till, and the count of who pressed how often."""

    def __init__(
        self, window: Window, side: PadWindow, player: Player, posted: list[Message]
    ) -> None:
        self.window, self.side, self.player, self.posted = window, side, player, posted
        self.by_cashier = self.by_member = 0
        self.show()

    def show(self) -> None:
        """Hands what was posted to the till, and draws what it shows on both screens."""
        while self.posted:
            self.player.counter.do(self.posted.pop(0))
        self.window.draw(self.player.counter.till.screen())
        shown = self.player.counter.till.pad()
        assert shown is not None
        self.side.draw(shown)
        QApplication.processEvents()

    def story(self, text: str) -> None:
        """Lets things happen that are nobody's at the counter."""
        self.player.play(text)
        self.show()

    def key(self, name: str) -> None:
        """The cashier presses a key."""
        self.by_cashier += 1
        self.posted.append(Text(text=name) if len(name) == 1 else Key(name=name))
        self.show()

    def touch(self, words: str) -> None:
        """The member touches the one button that begins with these words."""
        found = [one for one in self.side.findChildren(QAbstractButton) if one.isVisible()]
        named = [one for one in found if one.accessibleName().startswith(words)]
        assert len(named) == 1, [one.accessibleName() for one in found]
        self.by_member += 1
        QTest.mouseClick(named[0], Qt.MouseButton.LeftButton)
        self.show()

    def said(self) -> str:
        """What a screen reader heard last of the scene."""
        assert self.side.display is not None
        return self.side.display.said


@pytest.fixture
def player(tmp_path: Path) -> Iterator[Player]:
    """A till with a screen for its members."""
    made = Player(tmp_path)
    made.play('member "Anna de Vries" A\nearn A 12500\nleft A\nwait 200\ndisplay on')
    yield made
    made.close()


@pytest.fixture
def shop(make_window: MakeWindow, make_pad: MakePad, player: Player, posted: list[Message]) -> Shop:
    """Both screens of a shop."""
    return Shop(make_window(), make_pad(), player, posted)


def test_the_member_chooses_with_two_touches_and_the_cashier_only_closes(shop: Shop) -> None:
    shop.story("scan A")
    assert "Hi A." in shop.said()
    shop.touch("Choose a reward")
    shop.touch("5.00 off")
    shop.story('left A => redeem; "Set aside"')
    shop.key("Enter")
    shop.story("sync => idle; balance A points 0")
    assert (shop.by_cashier, shop.by_member) == (1, 2)


def test_where_the_points_are_costs_one_key_and_stands_on_both_screens(shop: Shop) -> None:
    shop.story("scan A")
    shop.key("F2")
    assert "Your last ten lines" in shop.said()
    shop.story('left A => history; "+500"')
    assert (shop.by_cashier, shop.by_member) == (1, 0)


def test_a_member_joins_with_one_key_of_the_cashier(shop: Shop) -> None:
    shop.story("scan B")
    shop.key("Enter")
    for digit in "0612345678":
        shop.touch(digit)
    shop.touch("Enter")
    assert "Do you agree?" in shop.said()
    shop.touch("Yes")
    shop.touch("No")
    shop.story("agreed B news")
    assert (shop.by_cashier, shop.by_member) == (1, 13)


def test_nothing_of_the_screen_costs_the_cashier_anything(shop: Shop) -> None:
    shop.story("scan A")
    for key in ("1", "2", "5", "0", "Enter"):
        shop.key(key)
    assert "+50" in shop.said()
    shop.story("wait 5 => pad thanks\nwait 3 => pad welcome")
    assert "Good" in shop.said()
    assert (shop.by_cashier, shop.by_member) == (5, 0)


def test_one_touch_answers_and_it_is_in_the_day(shop: Shop) -> None:
    shop.story("key F10\ntype d\ntype 4\nkey Esc\nscan A\ntype 1250\nkey Enter\nwait 4")
    shop.touch("Great")
    assert "Thank you" in shop.said()
    shop.story('key F10\ntype z => day; "How was it: great"')
    assert shop.by_member == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_settings_pass_the_inspection(
    make_window: MakeWindow, tmp_path: Path, language: str
) -> None:
    player = Player(tmp_path, language=language)
    window = make_window(1024, 600)
    steps = ("key F10\ntype d", "type 6", "key Esc", "type 7", 'type "Ab 17 Uhr"', "key Enter")
    try:
        for text in steps:
            player.play(text)
            window.draw(player.counter.till.screen())
            QApplication.processEvents()
            found = inspect(window)
            faults = (*found.clipped, *found.small_targets, *found.low_contrast, *found.unnamed)
            assert faults == (), text
    finally:
        player.close()

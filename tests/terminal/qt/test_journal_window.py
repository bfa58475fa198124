"""The journal, the history and help on the real window: each thing in so many keys and taps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from terminal.qt.buttons import ActionButton, TouchButton
from terminal.qt.panels import Panel
from terminal.qt.rows import JournalRow, VisitRow
from terminal.qt.views.help import KeyLine
from terminal.qt.views.history import HistoryLine
from terminal.qt.window import Window
from terminal.till import draw_history, roll
from terminal.till.messages import Message, Scan
from tests.stories.play import Player, texts_of
from tests.stories.words import card
from tests.terminal.qt.conftest import MakeWindow

KEYS = {
    "F1": Qt.Key.Key_F1,
    "F2": Qt.Key.Key_F2,
    "F7": Qt.Key.Key_F7,
    "F8": Qt.Key.Key_F8,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Enter": Qt.Key.Key_Enter,
    "Esc": Qt.Key.Key_Escape,
    **{str(digit): Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10)},
}


class Cashier:
    """Somebody at a real window of a real till; what they did is counted."""

    def __init__(self, window: Window, posted: list[Message], player: Player) -> None:
        self.window, self.posted, self.player = window, posted, player
        self.did = {"keys": 0, "taps": 0, "scans": 0}
        self.at_ms = 1000
        self.serve()

    def serve(self) -> None:
        """The till hears what the window posted, and the window draws what it shows."""
        if self.window.keys.wedge.is_waiting:
            self.window.keys.settle()
        for message in self.posted:
            self.player.counter.do(message)
        self.posted.clear()
        self.window.draw(self.player.counter.till.screen())
        QApplication.processEvents()

    def press(self, *names: str) -> None:
        """Keys, one after the other, as a hand types them."""
        handle = self.window.windowHandle()
        assert handle is not None
        for name in names:
            self.did["keys"] += 1
            self.at_ms += 300
            text = name if len(name) == 1 else "\r" if name == "Enter" else ""
            event = QKeyEvent(
                QEvent.Type.KeyPress, KEYS[name], Qt.KeyboardModifier.NoModifier, text
            )
            event.setTimestamp(self.at_ms)
            QApplication.sendEvent(handle, event)
            self.serve()

    def tap(self, widget: QWidget) -> None:
        """A finger on something."""
        self.did["taps"] += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.serve()

    def scan(self, name: str) -> None:
        """A card before the camera."""
        self.did["scans"] += 1
        self.player.counter.do(Scan(text=card(name), source="camera", symbology="QRCode"))
        self.serve()

    def shown(self, kind: type[QWidget]) -> list[QWidget]:
        """The visible widgets of a kind."""
        return [one for one in self.window.findChildren(kind) if one.isVisible()]

    def button(self, words: str) -> QWidget:
        """The button that says this."""
        found = [
            one
            for one in self.shown(ActionButton)
            if isinstance(one, TouchButton) and words in one.words
        ]
        assert found, [one.words for one in self.shown(TouchButton) if isinstance(one, TouchButton)]
        return found[0]

    def points(self, name: str) -> int:
        """What a member has."""
        desk = self.player.counter.desk
        member = roll.by_number(desk, card(name))
        assert member is not None
        return roll.standing(desk, member.account).amount()

    def says(self, words: str) -> bool:
        """Whether the screen says this."""
        return any(words in text for text in texts_of(self.window.screen_value))


@pytest.fixture
def player(data_dir: Path) -> Iterator[Player]:
    made = Player(data_dir)
    made.play('member "Anna de Vries" A => idle\nmember "Bram Hol" B => idle\nearn B 1250 => idle')
    made.play("left B => idle\nwait 100 => idle")
    yield made
    made.close()


@pytest.fixture
def cashier(make_window: MakeWindow, posted: list[Message], player: Player) -> Cashier:
    return Cashier(make_window(1024, 600), posted, player)


def test_a_sale_moves_to_the_right_card_with_one_key_and_one_scan(cashier: Cashier) -> None:
    cashier.press("F7")
    cashier.scan("A")
    assert cashier.did == {"keys": 1, "taps": 0, "scans": 1}
    assert (cashier.points("A"), cashier.points("B")) == (50, 0)


def test_a_late_card_takes_two_keys_and_one_scan(cashier: Cashier) -> None:
    cashier.press("5", "8", "0", "Enter", "Enter")
    cashier.did = dict.fromkeys(cashier.did, 0)
    cashier.press("F7")
    cashier.scan("A")
    assert cashier.points("A") == 0
    assert cashier.says("Give to Anna de V.")
    cashier.press("Enter")
    assert cashier.did == {"keys": 2, "taps": 0, "scans": 1}
    assert cashier.points("A") == 23


def test_a_late_card_takes_touch_alone(cashier: Cashier) -> None:
    cashier.press("5", "8", "0", "Enter", "Enter")
    cashier.press("F7")
    cashier.scan("A")
    cashier.tap(cashier.button("Give to Anna"))
    assert cashier.points("A") == 23


def test_a_part_is_taken_back_with_its_digits(cashier: Cashier) -> None:
    cashier.press("F7", "4", "5", "0")
    assert cashier.says("\u221218")
    assert cashier.points("B") == 50
    cashier.press("Enter")
    assert cashier.did["keys"] == 5
    assert cashier.points("B") == 32


def test_a_sale_of_the_list_is_taken_back_by_touch_in_three(cashier: Cashier) -> None:
    cashier.player.play("earn A 2000 => idle")
    cashier.serve()
    keys = [one for one in cashier.shown(TouchButton) if one.accessibleName().endswith("F7")]
    named = [one for one in cashier.shown(TouchButton) if "Take back" in one.accessibleName()]
    cashier.tap((keys or named)[0])
    cashier.tap(cashier.shown(JournalRow)[1])
    cashier.tap(cashier.button("Take back € 12,50".replace(" 1", "\u00a01")))
    assert cashier.did == {"keys": 0, "taps": 3, "scans": 0}
    assert (cashier.points("A"), cashier.points("B")) == (80, 0)


def test_where_the_points_are_takes_one_key_or_one_tap(cashier: Cashier) -> None:
    cashier.player.play("wait 200 => idle")
    cashier.scan("B")
    cashier.press("F2")
    assert cashier.did["keys"] == 1
    assert cashier.says("Sale € 12,50")
    cashier.press("Esc")
    visits = cashier.shown(VisitRow)[0]
    panel: QWidget | None = visits
    while panel is not None and not isinstance(panel, Panel):
        panel = panel.parentWidget()
    assert panel is not None
    cashier.tap(panel)
    assert cashier.says("The last ten lines")
    cashier.press("1")
    assert cashier.says("€ 0,01"), "typing goes on below it"


def test_help_is_one_key_away_and_takes_nothing(cashier: Cashier) -> None:
    cashier.press("1", "2", "F1")
    assert cashier.says("Keys of the counter")
    assert len(cashier.shown(KeyLine)) > 5
    cashier.press("Esc")
    assert cashier.player.counter.desk.typed == "12"


def test_the_member_reads_the_same_lines_in_their_language(cashier: Cashier) -> None:
    desk = cashier.player.counter.desk
    assert draw_history.of_member(desk) is None
    cashier.player.play("wait 200 => idle")
    cashier.scan("B")
    mine = draw_history.of_member(desk)
    assert mine is not None
    assert mine.balance == "50 points"
    assert [row.points for row in mine.rows] == ["+50"]


def test_the_oldest_of_ten_lines_is_one_key_away_in_a_low_window(cashier: Cashier) -> None:
    for _ in range(10):
        cashier.player.play("earn B 100 => idle")
    cashier.player.play("left B => idle\nwait 200 => idle")
    cashier.scan("B")
    cashier.press("F2")
    lines = cashier.shown(HistoryLine)
    assert len(lines) == 10
    assert lines[-1].visibleRegion().isEmpty()
    cashier.press("Down")
    assert not cashier.shown(HistoryLine)[-1].visibleRegion().isEmpty()
    cashier.press("Up")
    assert cashier.shown(HistoryLine)[-1].visibleRegion().isEmpty()

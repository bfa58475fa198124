"""A window whose messages a real till takes, and a hand that counts what it does there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from terminal.qt.buttons import TouchButton
from terminal.qt.window import Window
from terminal.till.messages import Message, Scan
from tests.stories.play import Player
from tests.stories.words import card

NAMED = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Backspace": Qt.Key.Key_Backspace,
    **{f"F{n}": getattr(Qt.Key, f"Key_F{n}") for n in range(1, 13)},
}
GAP_MS = 200


class Counter:
    """A window whose messages a real till takes, and a hand that counts what it does."""

    def __init__(self, window: Window, player: Player, inbox: list[Message]) -> None:
        self.window, self.player, self.inbox = window, player, inbox
        self.keys = self.digits = self.taps = self.at_ms = 0
        self.draw()

    def draw(self) -> None:
        """Lets the till take what the window posted, and shows what came of it."""
        while self.inbox:
            self.player.counter.do(self.inbox.pop(0))
        self.window.draw(self.player.counter.till.screen())
        QApplication.processEvents()

    def story(self, text: str) -> None:
        """Lets things happen that are nobody's at the window."""
        self.player.play(text)
        self.draw()

    def scan(self, name: str) -> None:
        """A card before the camera."""
        self.player.counter.do(Scan(text=card(name), source="camera", symbology="QRCode"))
        self.draw()

    def key(self, name: str) -> None:
        """A named key."""
        self.keys += 1
        self._press(NAMED[name], "")

    def write(self, text: str) -> None:
        """Characters; digits are counted apart, as in the table of flows."""
        for char in text:
            self.digits += char.isdecimal()
            self.keys += not char.isdecimal()
            self._press(Qt.Key.Key_unknown, char)

    def _press(self, key: Qt.Key, text: str) -> None:
        self.at_ms += GAP_MS
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(self.at_ms)
        handle = self.window.windowHandle()
        assert handle is not None
        QApplication.sendEvent(handle, event)
        self.window.keys.settle()
        self.draw()

    def tap(self, kind: type[QWidget], words: str) -> None:
        """A finger on a button."""
        self.taps += 1
        drawn: list[QWidget] = self.window.findChildren(kind)
        found = [
            one
            for one in drawn
            if isinstance(one, TouchButton) and one.isVisible() and one.words == words
        ]
        assert found, words
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.draw()

    def counted(self) -> tuple[int, int, int]:
        """Give keys, digits and taps since the last time."""
        found = self.keys, self.digits, self.taps
        self.keys = self.digits = self.taps = 0
        return found

"""The counter starts its till behind the window, and ends both."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from terminal.qt.app import Counter
from terminal.till.effects import Effect, Show, Sound
from terminal.till.messages import Key, Message
from tests.terminal.qt import samples


class Shop:
    """A till that shows idle from a thread of its own and remembers what it was told."""

    def __init__(self, perform: Callable[[Effect], None]) -> None:
        self.told: list[Message] = []
        self.thread = Thread(target=self.run, args=(perform,))
        self.thread.start()

    def run(self, perform: Callable[[Effect], None]) -> None:
        perform(Show(screen=samples.idle()))
        perform(Sound(name="saved"))

    def post(self, message: Message) -> None:
        self.told.append(message)

    def stop(self) -> None:
        self.thread.join()


def test_the_window_is_there_before_the_till_and_keeps_early_keys(qtbot: QtBot) -> None:
    shops: list[Shop] = []

    def start(perform: Callable[[Effect], None]) -> Shop:
        shops.append(Shop(perform))
        return shops[0]

    counter = Counter(start, lambda: None, lambda: "14:07", lambda: "TRAINING")
    qtbot.addWidget(counter.window)
    counter.window.show()
    QTest.keyClick(counter.window, Qt.Key.Key_F2)
    assert not shops
    counter.start()
    qtbot.waitUntil(lambda: counter.window.screen_value is not None)
    QTest.keyClick(counter.window, Qt.Key.Key_F3)
    assert shops[0].told == [Key(name="F2"), Key(name="F3")]
    counter.stop()
    assert not shops[0].thread.is_alive()
    assert not counter.sounds.thread.is_alive()

"""Nothing that the till says before or after somebody listens is lost or turned round."""

from __future__ import annotations

from collections import deque
from threading import Thread

from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from terminal.qt.bridge import Bridge


class Ear(QObject):
    """Remembers what it heard and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[bool] = set()

    @Slot(object)
    def hear(self, effect: object) -> None:
        self.heard.append(effect)
        self.threads.add(QThread.currentThread() is self.thread())


def test_early_effects_wait_and_come_first(qtbot: QtBot) -> None:
    bridge, ear = Bridge(), Ear()
    first = {1: "a dict is handed over untouched"}
    early = Thread(target=lambda: deque(map(bridge.perform, (first, 2)), maxlen=0))
    early.start()
    early.join()
    bridge.listen(ear.hear)
    late = Thread(target=lambda: bridge.perform(3))
    late.start()
    late.join()
    assert ear.heard == []
    qtbot.waitUntil(lambda: len(ear.heard) == 3)
    assert ear.heard[0] is first
    assert ear.heard[1:] == [2, 3]
    assert ear.threads == {True}

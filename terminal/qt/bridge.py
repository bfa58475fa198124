"""Carries what the till wants done from its thread to the window's, and loses nothing."""

from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """One signal of `object`; effects that come before anybody listens wait in order."""

    happened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.lock = Lock()
        self.early: list[object] | None = []

    def perform(self, effect: object) -> None:
        """Called on any thread; the listener hears it on its own."""
        with self.lock:
            if self.early is not None:
                self.early.append(effect)
                return
            self.happened.emit(effect)

    def listen(self, hear: Callable[[object], None]) -> None:
        """From now on `hear`, a slot of a QObject, gets every effect, the early ones first."""
        self.happened.connect(hear, Qt.ConnectionType.QueuedConnection)
        with self.lock:
            waiting, self.early = self.early or [], None
            for effect in waiting:
                self.happened.emit(effect)

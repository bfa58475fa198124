"""A program with a real window for key events from outside: orders on stdin, what happened out.

Each line is a JSON object. It is started under Xvfb by `real_screen`, never by hand.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout

from terminal.qt.icons import load_icons
from terminal.qt.tokens import read_tokens
from terminal.qt.window import Window
from terminal.till.messages import Message
from tests.terminal.qt import samples

LATER_MS = 200


def tell(**said: Any) -> None:
    """Says one thing to whoever drives this program."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def post(message: Message) -> None:
    """Tells what the window posted."""
    tell(posted=type(message).__name__, **msgspec.to_builtins(message))


class Log(QObject):
    """Tells when keys came, by their own times, before anybody else sees them.

    It can keep the window busy just after a key, as a slow disk or a large drawing would.
    """

    def __init__(self) -> None:
        super().__init__()
        self.busy_after = 0
        self.busy_ms = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Lets every event through."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.spontaneous() and event.key() != Qt.Key.Key_Shift:
            tell(key=event.text(), at=event.timestamp())
            self.busy_after -= 1
            if self.busy_after == 0:
                QTimer.singleShot(0, self, self.be_busy)
        return False

    def be_busy(self) -> None:
        """Does nothing else for a while."""
        time.sleep(self.busy_ms / 1000)


class Orders(QObject):
    """Takes orders from stdin on a thread, and obeys them on Qt's."""

    ordered = Signal(dict)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ordered.connect(self.obey)
        self.ended.connect(QApplication.quit)

    def obey(self, order: dict[str, Any]) -> None:
        """Does one thing."""
        raise NotImplementedError(order)

    def listen(self) -> None:
        """Takes orders until stdin ends."""
        for line in sys.stdin:
            self.ordered.emit(json.loads(line))
        self.ended.emit()


class Program(Orders):
    """The counter's window, and a dialog over it when asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.window = Window(
            read_tokens(), load_icons(), post, lambda: None, lambda: "14:07", lambda: "TRAINING"
        )
        self.screens = samples.every()
        self.log = Log()
        self.dialog: QDialog | None = None
        self.field, self.button = QLineEdit(), QPushButton("Go")
        self.clicks = 0
        self.window.show()
        self.tell_of(self.window.windowHandle())

    def tell_of(self, handle: QWindow | None) -> None:
        """Gives a window's number."""
        assert handle is not None
        tell(window=int(handle.winId()))

    def listen_first(self) -> None:
        """Listens to the keys of the window that has the focus, before everybody else."""
        # PySide's types forget that no window may have it.
        handle: QWindow | None = QGuiApplication.focusWindow()
        if not isinstance(handle, QWindow):
            tell(focus=0)
            return
        handle.installEventFilter(self.log)
        tell(focus=int(handle.winId()))

    def obey(self, order: dict[str, Any]) -> None:
        """Does one thing."""
        match order:
            case {"draw": str(name)}:
                self.window.draw(self.screens[name])
                tell(drawn=name)
            case {"listen": True}:
                self.listen_first()
            case {"ring": True}:
                # The ring on a button that acts: a scan must not press it.
                QApplication.processEvents()
                buttons = [b for b in self.window.findChildren(QPushButton) if b.isVisible()]
                buttons[0].setFocus()
                tell(ring=len(buttons))
            case {"busy_after": int(keys), "for_ms": int(for_ms)}:
                self.log.busy_after, self.log.busy_ms = keys, for_ms
                tell(busy_after=keys)
            case {"busy_ms": int(busy_ms)}:
                tell(busy=busy_ms)
                time.sleep(busy_ms / 1000)
            case {"dialog": True}:
                self.open_dialog()
            case {"state": True}:
                tell(
                    field=self.field.text(),
                    clicks=self.clicks,
                    waiting=self.window.keys.wedge.is_waiting,
                )
            case {"close_dialog": True}:
                assert self.dialog is not None
                self.dialog.close()
                tell(closed=True)
            case _:
                raise ValueError(order)

    def open_dialog(self) -> None:
        """Opens a form with a field and a default button, and none beside it."""
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = QDialog(self.window)
        self.field, self.button, self.clicks = QLineEdit(), QPushButton("Go"), 0
        self.button.setDefault(True)
        self.button.clicked.connect(self.clicked)
        layout = QVBoxLayout(self.dialog)
        layout.addWidget(self.field)
        layout.addWidget(self.button)
        self.dialog.open()
        self.field.setFocus()
        self.tell_of(self.dialog.windowHandle())

    def clicked(self) -> None:
        """One more click."""
        self.clicks += 1


def main() -> int:
    """Runs until stdin ends."""
    application = QApplication(sys.argv[:1])
    program = Program()
    threading.Thread(target=program.listen, daemon=True).start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())

"""The counter's window as somebody else's stage: screens are drawn, watched, and saved as files."""

import os
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from terminal.qt.icons import load_icons
from terminal.qt.reader import Frame, ReaderView
from terminal.qt.tokens import read_tokens
from terminal.qt.window import FIRST, Window
from terminal.till.messages import Message
from terminal.till.screens import Screen


class Stage:
    """One window that shows what it is told, off screen where there is no screen."""

    def __init__(self, *, watched: bool, dark: bool = False) -> None:
        """`watched` says that a person can see it. Qt is started here, on the main thread."""
        if not watched:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        self.watched = watched
        self.application = QApplication.instance() or QApplication(sys.argv[:1])
        self.time = ""
        self.seen: Frame | None = None
        self.done: list[Message] = []
        self.window = Window(
            read_tokens(),
            load_icons(),
            self.done.append,
            lambda: self.seen,
            lambda: self.time,
            lambda: "",
            dark=dark,
        )
        self.window.resize(FIRST)
        self.window.show()

    def show(self, screen: Screen, time: str, seen: Frame | None) -> None:
        """Draws a screen, the time in its corner, and what a camera sees."""
        self.time, self.seen = time, seen
        self.window.draw(screen)
        self.window.show_time()
        # A reader looks by its own timer, which has no time to fire where nobody runs Qt's loop.
        for reader in self.window.findChildren(ReaderView):
            reader.take()
        self.application.processEvents()

    def save(self, path: Path) -> None:
        """Writes what is shown as PNG. Raises OSError if it cannot."""
        if not self.window.grab().save(str(path)):
            raise OSError(f"{path} could not be written")

    def pump(self) -> tuple[Message, ...]:
        """Lets Qt work; gives what a person did in the window since the last time."""
        self.application.processEvents()
        messages = tuple(self.done)
        self.done.clear()
        return messages

    def is_open(self) -> bool:
        """Says whether nobody has closed the window."""
        return self.window.isVisible()

    def close(self) -> None:
        """Closes the window."""
        self.window.close()
        self.window.deleteLater()
        self.application.processEvents()

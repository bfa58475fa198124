"""Pictures of the counter in files, drawn by the real window from screens of the till."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication

from terminal.qt.icons import load_icons
from terminal.qt.reader import Frame, ReaderView
from terminal.qt.tokens import read_tokens
from terminal.qt.window import FIRST, Window
from terminal.till.messages import Message
from terminal.till.screens import Screen


class Shot(Protocol):
    """One picture to make: the screen, the time in its corner, what the camera sees, the file."""

    @property
    def screen(self) -> Screen: ...
    @property
    def time(self) -> str: ...
    @property
    def seen(self) -> Frame | None: ...
    @property
    def path(self) -> Path: ...


def save(shots: Iterable[Shot], *, on_screen: bool, dark: bool = False) -> None:
    """Writes a PNG a shot; without a screen it draws off screen. Raises OSError if it cannot."""
    if not on_screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication.instance() or QApplication(sys.argv[:1])
    now: list[Shot] = []
    window = Window(
        read_tokens(),
        load_icons(),
        _ignore,
        lambda: now[-1].seen if now else None,
        lambda: now[-1].time if now else "",
        lambda: "",
        dark=dark,
    )
    window.resize(FIRST)
    window.show()
    for shot in shots:
        now[:] = [shot]
        window.draw(shot.screen)
        window.show_time()
        # A reader looks by its own timer, which has no time to fire here.
        for reader in window.findChildren(ReaderView):
            reader.take()
        application.processEvents()
        if not window.grab().save(str(shot.path)):
            raise OSError(f"{shot.path} could not be written")
    window.close()
    window.deleteLater()
    application.processEvents()


def _ignore(message: Message) -> None:
    """Nobody presses keys in a picture."""

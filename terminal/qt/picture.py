"""Pictures of the counter in files, drawn by the real window from screens of the till."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QApplication

from terminal.qt.icons import Icons, load_icons
from terminal.qt.reader import Frame
from terminal.qt.tokens import Tokens, read_tokens
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
    tokens, icons = read_tokens(), load_icons()
    for shot in shots:
        _save(shot, tokens, icons, dark=dark)
    application.processEvents()


def _save(shot: Shot, tokens: Tokens, icons: Icons, *, dark: bool) -> None:
    window = Window(
        tokens, icons, _ignore, lambda: shot.seen, lambda: shot.time, lambda: "", dark=dark
    )
    window.resize(FIRST)
    window.show()
    window.draw(shot.screen)
    QApplication.processEvents()
    if not window.grab().save(str(shot.path)):
        raise OSError(f"{shot.path} could not be written")
    window.close()
    window.deleteLater()


def _ignore(message: Message) -> None:
    """Nobody presses keys in a picture."""

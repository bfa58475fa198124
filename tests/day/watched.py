"""The counter as `main.py` opens it, with somebody beside it who says what its windows paint.

Orders come on stdin and answers go out on stdout, a JSON object a line. It is started by `counter`
on a screen of our own; nothing in it works the counter, which only keys, scans and touches do.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

import main as program
from terminal.commands.surroundings import keep_memory_small
from terminal.qt import painted
from terminal.qt.pad_window import PadWindow
from terminal.qt.reader import ReaderView
from terminal.qt.start import import_plainly
from terminal.qt.window import Window
from tests.terminal.qt.real_window import Orders, tell

SIDES = {Window: "counter", PadWindow: "member"}


def around(rect: QRect) -> list[int]:
    """Gives a rectangle as x, y, width and height."""
    return [rect.x(), rect.y(), rect.width(), rect.height()]


def on_screen(widget: QWidget) -> list[int]:
    """Gives where the seen part of a widget is on the screens."""
    seen = widget.visibleRegion().boundingRect()
    return around(QRect(widget.mapToGlobal(seen.topLeft()), seen.size()))


def number_of(handle: QWindow | None) -> int:
    """Gives the number that the display server knows a window by; 0 before it has one."""
    return int(handle.winId()) if handle is not None else 0


def words_of(widget: QWidget) -> str:
    """Gives what it paints and what a screen reader says of it."""
    said = " ".join(painted.painted(widget))
    name = widget.accessibleName()
    return said if name in said else f"{said} | {name}".strip(" |")


def seen_of(window: QWidget) -> list[dict[str, Any]]:
    """Gives every widget with words of which something can be seen, and where it is."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        words = words_of(widget) if widget is not window else ""
        if words:
            found.append({"words": words, "at": on_screen(widget), "live": widget.isEnabled()})
    return found


class Watcher(Orders):
    """Looks when asked to."""

    def obey(self, order: dict[str, Any]) -> None:
        """Says what both windows show, or closes the counter as its own cross does."""
        match order:
            case {"settle": True}:
                # A busy machine paints later than it knows what to paint.
                QApplication.processEvents()
                for window in windows():
                    window.repaint()
                QGuiApplication.sync()
                tell(seen=dict(self.sides()))
            case {"look": True}:
                tell(seen=dict(self.sides()))
            case {"close": True}:
                for window in windows():
                    if isinstance(window, Window):
                        window.close()
            case _:
                raise ValueError(order)

    def sides(self) -> list[tuple[str, dict[str, Any]]]:
        """Gives each side that is on a screen."""
        found = []
        for window in windows():
            moving = [w for w in window.findChildren(ReaderView) if w.isVisible()]
            found.append(
                (
                    SIDES[type(window)],
                    {
                        "window": number_of(window.windowHandle()),
                        "at": around(window.geometry()),
                        "moving": [on_screen(one) for one in moving],
                        "words": seen_of(window),
                    },
                )
            )
        return found


def windows() -> list[QWidget]:
    """Gives the counter's windows that are on a screen."""
    return [w for w in QApplication.topLevelWidgets() if type(w) in SIDES and w.isVisible()]


def main() -> None:
    """Runs the counter until it is closed."""
    keep_memory_small()
    import_plainly()
    application = QApplication(sys.argv[:1])
    watcher = Watcher()
    threading.Thread(target=watcher.listen, daemon=True).start()
    try:
        program.main()
    finally:
        application.processEvents()


if __name__ == "__main__":
    main()

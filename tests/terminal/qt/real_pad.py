"""A counter with its pad for key events from outside: orders on stdin, what happened out.

Like `real_window`, each line is a JSON object, and `real_screen` starts it under Xvfb.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication

from terminal.qt.app import Counter
from terminal.till.effects import Effect, Show, ShowPad
from terminal.till.messages import Message, PadKey
from tests.terminal.qt import pad_samples, samples
from tests.terminal.qt.real_window import Log, Orders, tell


class Till:
    """Tells what it is told; shows a sale, and takes Esc of the pad for no."""

    def __init__(self, perform: Callable[[Effect], None]) -> None:
        self.perform = perform
        perform(Show(screen=samples.member(sale=True)))

    def post(self, message: Message) -> None:
        """Takes a message."""
        tell(posted=type(message).__name__, **msgspec.to_builtins(message))
        if message == PadKey(name="Cancel"):
            self.perform(ShowPad(pad=pad_samples.every("en")["rest"]))

    def stop(self) -> None:
        """Ends."""


class Program(Orders):
    """The counter's window, and the pad over it while something is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.log = Log()
        self.counter = Counter(Till, lambda: None, lambda: "14:07", lambda: "TRAINING", pad="auto")
        self.counter.window.show()
        self.counter.start()
        self.counter.window.keys.changed.connect(self.tell_painted)
        self.tell_of(self.counter.window.windowHandle())

    def tell_painted(self, text: str) -> None:
        """Tells what the counter paints before it is decided."""
        if text:
            tell(painted=len(text))

    def tell_of(self, handle: QWindow | None) -> None:
        """Gives a window's number."""
        assert handle is not None
        tell(window=int(handle.winId()))

    def obey(self, order: dict[str, Any]) -> None:
        """Does one thing."""
        pad = self.counter.pad
        match order:
            case {"pad": str(name)}:
                self.counter.perform(ShowPad(pad=pad_samples.every("en")[name]))
                shown = pad.window is not None and pad.window.isVisible()
                handle = pad.window.windowHandle() if pad.window is not None and shown else None
                tell(pad=name, number=int(handle.winId()) if handle is not None else 0)
            case {"listen": True}:
                focused: QWindow | None = QGuiApplication.focusWindow()
                if isinstance(focused, QWindow):
                    focused.installEventFilter(self.log)
                tell(focus=int(focused.winId()) if isinstance(focused, QWindow) else 0)
            case {"state": True}:
                visible = pad.window is not None and pad.window.isVisible()
                tell(field="", visible=visible, waiting=self.counter.window.keys.wedge.is_waiting)
            case _:
                raise ValueError(order)


def main() -> int:
    """Runs until stdin ends."""
    application = QApplication(sys.argv[:1])
    program = Program()
    threading.Thread(target=program.listen, daemon=True).start()
    try:
        return application.exec()
    finally:
        program.counter.stop()


if __name__ == "__main__":
    sys.exit(main())

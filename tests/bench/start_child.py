"""One start of a window, measured from before the interpreter: prints a line of JSON and ends."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel

BEGAN_NS = int(os.environ["REGULARS_BENCH_BEGAN_NS"])


def since_s() -> float:
    """Give the seconds since the parent started this process."""
    return (time.time_ns() - BEGAN_NS) / 1e9


class FirstPaint(QObject):
    """Hears of the first paint of any window."""

    def __init__(self, done: Callable[[], None]) -> None:
        super().__init__()
        self.paint_s = 0.0
        self._done = done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the first paint and let it happen."""
        if event.type() == QEvent.Type.Paint and not self.paint_s:
            self.paint_s = since_s()
            self._done()
        return super().eventFilter(watched, event)


def report(paint: FirstPaint, ready_s: float) -> None:
    """Print what was measured."""
    rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({"paint_s": paint.paint_s, "ready_s": ready_s, "rss_mb": rss_mb}))


def bare() -> None:
    """Show a window with one label, as the smallest Qt program does."""
    application = QApplication(sys.argv[:1])
    paint = FirstPaint(lambda: QTimer.singleShot(0, application.quit))
    application.installEventFilter(paint)
    label = QLabel("Regulars")
    label.resize(1366, 768)
    label.show()
    application.exec()
    report(paint, paint.paint_s)


def counter() -> None:
    """Show the counter on its data folder with the recorded camera, until the till has drawn."""
    from main import open_counter
    from terminal.qt.window import Window

    application = QApplication(sys.argv[:1])
    paint = FirstPaint(lambda: None)
    application.installEventFilter(paint)
    drawn: list[float] = []
    real = Window.draw

    def draw(window: Window, screen: object) -> None:
        real(window, screen)  # type: ignore[arg-type]
        if not drawn and not getattr(screen, "waiting", False):
            drawn.append(since_s())
            QTimer.singleShot(3000, application.quit)

    Window.draw = draw  # type: ignore[method-assign,assignment]
    folder = Path(os.environ["REGULARS_DATA"])
    open_counter(folder, camera=str(folder / "camera.avi"))
    report(paint, drawn[0])


if __name__ == "__main__":
    {"bare": bare, "counter": counter}[sys.argv[1]]()

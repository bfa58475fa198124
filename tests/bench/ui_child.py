"""One counter's window on a large shop, driven by scans and keys: prints a line of JSON."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from scanner.preview import Preview

BEGAN_NS = int(os.environ["REGULARS_BENCH_BEGAN_NS"])
PATIENCE_S = 20.0
LABELS = 200
STALL_S = 6.0
TICK_MS = 5
WARM_SALES = 10
BY_HAND = 40
HAND_S = 0.15
AMOUNT = "450"
KIB = 1024


class Painted(QObject):
    """Hears when a window has painted what it was told; `at_s` is the end of the newest paint."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.at_s = self.first_s = 0.0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The window paints all of itself in this one event: it is done when the next one comes."""
        if event.type() == QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, self.note)
        return super().eventFilter(watched, event)

    def note(self) -> None:
        """Remembers the moment."""
        self.at_s = time.perf_counter()
        self.first_s = self.first_s or (time.time_ns() - BEGAN_NS) / 1e9


def until(is_so: Callable[[], bool]) -> None:
    """Lets Qt work until something is so."""
    ends_s = time.perf_counter() + PATIENCE_S
    guard = QTimer()
    guard.start(100)
    while not is_so():
        if time.perf_counter() > ends_s:
            raise TimeoutError
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def share(values: list[float], percent: int) -> float:
    """Gives a percentile of seconds in milliseconds."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) * percent // 100, len(ordered) - 1)] * 1000, 2)


def rss_mb() -> float:
    """Gives the memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / KIB / KIB


def labels() -> float:
    """Times one bare label in a window of its own: what a repaint costs at least."""
    label = QLabel("-")
    label.resize(1366, 768)
    painted, took = Painted(label), []
    label.show()
    until(lambda: painted.at_s > 0)
    for count in range(LABELS):
        began_s = time.perf_counter()
        label.setText(str(count))
        until(lambda began=began_s: painted.at_s > began)  # type: ignore[misc]
        took.append(painted.at_s - began_s)
    label.close()
    return share(took, 95)


def stalls() -> float:
    """Times by how much the thread of the windows comes late to a timer, in a few seconds."""
    late: list[float] = []
    due_s = time.perf_counter() + TICK_MS / 1000

    def tick() -> None:
        nonlocal due_s
        now_s = time.perf_counter()
        late.append(max(now_s - due_s, 0.0))
        due_s = now_s + TICK_MS / 1000

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    ends_s = time.perf_counter() + STALL_S
    until(lambda: time.perf_counter() > ends_s)
    timer.stop()
    return share(late, 99)


class Drive:
    """Sells at a counter as somebody would: a scan, three digits, Enter."""

    def __init__(self, counter: Any) -> None:
        self.window, self.post = counter.window, counter.post
        self.painted = Painted(self.window)
        self.numbers: list[str] = []
        self.shown, self.shown_s = "", 0.0
        self.scans: list[float] = []
        self.keys: list[float] = []
        draw = self.window.draw

        def drawn(screen: object) -> None:
            draw(screen)
            self.shown, self.shown_s = type(screen).__name__, time.perf_counter()

        self.window.draw = drawn

    def sell(self, at: int, *, by_hand: bool) -> None:
        """One sale of somebody who was not here before; `by_hand` with real key events."""
        from terminal.till.messages import Key, Scan, Text

        began_s = time.perf_counter()
        self.post(Scan(text=self.numbers[at], source="camera", symbology="QRCode"))
        self._until("Member", began_s)
        self.scans.append(self.painted.at_s - began_s)
        if by_hand:
            for digit in AMOUNT:
                self.press(digit)
        else:
            self.post(Text(text=AMOUNT))
        began_s = time.perf_counter()
        if by_hand:
            self.stroke(Qt.Key.Key_Return, "\r")
        else:
            self.post(Key(name="Enter"))
        self._until("Idle", began_s)

    def stroke(self, key: Qt.Key, text: str) -> None:
        """One key as the display would tell of it, with its time."""
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(time.monotonic_ns() // 1_000_000)
        QApplication.sendEvent(self.window.windowHandle(), event)

    def press(self, digit: str) -> None:
        """One key, until what it changed stands on the screen."""
        began_s = time.perf_counter()
        self.stroke(Qt.Key(ord(digit)), digit)
        until(lambda: self.painted.at_s > began_s)
        self.keys.append(self.painted.at_s - began_s)
        # Faster than this a hand is a scanner gun.
        ends_s = time.perf_counter() + HAND_S
        until(lambda: time.perf_counter() > ends_s)

    def _until(self, shown: str, since_s: float) -> None:
        until(lambda: self.shown == shown and self.shown_s > since_s)
        until(lambda: self.painted.at_s > self.shown_s)


def main(directory: Path, folder: Path, sales: int) -> None:
    """Measure, and print it."""
    from terminal.commands.surroundings import keep_memory_small
    from terminal.qt.start import import_plainly

    keep_memory_small()
    import_plainly()
    from terminal.qt.app import Counter

    application = QApplication(sys.argv[:1])
    engine: list[Any] = []

    def start(perform: Callable[[Any], None]) -> Any:
        # As in the counter itself, databases and cameras come after the first paint.
        from tests.bench.ui_till import Engine

        engine.append(Engine(directory, Path(tempfile.mkdtemp(dir=folder)), perform))
        return engine[0]

    def preview() -> Preview | None:
        return engine[0].preview() if engine else None

    counter = Counter(start, preview, lambda: "14:07", str)
    drive = Drive(counter)
    counter.window.show()
    until(lambda: drive.painted.first_s > 0)
    from tests.bench.ui_till import numbers_of

    drive.numbers = numbers_of(directory, sales)
    counter.start()
    until(lambda: drive.shown == "Idle")
    warm = min(WARM_SALES, sales)
    for at in range(warm):
        drive.sell(at, by_hand=True)
    # The first ones build what is shown for the first time; a day has them once.
    first_scan_ms = share(drive.scans[:1], 100)
    drive.scans, drive.keys = drive.scans[warm - 1 :], drive.keys[-3:]
    before_mb = rss_mb()
    for at in range(warm, sales):
        drive.sell(at, by_hand=at < BY_HAND)
    after_mb = rss_mb()
    figures = {
        "scan_to_member_p95_ms": share(drive.scans, 95),
        "scan_to_member_median_ms": share(drive.scans, 50),
        "first_scan_to_member_ms": first_scan_ms,
        "key_to_paint_p95_ms": share(drive.keys, 95),
        "key_to_paint_median_ms": share(drive.keys, 50),
        "first_paint_s": round(drive.painted.first_s, 3),
        "memory_growth_percent": round((after_mb - before_mb) * 100 / before_mb, 1),
        "label_p95_ms": labels(),
    }
    if sales > 1:
        figures["idle_stall_p99_ms"] = stalls()
        engine[0].look(folder / "camera.avi")
        figures["stall_while_decoding_p99_ms"] = stalls()
    figures["rss_mb"] = round(rss_mb())
    counter.stop()
    application.quit()
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

"""A camera under test: what it says, sources that do what a test wants, and ways to wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from loyalty import number
from scanner.acceptance import member_of
from scanner.camera import Camera, CameraState, CameraTimes, Notice, Status
from scanner.camera_profile import CameraProfile
from scanner.drawing import Card
from scanner.frames import Source, Stream, UrlSource
from scanner.gate import Gate, GateTimes
from scanner.image import Image
from scanner.reader import Reader
from scanner.rendering import Presentation, Renderer
from scanner.sightings import Scan
from scanner.watch import WatchTimes

ANNA = number.make("0000", "123456789")
BERT = number.make("0000", "987654321")
QUICK = CameraTimes(
    watch=WatchTimes(stalled_ms=300, frozen_ms=300, black_ms=300),
    attempt_ms=5,
    tick_ms=10,
    opening_ms=3_000,
    backoff_ms=(20, 40),
    settled_ms=100,
    stop_ms=2_000,
)
PATIENCE_S = 20.0


@dataclass
class Heard:
    """What a camera said, and a way to wait for it."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    scans: list[Scan] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    states: list[CameraState] = field(default_factory=list)

    def scan(self, scan: Scan) -> None:
        with self.changed:
            self.scans.append(scan)
            self.changed.notify_all()

    def notice(self, notice: Notice) -> None:
        with self.changed:
            self.notices.append(notice)
            self.changed.notify_all()

    def state(self, state: CameraState) -> None:
        with self.changed:
            self.states.append(state)
            self.changed.notify_all()

    def until(self, true: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(true, PATIENCE_S), (self.states, self.scans)

    def until_state(self, status: Status, reason: str = "", *, after: int = 0) -> int:
        """Wait for a state; give how many states there are up to it."""

        def at() -> int | None:
            for place, state in enumerate(self.states[after:], after + 1):
                if (state.status, state.reason) == (status, reason):
                    return place
            return None

        self.until(lambda: at() is not None)
        place = at()
        assert place is not None
        return place


@contextmanager
def running(
    source: Source,
    profile: CameraProfile | None = None,
    *,
    times: CameraTimes = QUICK,
    reader: Reader | None = None,
    window_ms: int = 300,
) -> Iterator[tuple[Camera, Heard]]:
    heard = Heard()
    camera = Camera(
        source,
        profile,
        gate=Gate(
            member_of("0000"), times=GateTimes(window_ms=window_ms, left_ms=200, again_ms=200)
        ),
        on_scan=heard.scan,
        on_state=heard.state,
        on_notice=heard.notice,
        times=times,
        reader=reader,
    )
    camera.start()
    try:
        yield camera, heard
    finally:
        camera.stop()


def camera_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("camera-")]


def pictures(text: str = ANNA) -> Callable[[], Image]:
    """Give frames of a held card, each with its own noise."""
    renderer = Renderer(np.random.default_rng(5))
    kept = [renderer.frame(Card(text=text), Presentation()) for _ in range(4)]
    shown = iter(range(10**9))
    return lambda: kept[next(shown) % len(kept)]


def wait_for(true: Callable[[], bool]) -> None:
    due_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < due_s
        time.sleep(0.005)


class Exchanged:
    """A source that opens another one each time: the first, then the second and so on."""

    def __init__(self, sources: list[Source]) -> None:
        self._sources = sources
        self.name = "exchanged"
        self.live = False

    def open(self) -> Stream:
        return (self._sources.pop(0) if len(self._sources) > 1 else self._sources[0]).open()


class Odd:
    """A stream and source whose read does what a test wants."""

    def __init__(self, read: Callable[[], Image]) -> None:
        self.name = "odd"
        self.live = True
        self.opened = 0
        self.closed = 0
        self.read = read

    def open(self) -> Stream:
        self.opened += 1
        return self

    def close(self) -> None:
        self.closed += 1


def source_of(url: str) -> UrlSource:
    return UrlSource(url=url, timeout_ms=1_000)

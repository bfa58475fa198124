"""Reads one source flat out on its own thread and keeps the newest frame only."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loyalty.errors import Outage
from scanner.image import sane
from scanner.mailbox import OneSlot

if TYPE_CHECKING:
    from scanner.frames import Source
    from scanner.image import Image

CRASHED = "crashed"
_AFTER_NONSENSE_S = 0.02
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grabbed:
    """A frame and when it was read, on the device's monotonic clock."""

    frame: Image
    at_ms: int


class Grabber:
    """One session with one source: open, read until told to stop or until it fails, close.

    The thread is a daemon, because a driver can keep a read for ever; whoever gave up on it lets
    it go, and it closes its source itself should the read come back.
    """

    def __init__(self, source: Source, clock: Callable[[], int]) -> None:
        """Prepare; nothing is opened before `start`."""
        self.slot: OneSlot[Grabbed] = OneSlot()
        self._source = source
        self._clock = clock
        self._stopping = threading.Event()
        self._opened_ms: int | None = None
        self._ended: str | None = None
        self._thread = threading.Thread(target=self._run, name="camera-grab", daemon=True)

    def start(self) -> None:
        """Begin to open and read."""
        self._thread.start()

    def stop_soon(self) -> None:
        """Ask the thread to end after the read that it is in."""
        self._stopping.set()

    def wait(self, timeout_s: float) -> bool:
        """Wait for the thread, and say whether it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def opened_ms(self) -> int | None:
        """When the source was open; None before."""
        return self._opened_ms

    @property
    def ended(self) -> str | None:
        """Why the session is over: the code of an outage, or CRASHED. None while it goes on."""
        return self._ended

    def _run(self) -> None:
        try:
            self._read_on()
        except Outage as outage:
            self._ended = outage.code
        except Exception:  # noqa: BLE001 - nothing may end this thread in silence
            # The last line of defence of this thread: a silent end would leave the picture
            # standing still without a word.
            _log.exception("the camera's reading thread crashed")
            self._ended = CRASHED
        finally:
            self.slot.wake()

    def _read_on(self) -> None:
        stream = self._source.open()
        try:
            self._opened_ms = self._clock()
            while not self._stopping.is_set():
                frame = sane(stream.read())
                if frame is None:
                    # No picture is no sign of life; waiting keeps a mad driver from a mad loop.
                    self._stopping.wait(_AFTER_NONSENSE_S)
                    continue
                self.slot.put(Grabbed(frame=frame, at_ms=self._clock()))
        finally:
            stream.close()

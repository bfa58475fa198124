"""A scanner gun on a serial line: opened, read, lost and found again, without a restart."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from loyalty.errors import Outage
from scanner.serial_frames import Frames
from scanner.serial_ports import MISSING, GunPort, Line

GONE = "gone"
CRASHED = "crashed"
STOPPED = "stopped"
READ_BYTES = 512
_log = logging.getLogger(__name__)


class GunStatus(Enum):
    """How a serial gun is doing; the words are the camera's."""

    STARTING = "starting"
    RUNNING = "running"
    LOST = "lost"
    FAULT = "fault"
    RESTING = "resting"


@dataclass(frozen=True, slots=True, kw_only=True)
class GunState:
    """The status, and why: missing, denied, busy or gone (LOST), crashed (FAULT), stopped."""

    status: GunStatus
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GunTimes:
    """The gun's patience, in milliseconds."""

    backoff_ms: tuple[int, ...] = (250, 500, 1_000, 2_000)
    look_ms: int = 1_000
    stop_ms: int = 2_000


def monotonic_ms() -> int:
    """Give the device clock: milliseconds that never go back."""
    return time.monotonic_ns() // 1_000_000


class SerialGun:
    """Reads codes from a serial gun until it is stopped.

    Callbacks come from the gun's own thread and should only post. The thread is a daemon, because
    a driver can keep a read for ever; nobody waits for it longer than `stop_ms`.
    """

    def __init__(
        self,
        port: GunPort,
        *,
        on_code: Callable[[str], None],
        on_state: Callable[[GunState], None],
        times: GunTimes | None = None,
        clock: Callable[[], int] = monotonic_ms,
    ) -> None:
        """Prepare; nothing is opened before `start`."""
        self._port = port
        self._on_code = on_code
        self._on_state = on_state
        self._times = times or GunTimes()
        self._clock = clock
        self._state: GunState | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="serial-gun", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> bool:
        """End, and say whether the thread has ended."""
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(self._times.stop_ms / 1000)
        self._say(GunStatus.RESTING, STOPPED)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._work()
        except Exception:  # noqa: BLE001 - nothing may end this thread in silence
            _log.exception("the serial gun's thread crashed")
            self._say(GunStatus.FAULT, CRASHED)

    def _work(self) -> None:
        self._say(GunStatus.STARTING)
        failures = 0
        while not self._stopping.is_set():
            try:
                self._session()
            except Outage as outage:
                backoff_ms = self._times.backoff_ms
                failures = 0 if outage.code == GONE else failures
                self._say(GunStatus.LOST, outage.code)
                self._stopping.wait(backoff_ms[min(failures, len(backoff_ms) - 1)] / 1000)
                failures += 1

    def _session(self) -> None:
        """Open the port and read it until it is gone. Raises Outage."""
        port = self._port.find()
        if port is None:
            raise Outage(MISSING, "no serial scanner gun is plugged in")
        line = self._port.open(port)
        try:
            self._say(GunStatus.RUNNING)
            self._read_on(line)
        except OSError as error:
            raise Outage(GONE, f"{port} is gone: {error}") from error
        finally:
            line.close()

    def _read_on(self, line: Line) -> None:
        frames = Frames(bytearray())
        looked_ms = self._clock()
        while not self._stopping.is_set():
            data = line.read(1)
            waiting = getattr(line, "in_waiting", 0) if data else 0
            if waiting:
                data += line.read(min(waiting, READ_BYTES))
            now_ms = self._clock()
            for code in frames.feed(data, now_ms) if data else frames.rest(now_ms):
                self._on_code(code)
            if now_ms - looked_ms >= self._times.look_ms:
                # Some drivers go on reading silence from a gun that was pulled out.
                looked_ms = now_ms
                if self._port.find() is None:
                    raise Outage(GONE, "the serial scanner gun was unplugged")

    def _say(self, status: GunStatus, reason: str = "") -> None:
        state = GunState(status=status, reason=reason)
        if state != self._state:
            self._state = state
            self._on_state(state)

"""Keeps zbar in a watched child process: killed when it hangs, started again when it dies."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner.sightings import Found
from scanner.zbar_child import MISSING

if TYPE_CHECKING:
    from scanner.image import Image

_MODULE = "scanner.zbar_child"
_TRIED_S = 10.0


class ZbarState(Enum):
    """How the child is."""

    RUNNING = "running"
    RESTING = "resting"
    MISSING = "missing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZbarTimes:
    """How long one frame may take, and how long the child rests after it had to be ended."""

    start_ms: int = 10_000
    frame_ms: int = 500
    rest_ms: int = 1_000
    rest_ms_max: int = 60_000


class _Child:
    """One running process and the thread that listens to it."""

    def __init__(self, command: Sequence[str]) -> None:
        root = str(Path(__file__).resolve().parent.parent)
        self.process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # zbar reports its own faults there, by the thousand.
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": root},
        )
        self.answered = False
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, name="zbar answers", daemon=True).start()

    def ask(self, head: bytes, grey: bytes, within_s: float) -> bytes | None:
        """Send one frame and wait for its line; None when the child hangs or is gone."""
        assert self.process.stdin is not None
        sender = threading.Thread(target=self._send, args=(head + grey,), daemon=True)
        sender.start()
        try:
            answer = self._answers.get(timeout=within_s)
        except queue.Empty:
            return None
        sender.join(within_s)
        return answer or None

    def end(self) -> int:
        """Kill the process and give its exit code; that it has ended already is no matter."""
        self.process.kill()
        code = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                _close(pipe)
        return code

    def _send(self, frame: bytes) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(frame)
            self.process.stdin.flush()
        except (OSError, ValueError):
            # The listener says that the child is gone.
            return

    def _listen(self) -> None:
        assert self.process.stdout is not None
        try:
            for line in self.process.stdout:
                self._answers.put(line)
        except (OSError, ValueError):
            pass
        self._answers.put(b"")


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        # What was still to be sent has nobody to go to.
        return


def is_here(command: Sequence[str] = (sys.executable, "-m", _MODULE)) -> bool:
    """Say whether a child finds zbar on this machine; takes about a second at most."""
    child = _Child(command)
    child.process.stdin.close()  # type: ignore[union-attr] # made with a pipe
    try:
        return child.process.wait(_TRIED_S) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        child.end()


class Zbar:
    """Reads bars through the child; belongs to one thread. Without zbar it finds nothing."""

    def __init__(
        self,
        *,
        command: Sequence[str] = (sys.executable, "-m", _MODULE),
        times: ZbarTimes | None = None,
        now_ms: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000,
    ) -> None:
        """Nothing is started before the first frame; `now_ms` is a monotonic clock."""
        self._command = tuple(command)
        self._times = times or ZbarTimes()
        self._now_ms = now_ms
        self._child: _Child | None = None
        self._rest_until_ms = 0
        self._rest_ms = self._times.rest_ms
        self._restarts = 0
        self._state = ZbarState.RESTING

    @property
    def state(self) -> ZbarState:
        """How the child is after the last frame."""
        return self._state

    @property
    def restarts(self) -> int:
        """How often a child had to be replaced."""
        return self._restarts

    def read(self, grey: Image, symbologies: tuple[str, ...]) -> list[Found]:
        """Give what zbar finds; empty while it rests, when it is missing, and when it fails."""
        child = self._running()
        if child is None:
            return []
        high, wide = grey.shape
        head = json.dumps({"wide": wide, "high": high, "symbols": symbologies}).encode() + b"\n"
        within_ms = self._times.frame_ms if child.answered else self._times.start_ms
        answer = child.ask(head, grey.tobytes(), within_ms / 1000)
        if answer is None:
            self._lose(child)
            return []
        child.answered = True
        self._rest_ms = self._times.rest_ms
        found = (
            Found(
                text=one["text"],
                symbology=one["symbology"],
                corners=tuple((float(x), float(y)) for x, y in one["corners"]),
            )
            for one in json.loads(answer)
        )
        # An EAN-13 that begins with 0 is a UPC-A, whichever of the two was asked for.
        return [one for one in found if one.symbology in symbologies]

    def close(self) -> None:
        """End the child for good."""
        if self._child is not None:
            self._child.end()
            self._child = None
        self._state = ZbarState.CLOSED

    def _running(self) -> _Child | None:
        if self._state in {ZbarState.MISSING, ZbarState.CLOSED}:
            return None
        if self._child is None:
            if self._now_ms() < self._rest_until_ms:
                return None
            try:
                self._child = _Child(self._command)
            except OSError:
                self._state = ZbarState.MISSING
                return None
        self._state = ZbarState.RUNNING
        return self._child

    def _lose(self, child: _Child) -> None:
        """Let a child go that hung or died; each one that follows at once waits longer."""
        try:
            # One that could not find zbar has ended by itself, or is about to.
            code = child.process.wait(0.2 if not child.answered else 0)
        except subprocess.TimeoutExpired:
            code = None
        child.end()
        self._child = None
        if code == MISSING:
            self._state = ZbarState.MISSING
            return
        self._restarts += 1
        self._state = ZbarState.RESTING
        self._rest_until_ms = self._now_ms() + self._rest_ms
        self._rest_ms = min(2 * self._rest_ms, self._times.rest_ms_max)

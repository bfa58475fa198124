"""The counter of the demo day: a till in a process of its own, worked by lines of JSON."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from loyalty import days
from loyalty.errors import Outage
from terminal.demo.scans import Scans
from terminal.till.screens_all import EveryScreen

LOG = "till.log"
PATIENCE_S = 20.0
CARD_S = 6.0
SHOWN_MAX = 3
PUMP_S = 0.03


class Clockwork:
    """The shop's time of day, as the day's script lets it pass."""

    def __init__(self, at_us: int, zone: str) -> None:
        """Begin at a moment; from then on it goes on by itself too."""
        self._from_us = at_us
        self._zone = zone
        self._begun_ns = time.monotonic_ns()

    def now_us(self) -> int:
        """Give microseconds since 1970."""
        return self._from_us + (time.monotonic_ns() - self._begun_ns) // 1_000

    def time(self) -> str:
        """Give the time on the wall, such as 14:07."""
        return days.local(self.now_us(), self._zone).strftime("%H:%M")

    def wait(self, seconds: int) -> None:
        """Let time pass that nobody waits for."""
        self._from_us += seconds * 1_000_000


class Counter:
    """One till process after the other, on the same data folder, and the hand of the cashier."""

    def __init__(
        self, command: Sequence[str], folder: Path, clock: Clockwork, scans: Scans
    ) -> None:
        """`command` starts the till; `folder` takes its log."""
        self._command = tuple(command)
        self._log = folder / LOG
        self._scans = scans
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._screen: EveryScreen | None = None
        self._in_view = ""
        self.in_hand = ""
        self.clock = clock
        self._shown: Callable[[EveryScreen], None] | None = None
        self._pump: Callable[[], None] | None = None

    def attend(self, *, shown: Callable[[EveryScreen], None], pump: Callable[[], None]) -> None:
        """Let somebody watch: every screen goes to `shown`, and `pump` is called all the time."""
        self._shown, self._pump = shown, pump

    @property
    def screen(self) -> EveryScreen:
        """Give what is shown."""
        assert self._screen is not None
        return self._screen

    def start(self) -> None:
        """Start the till and wait until it shows a screen and its camera sees.

        Raises Outage `demo_stuck`.
        """
        self._lines = queue.Queue()
        self._in_view = ""
        self._screen = None
        with self._log.open("ab") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [*self._command, "--at", days.stamp(self.clock.now_us())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                encoding="utf-8",
            )
        assert self._process.stdout is not None
        self._reader = threading.Thread(
            target=_listen, args=(self._process.stdout, self._lines), daemon=True
        )
        self._reader.start()
        self._until(lambda line: line.get("camera") == "running", "the camera sees")
        self._until(lambda line: "show" in line, "the till says so")

    def kill(self) -> None:
        """End the till as a power cut does: SIGKILL, in the middle of whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._ended(self._process)

    def stop(self) -> int:
        """End the till as a closed window does; gives its exit code."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._ended(self._process)

    def _ended(self, process: subprocess.Popen[str]) -> int:
        """Wait for the end, and hear everything that was still said."""
        code = process.wait(PATIENCE_S)
        if self._reader is not None:
            self._reader.join(PATIENCE_S)
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    # What was still to be said to a till that was killed has nowhere to go.
                    stream.close()
        return code

    def say(self, **line: object) -> None:
        """Send the till one line. Raises Outage `demo_stuck` when it has ended."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(line) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Outage("demo_stuck", f"the till has ended; {self._log} says why") from error

    def key(self, name: str) -> None:
        """Press a key."""
        self.say(key=name)

    def type(self, text: str) -> None:
        """Type characters."""
        self.say(text=text)

    def wait(self, seconds: int) -> None:
        """Let time pass at the shop."""
        self.in_hand = ""
        self.clock.wait(seconds)
        self.say(wait=seconds)

    def card(self, number: str) -> None:
        """Hold a member's card before the camera until it is read, as a cashier does.

        Raises Outage `demo_stuck` when the camera does not read it however often it is shown.
        """
        last_four = number[-4:]
        for _ in range(SHOWN_MAX):
            self._take_away()
            self._scans.drawn(last_four)
            self.in_hand = number
            self.say(card=number)
            try:
                line = self._until(lambda one: "read" in one, "the card is read", CARD_S)
            except Outage:
                continue
            assert line["read"]["last_four"] == last_four, line
            self._in_view = last_four
            self._scans.read(last_four, line["read"]["us"])
            return
        raise Outage("demo_stuck", f"the camera does not read the card that ends in {last_four}")

    def other_card(self, text: str) -> None:
        """Hold something before the camera that is no member's card, and see it refused."""
        self._take_away()
        before = self.screen.frame.strip
        self.in_hand = text
        self.say(card=text)
        self.expect("a refusal", lambda screen: screen.frame.strip != before)

    def expect(
        self,
        what: str,
        is_right: Callable[[EveryScreen], bool],
        *,
        patience_s: float = PATIENCE_S,
    ) -> EveryScreen:
        """Wait until a screen is shown that is right. Raises Outage `demo_stuck`."""
        if self._screen is None or not is_right(self._screen):
            self._until(
                lambda line: "show" in line and is_right(self.screen),
                f"{what} is on the screen",
                patience_s,
            )
        return self.screen

    def _take_away(self) -> None:
        """Wait until the last card has left, so that two are never seen at once."""
        if self._in_view:
            self._until(lambda _: not self._in_view, "the card is taken away")

    def _until(
        self, is_right: Callable[[dict[str, Any]], bool], what: str, patience_s: float = PATIENCE_S
    ) -> dict[str, Any]:
        deadline_s = time.monotonic() + patience_s
        while (left_s := deadline_s - time.monotonic()) > 0:
            line = self._next(min(left_s, PUMP_S) if self._pump else left_s)
            if line is not None and is_right(line):
                return line
        raise Outage("demo_stuck", f"waited in vain until {what}")

    def listen(self, patience_s: float) -> None:
        """Hear what the till says for a moment, for whoever watches."""
        deadline_s = time.monotonic() + patience_s
        while (left_s := deadline_s - time.monotonic()) > 0:
            self._next(left_s)

    def _next(self, patience_s: float) -> dict[str, Any] | None:
        if self._pump is not None:
            self._pump()
        try:
            line = self._lines.get(timeout=patience_s)
        except queue.Empty:
            return None
        if line is None:
            raise Outage("demo_stuck", f"the till has ended; {self._log} says why")
        self._take(line)
        return line

    def _take(self, line: dict[str, Any]) -> None:
        if "show" in line:
            self._screen = msgspec.convert(line["show"], type=EveryScreen)
            if self._shown is not None:
                self._shown(self._screen)
        if line.get("left") == self._in_view:
            self._in_view = ""


def _listen(stream: IO[str], lines: queue.Queue[dict[str, Any] | None]) -> None:
    """Hand over what the till says; None when it has ended."""
    for text in stream:
        # A till that was killed may have left half a line.
        if text.endswith("\n"):
            lines.put(json.loads(text))
    lines.put(None)

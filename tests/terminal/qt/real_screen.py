"""A screen of our own with a keyboard that really types: Xvfb, xdotool and a window between."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
PATIENCE_S = 20.0
Said = dict[str, Any]


class RealWindow:
    """A program such as `real_window` on a screen, and xdotool to type into it."""

    def __init__(self, display: str, program: str = "real_window") -> None:
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", f"tests.terminal.qt.{program}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=self.environment,
            cwd=ROOT,
        )
        self.begun = b""
        self.said: list[Said] = []
        self.window = int(self.until("window")["window"])

    def tell(self, **order: Any) -> None:
        """Gives an order."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()

    def until(self, name: str) -> Said:
        """Waits for a line with this name; what came before it stays in `said`."""
        assert self.process.stdout is not None
        ends_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_s:
            for at, one in enumerate(self.said):
                if name in one:
                    return self.said.pop(at)
            ready, _, _ = select.select([self.process.stdout], [], [], 0.2)
            if ready:
                data = os.read(self.process.stdout.fileno(), 65536)
                assert data, "the window's program has ended"
                *lines, self.begun = (self.begun + data).split(b"\n")
                self.said += [json.loads(line) for line in lines]
        raise AssertionError(f"no {name} in {PATIENCE_S} s, only {self.said}")

    def ask(self, answer: str, **order: Any) -> Said:
        """Gives an order and waits for its answer."""
        self.tell(**order)
        return self.until(answer)

    def type(self, words: Sequence[str]) -> None:
        """Lets xdotool do what these words say, in one process so that its gaps are kept."""
        subprocess.run(["xdotool", *words], env=self.environment, check=True, timeout=PATIENCE_S)

    def run(self, *words: str) -> None:
        """Runs a program of the screen."""
        subprocess.run(words, env=self.environment, check=True, timeout=PATIENCE_S)

    def focus(self, number: int) -> None:
        """Gives a window the keyboard; there is no window manager that would."""
        self.type(["windowfocus", "--sync", str(number)])
        ends_s = time.monotonic() + PATIENCE_S
        while self.ask("focus", listen=True)["focus"] != number:
            assert time.monotonic() < ends_s, "the window does not get the focus"
            time.sleep(0.02)

    def settled(self, keys: int) -> Said:
        """Waits until so many keys have come and are decided, and gives the dialog's state."""
        ends_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_s:
            state = self.ask("field", state=True)
            came = sum("key" in one for one in self.said)
            if came >= keys and not state["waiting"]:
                return state
            time.sleep(0.02)
        raise AssertionError(f"not {keys} keys, or undecided ones: {self.said}")

    def heard(self) -> tuple[list[Said], list[int]]:
        """Gives what was posted since the last time, and when the keys came."""
        posted = [one for one in self.said if "posted" in one]
        at_ms = [int(one["at"]) for one in self.said if "key" in one]
        self.said.clear()
        return posted, at_ms

    def close(self) -> None:
        """Ends the program by ending its orders."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(PATIENCE_S)
        self.process.stdout.close()


@contextmanager
def screen() -> Iterator[str]:
    """Gives the name of a screen of our own, which is gone afterwards."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as number:
            yield f":{number.readline().strip()}"
    finally:
        server.terminate()
        server.wait(PATIENCE_S)

"""A data folder with a connected till and its real server process, for tests of verbs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from loyalty import number

ROOT = Path(__file__).parents[3]
READY_S = 60.0


def card(digits: int) -> str:
    """Give a card of the demo shop."""
    return number.make(number.DEMO_ISSUER, f"{digits:09d}")


def environment(folder: Path) -> dict[str, str]:
    """Give the environment of a child of a test."""
    return {**os.environ, "REGULARS_DATA": str(folder), "REGULARS_LANGUAGE": "en"}


def run(folder: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **more,
    )


def start_server(folder: Path) -> subprocess.Popen[str]:
    """Start a shop's server and wait for its ready line."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "server"],
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert "pairing" in process.stdout.readline()
    return process


def kill(process: subprocess.Popen[str]) -> None:
    """End a process as a power cut does."""
    process.send_signal(signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


class StdioTill:
    """A till as a process of its own, talked to in lines."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "till", "--stdio", *words],
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.last_screen: dict[str, Any] = {}
        self.until(lambda said: "show" in said)

    @property
    def _out(self) -> IO[str]:
        assert self.process.stdout is not None
        return self.process.stdout

    def say(self, **said: object) -> None:
        """Send a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()

    def until(self, wanted: Any) -> dict[str, Any]:
        """Read lines until one is wanted."""
        deadline_s = time.monotonic() + READY_S
        while time.monotonic() < deadline_s:
            line = self._out.readline()
            if not line:
                raise AssertionError("the till ended")
            said: dict[str, Any] = json.loads(line)
            self.last_screen = said.get("show", self.last_screen)
            if wanted(said):
                return said
        raise AssertionError("the till never said it")

    def screen(self, name: str) -> dict[str, Any]:
        """Wait for a screen."""
        found: dict[str, Any] = self.until(lambda said: said.get("show", {}).get("screen") == name)[
            "show"
        ]
        return found

    def close(self) -> None:
        """End it politely."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self._out.read()
        self.process.wait(60)
        self._out.close()


@contextmanager
def served(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Have a server run for a while."""
    process = start_server(folder)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)
        if process.stdout is not None and not process.stdout.closed:
            process.stdout.close()

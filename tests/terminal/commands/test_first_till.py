"""The first till's window and its server: one question, one server, which outlives the window."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage import folder as folders
from terminal.till import service
from tests.terminal.commands.place import ROOT, environment, run
from tests.terminal.qt.real_screen import screen

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (shutil.which("Xvfb") and shutil.which("xdotool")),
        reason="needs Xvfb and xdotool, which `make setup` installs",
    ),
]
PATIENCE_S = 90.0


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_s, "it never came"
        time.sleep(0.2)


def servers(folder: Path) -> list[int]:
    """Give the processes that serve this folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdecimal() else []
        except OSError:
            continue
        if b"server" in words and str(folder).encode() in words:
            found.append(int(entry.name))
    return found


@contextmanager
def ending(folder: Path) -> Iterator[None]:
    """End the server that the counter left behind, as it should."""
    try:
        yield
    finally:
        for number in servers(folder):
            os.kill(number, signal.SIGTERM)
        until(lambda: not servers(folder))


class Window:
    """The counter as a process of its own, on a screen of our own."""

    def __init__(self, folder: Path, display: str, *words: str) -> None:
        self.environment = environment(folder) | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "--pad", "off", *words],
            env=self.environment,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finds(self, *words: str) -> str:
        """Give the number of a window, or nothing."""
        done = subprocess.run(
            ["xdotool", "search", "--onlyvisible", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    def press(self, key: str) -> None:
        """Press a key in the window that there is, if there is one."""
        number = self.finds("--pid", str(self.process.pid)).partition("\n")[0]
        if number:
            words = ["xdotool", "windowfocus", number, "key", key]
            subprocess.run(words, env=self.environment, check=False, capture_output=True)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()


def test_the_first_tills_server_outlives_its_window(data_dir: Path) -> None:
    shop, other = data_dir / "shop", data_dir / "other"
    place = folders.Folder(root=shop, kind=folders.SHOP)
    with screen() as display, ending(shop):
        first = Window(shop, display, "--shop")
        until(lambda: bool(first.finds("--name", "First start")))
        # Nothing is begun before it is answered, and a second start changes nothing about it.
        second = Window(shop, display, "--shop")
        assert second.process.wait(PATIENCE_S) == 3
        assert second.process.stderr is not None
        assert "already running" in second.process.stderr.read()
        second.kill()
        assert servers(shop) == []

        def is_open() -> bool:
            first.press("Return")
            return bool(first.finds("--name", "Till 1"))

        until(is_open)
        ready, [number] = (shop / "server" / service.READY).read_text("utf-8"), servers(shop)
        third = Window(shop, display)
        assert third.process.wait(PATIENCE_S) == 3
        third.kill()
        first.kill()

        # The window is gone; its shop goes on for every other till.
        assert service.running(place) is not None
        pairing = run(shop, "server", "pair").stdout.split()[-1]
        joined = run(other, "pair", pairing, "--json")
        assert joined.returncode == 0, joined.stderr
        assert json.loads(joined.stdout)["device"]

        again = Window(shop, display)
        until(lambda: bool(again.finds("--name", "Till 1")))
        assert servers(shop) == [number]
        assert (shop / "server" / service.READY).read_text("utf-8") == ready
        again.kill()

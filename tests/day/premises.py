"""The shop around the counter: its folder, its server that can be stopped, its newest slip."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from loyalty import number
from terminal.demo import members

ROOT = Path(__file__).parents[2]
PATIENCE_S = 45.0
DARK_ABOVE, DARK_BELOW, DARK_BOTH = "▀", "▄", "█"
QR_LEAST = 21
QUIET = 4
MODULE_PX = 4


class Premises:
    """One data folder and the processes that belong to it."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, which may be empty."""
        self.folder = folder
        self._started: list[subprocess.Popen[bytes]] = []

    def servers(self) -> list[int]:
        """Give the processes that keep this folder's books."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                line = (entry / "cmdline").read_bytes() if entry.name.isdecimal() else b""
            except OSError:
                continue
            words = line.split(b"\0")
            if b"server" in words and str(self.folder).encode() in words:
                found.append(int(entry.name))
        return found

    def stop(self) -> None:
        """End the server, as a machine that is switched off does."""
        for process in self.servers():
            os.kill(process, signal.SIGTERM)
        ends_s = time.monotonic() + PATIENCE_S
        while self.servers():
            assert time.monotonic() < ends_s, "the server does not end"
            time.sleep(0.05)
        while self._started:
            self._started.pop().wait(PATIENCE_S)

    def start(self) -> None:
        """Start the server again, where it was."""
        started = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "server", "--data", str(self.folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._started.append(started)

    def run(self, *words: str) -> str:
        """Run a verb on the folder and give what it said."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *words],
            env={**os.environ, "REGULARS_DATA": str(self.folder), "REGULARS_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE_S,
        )
        return done.stdout

    def card(self, who: str) -> str:
        """Give a card by its owner's first name, `pile-N`, or `badge-N` for people who work."""
        kind, _, at = who.partition("-")
        if kind == "pile":
            return members.pile(number.DEMO_ISSUER)[int(at)]
        if kind == "badge":
            return number.make(number.DEMO_ISSUER, f"{int(at):09d}")
        return members.named(who).number(number.DEMO_ISSUER)

    def slip_code(self, back: int) -> str:
        """Read the QR of a slip from its own text; 0 is the newest that has one."""
        slips = sorted((self.folder / "till" / "slips").glob("*.txt"), reverse=True)
        codes = [code for code in (_read(path.read_text("utf-8")) for path in slips) if code]
        assert len(codes) > back, f"only {len(codes)} slips with a code"
        return codes[back]


def _read(text: str) -> str:
    """Decode the last QR that a slip shows; empty when it shows none."""
    import numpy as np
    import zxingcpp

    rows: list[list[bool]] = []
    for line in text.splitlines():
        if {*line.strip()} <= {DARK_ABOVE, DARK_BELOW, DARK_BOTH, " "} and line.strip():
            rows.append([one in (DARK_ABOVE, DARK_BOTH) for one in line])
            rows.append([one in (DARK_BELOW, DARK_BOTH) for one in line])
    if len(rows) < QR_LEAST:
        return ""
    width = max(len(row) for row in rows)
    dark = np.array([row + [False] * (width - len(row)) for row in rows])
    light = np.where(np.pad(dark, QUIET), 0, 255).astype(np.uint8)
    found = zxingcpp.read_barcodes(np.kron(light, np.ones((MODULE_PX, MODULE_PX), np.uint8)))
    return found[-1].text if found else ""

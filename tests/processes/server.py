"""The shop's server as a real process that is killed and started again, and its books after it."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from loyalty import event
from loyalty.accounts import POINTS
from server.boot import Shop, open_books
from server.work import SERVER
from storage.keys import FileKeyStore
from storage.server import events
from tests.terminal.commands.place import ROOT, environment, kill, run


class Server:
    """One process after the other on the same folder."""

    def __init__(self, folder: Path, database: str = "") -> None:
        """Start it and wait for its ready line; `database` is the address of a PostgreSQL."""
        self._folder = folder
        self._database = database
        self._words = ("--database", database) if database else ()
        self.kills = 0
        self.start()

    def start(self, killed_after_s: float | None = None) -> None:
        """Start it; with `killed_after_s` a first try is killed before or after it is ready."""
        if killed_after_s is not None:
            first = self._begin()
            try:
                first.wait(killed_after_s)
            except subprocess.TimeoutExpired:
                kill(first)
                self.kills += 1
        self._process = self._begin()
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert "pairing" in line, "the server did not start"
        self.port = int(json.loads(line)["url"].rpartition(":")[2])

    def kill(self) -> None:
        """End it as a power cut does."""
        kill(self._process)
        self.kills += 1

    def end(self) -> None:
        """See to it that no process is left, whatever happened."""
        if self._process.poll() is None:
            self.kill()

    def close(self) -> int:
        """End it politely; give the exit code."""
        self._process.terminate()
        code = self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code

    def pairing(self, port: int) -> str:
        """Make the string that connects one more till, over whoever listens on `port`."""
        made = run(self._folder, "server", "pair")
        assert made.returncode == 0, made.stderr
        address, _, secret = made.stdout.split()[-1].partition("/")
        return f"{address.rpartition(':')[0]}:{port}/{secret}"

    def books(self) -> Kept:
        """Open the books and rebuild everything; the process has ended."""
        return read_books(self._folder, self._database)

    def _begin(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "server", *self._words],
            env=environment(self._folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )


def read_books(folder: Path, database: str = "") -> Kept:
    """Open the books of a data folder and rebuild everything; no process has them open."""
    folder /= "server"
    opened = open_books(
        folder,
        FileKeyStore(folder / "keys"),
        Shop(issuer="0000", zone="UTC", database=database),
        now_us=time.time_ns() // 1_000,
        randomness=secrets.token_bytes,
    )
    try:
        verified = opened.verify()
        assert verified.ok, verified.first_difference
        with opened._database.read() as connection:
            kept = [
                one for one in events.in_order(connection, opened._tenant) if one.device != SERVER
            ]
        assert not opened.quarantined()
        return Kept(
            Counter(event.decode(one.raw).id for one in kept),
            sum(n for (_, unit), n in opened.balances().items() if unit == POINTS),
        )
    finally:
        opened.close()


class Kept:
    """What the server has: how often each event of a till, and all points together."""

    def __init__(self, ids: Counter[str], points: int) -> None:
        self.ids = ids
        self.points = points

"""A till as a real process that is killed and started again, and what it acknowledged."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from loyalty import event
from loyalty.accounts import POINTS, SHOP_ACCOUNTS
from loyalty.event import Event
from storage import keys
from storage.keys import FileKeyStore
from storage.ledger import SqlLedger
from tests.terminal.commands.place import ROOT, environment, run

START_S: Final = 60.0
DRAIN_TRIES: Final = 40
DRAIN_S: Final = 1.0
OUTAGE: Final = 3
NIGHT_S: Final = 400
"""Longer than a till ever waits between two tries."""
Said = dict[str, Any]


class GoneError(Exception):
    """The process ended while it was listened to."""


class Till:
    """One `till --stdio` after the other on the same folder."""

    def __init__(self, folder: Path, pairing: str = "") -> None:
        """Connect it to its server, the folder's own without `pairing`, and start it."""
        self.folder = folder
        self.acknowledged: list[str] = []
        """The sales that slips were printed for, over all its lives."""
        self.kills = 0
        self._complaints = folder.parent.with_name(f"{folder.parent.name}-{folder.name}.log")
        self.screen: Said = {}
        if pairing:
            joined = run(folder, "pair", pairing)
            assert joined.returncode == 0, joined.stderr
        self.start()

    def start(self) -> None:
        """Start it, again after it was killed, and wait for its first screen. Raises GoneError."""
        self._said: queue.Queue[Said | None] = queue.Queue()
        complaints = self._complaints.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "till", "--stdio"],
            env=environment(self.folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
        complaints.close()
        self._reader = threading.Thread(target=self._read, args=(self.process, self._said))
        self._reader.start()
        try:
            assert self.wait(lambda said: "show" in said, START_S) is not None
        except BaseException:
            self.kill()
            raise

    def fails_to_start(self) -> str:
        """Start it where it cannot; it ends by itself, with an outage that it says."""
        done = run(self.folder, "till", "--stdio", input="")
        assert done.returncode == OUTAGE, done.stdout + done.stderr
        return done.stdout + done.stderr

    def say(self, **said: object) -> None:
        """Send a line. Raises GoneError."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(said) + "\n")
            self.process.stdin.flush()
        except OSError as error:
            raise GoneError(self._complaints.read_text("utf-8")) from error

    def wait(self, wanted: Callable[[Said], bool], seconds: float) -> Said | None:
        """Give the first line that is wanted; None when none comes in time. Raises GoneError."""
        until_s = time.monotonic() + seconds
        while (left_s := until_s - time.monotonic()) > 0:
            try:
                said = self._said.get(timeout=left_s)
            except queue.Empty:
                return None
            if said is None:
                raise GoneError(self._complaints.read_text("utf-8"))
            self.screen = said.get("show", self.screen)
            if wanted(said):
                return said
        return None

    def shows(self, seconds: float, *names: str) -> Said | None:
        """Wait for one of these screens; None when none comes in time. Raises GoneError."""
        found = self.wait(lambda said: said.get("show", {}).get("screen") in names, seconds)
        return None if found is None else found["show"]

    def kill(self) -> None:
        """End it as a power cut does; what it had printed before counts as acknowledged."""
        self.process.kill()
        self._over()
        self.kills += 1

    def end(self) -> None:
        """See to it that no process is left, whatever happened."""
        if self.process.poll() is None:
            self.kill()

    def close(self) -> int:
        """End it politely; give the exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self._over()

    def drain(self) -> None:
        """Let time pass on its clock until it has sent everything and heard what is new."""
        for _ in range(DRAIN_TRIES):
            self.say(wait=NIGHT_S)
            self.say(sync=True)
            if self.wait(_is_through, DRAIN_S) is not None:
                return
        raise AssertionError(f"{self.folder.name} never got through: {self.screen}")

    def made(self) -> list[Event]:
        """Give every event that it ever made; the process has ended. It verifies its ledger."""
        verified = run(self.folder, "ledger", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        exported = run(self.folder, "ledger", "export")
        assert exported.returncode == 0, exported.stderr
        return [event.decode(line.encode()) for line in exported.stdout.splitlines()]

    def unsent(self) -> int:
        """Count what its outbox still holds; the process has ended."""
        key = FileKeyStore(self.folder / "till" / "keys").get(keys.DATABASE)
        assert key is not None, "a till that worked has a key"
        ledger = SqlLedger(self.folder / "till" / "ledger.db", key, create=False)
        try:
            return ledger.unsent()
        finally:
            ledger.close()

    def _over(self) -> int:
        code = self.process.wait(60)
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except BrokenPipeError:
                continue  # what was still to be said to a process that was killed
        return code

    def _read(self, process: subprocess.Popen[str], said: queue.Queue[Said | None]) -> None:
        """Take every line at once, so that a slip counts from the moment it is printed."""
        assert process.stdout is not None
        for line in process.stdout:
            try:
                value: Said = json.loads(line)
            except ValueError:
                break  # the line in whose middle the process was killed
            if "print" in value and not value["print"]["copy"]:
                self.acknowledged.append(value["print"]["sale"])
            said.put(value)
        said.put(None)


def points(made: list[Event]) -> int:
    """Add up what events gave members and took from them."""
    return sum(
        posting.amount * ((posting.debit in SHOP_ACCOUNTS) - (posting.credit in SHOP_ACCOUNTS))
        for one in made
        for posting in one.postings
        if posting.unit == POINTS
    )


def _is_through(said: Said) -> bool:
    frame = said.get("show", {}).get("frame", {})
    return any(status["icon"] == "cloud-check" for status in frame.get("statuses", ()))

"""Copies that are made by themselves: each in a process of its own, where the shop wants them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from loyalty import days
from loyalty.errors import Outage, Refusal
from storage import keys, shelf
from storage.folder import Lock
from storage.ledger import SqlLedger
from terminal.commands import output
from terminal.commands.surroundings import Surroundings
from terminal.till import opening, second_place, service
from terminal.till.copy_worker import CopyWorker
from terminal.till.desk import Desk
from terminal.till.messages import Message
from terminal.till.second_place import HERE

FOLDER = "backups"
PATIENCE_S = 30 * 60
NICE = ("nice", "-n", "10")


def worker(around: Surroundings, post: Callable[[Message], None]) -> CopyWorker:
    """Make what copies for an open till."""
    recovery_key = around.store.get(keys.RECOVERY)
    assert recovery_key is not None, "keys.ensure makes it before the first sale"
    return CopyWorker(
        post,
        here=around.folder.root / FOLDER,
        make=lambda folder: make(around, folder),
        recovery_key=recovery_key,
        randomness=around.randomness,
    )


def make(around: Surroundings, folder: Path) -> int:
    """Copy into a folder and give the moment of it.

    In a process of its own: the counter has its databases to itself, and a copy of many members
    is neither in its memory nor between two sales. Raises Outage with the code that it ended by.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            command(around, folder),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        said = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Outage("backup_failed", "the program that copies did not answer") from error
    if "error" in said:
        raise Outage(str(said["error"]["code"]), str(said["error"]["message"]))
    return days.read(said["made"])


def command(around: Surroundings, folder: Path) -> list[str]:
    """Give the command line that copies into a folder, behind everything else on this computer."""
    keep = ["--keep", str(shelf.KEPT), "--data", str(around.folder.root), "--json"]
    return [*_gently(), *service.program(), "backup", str(folder), *keep]


def at_close(around: Surroundings, desk: Desk) -> Path | None:
    """Give the folder that takes a copy now that the counter closes; None when none is needed."""
    if not second_place.is_present(desk) or not second_place.has_more(desk):
        return None
    return folder_of(around, desk.second.place, desk.ledger.head().device)


def leave_behind(around: Surroundings, folder: Path) -> None:
    """Let a copy be made while the counter is gone already; nobody waits for it."""
    with suppress(OSError):
        subprocess.Popen(  # noqa: S603 - our own program, no shell
            command(around, folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def folder_of(around: Surroundings, place: str, device: str) -> Path:
    """Give the folder of a till at the place that was chosen."""
    return shelf.of_till(around.folder.root / FOLDER if place == HERE else Path(place), device)


def place_of(to: Path | None, *, here: bool) -> str:
    """Give a place as the till keeps it: a folder, HERE, or empty for none.

    Raises Refusal `no_folder` where a folder is named that is not there.
    """
    if to is None:
        return HERE if here else ""
    place = to.expanduser().resolve()
    if not place.is_dir():
        raise Refusal("no_folder", f"{place} is not there: plug it in, or make it first")
    return str(place)


def choose(around: Surroundings, place: str) -> None:
    """Keep a place for the till, with its folder there. Raises Outage `already_open`, `disk_*`.

    While the counter is open its own thread alone writes the till's settings: F10 does it there.
    """
    lock = Lock(around.folder.till)
    try:
        with closing(_ledger(around)) as ledger:
            if place:
                shelf.make(folder_of(around, place, ledger.head().device))
            ledger.put(second_place.SETTING, place)
    finally:
        lock.release()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where copies go and how old the newest is; `newest_us` is 0 where there is none."""

    place: str
    folder: Path | None
    copies: tuple[shelf.Copy, ...]
    newest_us: int
    is_old: bool

    @property
    def sentence(self) -> str:
        """Say it."""
        if not self.place:
            return "no backups are made by themselves"
        if not self.copies:
            return f"there is no backup in {self.folder}"
        made = days.stamp(self.newest_us)[:16]
        return f"{len(self.copies)} in {self.folder}, the newest of {made}Z"


def state(around: Surroundings) -> State:
    """Say how things stand, by what lies at the place."""
    with closing(_ledger(around)) as ledger:
        place, device = ledger.get(second_place.SETTING) or "", ledger.head().device
    folder = folder_of(around, place, device) if place else None
    found = shelf.copies(folder) if folder is not None and folder.is_dir() else []
    newest_us = second_place.moment_us(found[-1].made) if found else 0
    return State(
        place=place,
        folder=folder,
        copies=tuple(found),
        newest_us=newest_us,
        is_old=around.clock.now_us() - newest_us > second_place.OLD_US,
    )


def say(around: Surroundings, *, as_json: bool) -> int:
    """Say where copies go, and how old the newest one is; 1 when it is older than two days."""
    now = state(around)
    if as_json:
        output.answer(
            {
                "place": now.place,
                "present": now.folder is not None and now.folder.is_dir(),
                "backups": [str(copy.path) for copy in now.copies],
                "newest": days.stamp(now.newest_us) if now.copies else None,
                "old": now.is_old,
            }
        )
    else:
        output.say(f"Backups: {now.sentence}.")
    return output.FOUND if now.is_old else output.OK


def _ledger(around: Surroundings) -> SqlLedger:
    ledger = opening.ledger_of(around.folder, around.store)
    if not ledger.head().epoch:
        ledger.close()
        raise Refusal("not_paired", "open the counter first: there is nothing to copy yet")
    return ledger


def _gently() -> tuple[str, ...]:
    return NICE if shutil.which(NICE[0]) else ()

"""The premises of the demo day: a fresh data folder, its server as a process, a connected till."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from loyalty import days
from loyalty.errors import Outage, Refusal
from storage import folder as folders
from storage.folder import Folder
from storage.keys import FileKeyStore
from terminal.demo import seed
from terminal.till import joining, opening, service

OPENS_HOUR = 8
START_S = 30.0
POLL_S = 0.05
STOP_S = 20.0


class Server:
    """The shop's own server, as a process of its own."""

    def __init__(self, folder: Folder) -> None:
        """Start it and wait until it answers. Raises Outage `server_start`."""
        log = folder.server / service.LOG
        with log.open("ab") as said:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                [*service.program(), "server", "--data", str(folder.root)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        deadline_s = time.monotonic() + START_S
        while (found := service.running(folder)) is None:
            if self._process.poll() is not None or time.monotonic() > deadline_s:
                self.stop()
                raise Outage("server_start", f"the server does not start; {log} says why")
            time.sleep(POLL_S)
        self.own = found

    def stop(self) -> int:
        """End it as a shutdown does; gives its exit code."""
        self._process.terminate()
        return self._process.wait(STOP_S)


def fresh(root: Path) -> Folder:
    """Make the data folder of a day. Raises Refusal `not_empty` when one was played there."""
    folder = folders.prepare(root, folders.DEMO)
    if folder.ledger.exists() or (folder.server / "server.db").exists():
        raise Refusal("not_empty", f"a day was played in {root} before: name an empty folder")
    return folder


def furnish(
    folder: Folder,
    server: Server,
    *,
    language: str,
    now_us: int,
    randomness: Callable[[int], bytes],
) -> tuple[int, str]:
    """Connect the till, give the shop its past weeks; gives when its day begins, and its zone."""
    store = FileKeyStore(folder.keys)
    joining.join(
        folder,
        store,
        server.own.pairing,
        language=language,
        randomness=randomness,
        day=days.business_date(now_us, "UTC").isoformat(),
        own_server=True,
    )
    ledger = opening.ledger_of(folder, store)
    try:
        zone = opening.shop(ledger).time_zone
    finally:
        ledger.close()
    opens_us = opening_time(now_us, zone)
    seed.fill(folder, store, server.own.url, until_us=opens_us, randomness=randomness)
    return opens_us, zone


def opening_time(now_us: int, zone: str) -> int:
    """Give the next time at which the shop opens: a till's clock never goes back."""
    wall = days.local(now_us, zone)
    opens = datetime(wall.year, wall.month, wall.day, OPENS_HOUR, tzinfo=ZoneInfo(zone))
    if wall > opens:
        opens += timedelta(days=1)
    return days.microseconds(opens)

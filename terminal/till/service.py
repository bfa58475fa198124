"""Finds the shop's own server, and starts it as a service of its own when it is not running."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loyalty.errors import LoyaltyError, Outage
from storage.folder import Folder
from sync.http import HttpTransport
from sync.transport import Sent

READY = "ready.json"
LOG = "server.log"
START_S = 20.0
POLL_S = 0.05
HEALTH_MS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnServer:
    """Where the shop's own server listens; `pairing` connects the first till."""

    url: str
    pairing: str


def running(folder: Folder) -> OwnServer | None:
    """Give the server of this folder when it answers."""
    found = _read(folder)
    return found if found is not None and _is_there(found) else None


def ensure(folder: Folder, command: Sequence[str]) -> OwnServer:
    """Give the running server, starting it with `command` when nobody answers.

    It goes on when the counter is closed. Raises Outage `server_start` with what it said.
    """
    found = running(folder)
    if found is not None:
        return found
    before = _read(folder)
    log = folder.server / LOG
    with log.open("ab") as said:
        process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
            cwd=folder.root,
        )
    deadline_s = time.monotonic() + START_S
    while time.monotonic() < deadline_s:
        now = _read(folder)
        if now is not None and now != before and _is_there(now):
            return now
        if process.poll() is not None and (found := running(folder)) is not None:
            return found
        if process.poll() is not None:
            break
        time.sleep(POLL_S)
    raise Outage(
        "server_start", f"the server of this shop does not start; {log} says why", path=str(log)
    )


def answers(url: str, server_key: str = "") -> bool:
    """Say whether a server that is believed is there.

    `server_key` (hexadecimal) is its identity, where it is known.
    """
    try:
        return _is_well(HttpTransport(url, bytes.fromhex(server_key) if server_key else None))
    except LoyaltyError:
        return False


def _is_there(own: OwnServer) -> bool:
    # Its address comes from the own folder, and it is asked for nothing: whoever then talks to
    # it knows its key.
    try:
        return _is_well(HttpTransport(own.url, is_stranger=True))
    except LoyaltyError:
        return False


def _is_well(transport: HttpTransport) -> bool:
    try:
        sent = Sent(method="GET", path="/health", timeout_ms=HEALTH_MS)
        return transport.send(sent).status == 200  # noqa: PLR2004
    finally:
        transport.close()


def program() -> list[str]:
    """Give the command line that starts this very program."""
    main = Path(__file__).parents[2] / "main.py"
    return [sys.executable, str(main)]


def _read(folder: Folder) -> OwnServer | None:
    try:
        text = (folder.server / READY).read_text("utf-8")
        known = json.loads(text)
        return OwnServer(url=known["url"], pairing=known["pairing"])
    except (OSError, ValueError, KeyError):
        return None

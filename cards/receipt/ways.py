"""What every way to a receipt printer has: how long each wait is, and how failures are said.

A printer takes what it is sent long before it prints it, so nobody knows whether it did. Every
wait has an end: a printer that takes nothing for a while is given up, and whoever prints is told.
"""

from __future__ import annotations

import errno
from contextlib import AbstractContextManager
from typing import Final, Protocol

import msgspec

from loyalty.errors import Outage

PIECE_BYTES: Final = 1024
"""So much is handed over at once: the wait for a slow printer begins anew with each piece."""
ANSWER_BYTES: Final = 64
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_DENIED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class Times(msgspec.Struct, frozen=True, kw_only=True):
    """How long each wait may be, in seconds."""

    connect_s: float = 3.0
    again_s: float = 0.2
    stall_s: float = 5.0
    answer_s: float = 0.4
    goodbye_s: float = 1.0


class Wire(Protocol):
    """An open way to a printer; used by one thread."""

    def write(self, data: bytes) -> None:
        """Hand all of it over. Raises Outage `printer_stuck` or `printer_gone`."""
        ...

    def ask(self, question: bytes) -> bytes:
        """Send a question and give the answer; empty from a printer that says nothing."""
        ...


class Way(Protocol):
    """Where a printer is."""

    def open(self, times: Times) -> AbstractContextManager[Wire]:
        """Open it for one slip. Raises Outage `printer_away` or `printer_denied`."""
        ...


def not_opened(error: OSError) -> Outage:
    """Say why a printer was not reached."""
    if error.errno in _DENIED:
        return Outage("printer_denied", "the system does not let this program use the printer")
    return Outage("printer_away", f"the printer is not there: {error.strerror or 'no answer'}")


def broken(error: OSError) -> Outage:
    """Say why a slip ended in its middle."""
    if error.errno in _FULL:
        return Outage("disk_full", "the disk is full, the slip was not written")
    return Outage("printer_gone", f"the printer went away: {error.strerror or 'no answer'}")


def stuck() -> Outage:
    """Say that a printer takes nothing any more."""
    return Outage("printer_stuck", "the printer takes nothing any more")

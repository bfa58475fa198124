"""A mark outside the ledger that says how far it had come, so that an older copy is noticed.

The mark is written after each event without waiting for the disk: it may stay behind the ledger
(after a power cut), and never runs ahead of it. A ledger that does not have what the mark names
was put back by hand.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from storage.records import Head, StoredEvent

MACHINE: Final = "machine"
_NO_MACHINE: Final = "none"
_PRIVATE: Final = 0o600
_LINE_MAX: Final = 400
_MACHINE_IDS: Final = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


class Witnessed(Protocol):
    """What a mark is held against."""

    def head(self) -> Head:
        """Give the end of the chain."""
        ...

    def events(self, epoch: int, from_seq: int, limit: int) -> tuple[StoredEvent, ...]:
        """Give events of one epoch in order."""
        ...

    def get(self, name: str) -> str | None:
        """Read a setting."""
        ...

    def put(self, name: str, value: str) -> None:
        """Write a setting."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    device: str
    epoch: int
    seq: int
    hash: str


class Witness:
    """Marks of one till: beside its files, and where the whole folder is not put back."""

    def __init__(self, places: Sequence[Path], machine: str) -> None:
        """Keep the mark in files; `machine` names this computer, or is empty."""
        self._places = tuple(places)
        self._machine = machine or _NO_MACHINE

    def vouches(self, ledger: Witnessed) -> bool:
        """Say whether a ledger is where it was left, on the machine where it was left.

        Call it before anything is recorded, and `settle_in` when what follows from it is written:
        whoever dies in between is asked again at the next start.
        """
        marks = [mark for place in self._places if (mark := _read(place)) is not None]
        left_at = ledger.get(MACHINE)
        own = [mark for mark in marks if mark.device == ledger.head().device]
        is_here = left_at in (None, self._machine)
        is_known = bool(own) or left_at is None
        return is_here and is_known and all(_has(ledger, mark) for mark in own)

    def settle_in(self, ledger: Witnessed) -> None:
        """Keep in a ledger that it is on this machine now; `note` goes on from here."""
        if ledger.get(MACHINE) != self._machine:
            ledger.put(MACHINE, self._machine)

    def note(self, head: Head) -> None:
        """Move the marks on. A mark that cannot be written stops nobody: it stays behind."""
        text = f"{head.device} {head.epoch} {head.seq} {head.hash.hex()}"
        line = f"{text} {zlib.crc32(text.encode()):08x}\n".encode()
        for place in self._places:
            with contextlib.suppress(OSError):
                _write(place, line.ljust(_LINE_MAX))


def machine() -> str:
    """Name this computer without telling which it is; empty where it has no name."""
    for path in _MACHINE_IDS:
        with contextlib.suppress(OSError):
            found = path.read_bytes().strip()
            if found:
                return hashlib.sha256(b"regulars/1 machine\n" + found).hexdigest()[:32]
    return ""


def _has(ledger: Witnessed, mark: _Mark) -> bool:
    if mark.seq == 0:
        return ledger.head().epoch >= mark.epoch
    found = ledger.events(mark.epoch, mark.seq, 1)
    return bool(found) and found[0].seq == mark.seq and found[0].hash.hex() == mark.hash


def _read(place: Path) -> _Mark | None:
    try:
        text, _, check = place.read_text("ascii").rstrip().rpartition(" ")
        device, epoch, seq, digest = text.split(" ")
        if check == f"{zlib.crc32(text.encode()):08x}":
            return _Mark(device=device, epoch=int(epoch), seq=int(seq), hash=digest)
    except (OSError, ValueError):
        pass
    return None


def _write(place: Path, line: bytes) -> None:
    # In place and of one size: nothing is renamed or synced, which every sale would wait for.
    handle = os.open(place, os.O_WRONLY | os.O_CREAT, _PRIVATE)
    try:
        os.write(handle, line)
    finally:
        os.close(handle)

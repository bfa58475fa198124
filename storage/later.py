"""What a till recorded after its newest backup, in one encrypted file beside that backup.

Each append is on the disk before it is said to be; the last one may be torn by a cut, and then
does not count. A file is only ever written by the program that began it: after a restart another
one takes its place, whole.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from loyalty.errors import Outage, Refusal
from storage import failures, recovery, shelf
from storage.records import Credential, Member, Person, Pin

BYTES_MAX: Final = 32 * 2**20
"""Enough for some 30,000 sales: long before, a backup makes it short again."""
KEY_BYTES: Final = 32
_HEADER: Final = b"regulars later 1\n"
_LENGTH_BYTES: Final = 4
_KEY: Final = "later"


class Line(msgspec.Struct, frozen=True, kw_only=True, tag="line"):
    """One event with what became true with it; `blind` is what its person can be found by."""

    epoch: int
    seq: int
    raw: bytes
    account: str = ""
    sale: str = ""
    corrects: str = ""
    amount_minor: int = 0
    member: Member | None = None
    credentials: tuple[Credential, ...] = ()
    person: Person | None = None
    blind: Mapping[str, str] = {}
    pin: Pin | None = None

    def __repr__(self) -> str:
        """Name the place only: the rest may be somebody's name."""
        return f"Line(epoch={self.epoch}, seq={self.seq})"


class Erased(msgspec.Struct, frozen=True, kw_only=True, tag="erased"):
    """People whose data may never come back."""

    person_ids: tuple[str, ...]


Part = Line | Erased


class Later:
    """One file that is being written."""

    def __init__(
        self,
        path: Path,
        recovery_key: bytes,
        randomness: Callable[[int], bytes],
        parts: Sequence[Part],
    ) -> None:
        """Begin the file with these parts; an older one of that name goes when it is whole.

        Raises Outage `disk_*`, `place_missing`.
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = randomness(KEY_BYTES)
        nonce = randomness(recovery.NONCE_BYTES)
        head = recovery.wrap({_KEY: key}, recovery_key, nonce)
        self._begin = _HEADER + _sized(head)
        self._lock = AESGCM(key)
        self._count = 0
        self.path = path
        half = path.with_name(f"{path.name}{shelf.HALF}")
        try:
            if not path.parent.is_dir():
                raise Outage("place_missing", "the place of the backups is not there")
            with half.open("wb") as file:
                file.write(self._begin + self._locked(parts))
                file.flush()
                os.fsync(file.fileno())
                self._bytes = file.tell()
            half.replace(path)
            failures.sync_folder(path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True)
            raise failures.of_os(error, path) from error

    def append(self, parts: Sequence[Part]) -> None:
        """Write more; returns when the disk has it. Raises Outage `later_full`, `disk_*`."""
        locked = self._locked(parts)
        if self._bytes + len(locked) > BYTES_MAX:
            raise Outage("later_full", "the file beside the backup is full: a backup is due")
        try:
            # Never made here: another stick has another file, or none.
            with self.path.open("r+b") as file:
                if file.seek(0, os.SEEK_END) != self._bytes:
                    raise Outage("place_missing", "the file beside the backup is another one")
                file.write(locked)
                file.flush()
                os.fsync(file.fileno())
                self._bytes = file.tell()
        except OSError as error:
            raise failures.of_os(error, self.path) from error

    def _locked(self, parts: Sequence[Part]) -> bytes:
        plain = msgspec.msgpack.encode(list(parts))
        nonce = self._count.to_bytes(recovery.NONCE_BYTES, "big")
        self._count += 1
        return _sized(self._lock.encrypt(nonce, plain, self._begin))


def read(path: Path, recovery_key: bytes) -> Iterator[Part]:
    """Give what a file says, up to where it was torn.

    Raises Refusal `not_a_backup`, `recovery_key`, and Outage `disk_*`.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        data = path.read_bytes()
    except OSError as error:
        raise failures.of_os(error, path) from error
    if not data.startswith(_HEADER):
        raise Refusal("not_a_backup", f"{path} is not a file of this program")
    head, at = _next(data, len(_HEADER))
    if head is None:
        return
    key = recovery.unwrap(head, recovery_key)[_KEY]
    begin, lock, count = data[:at], AESGCM(key), 0
    while True:
        locked, at = _next(data, at)
        if locked is None:
            return
        try:
            nonce = count.to_bytes(recovery.NONCE_BYTES, "big")
            plain = lock.decrypt(nonce, locked, begin)
        except InvalidTag:
            return
        yield from msgspec.msgpack.decode(plain, type=list[Part])
        count += 1


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH_BYTES, "big") + data


def _next(data: bytes, at: int) -> tuple[bytes | None, int]:
    begin = at + _LENGTH_BYTES
    end = begin + int.from_bytes(data[at:begin], "big")
    if len(data) < begin or len(data) < end:
        return None, at
    return data[begin:end], end

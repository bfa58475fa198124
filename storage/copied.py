"""A directory.db that the server made for this till: fetched, brought under the own key, put in.

A crash at any point leaves the old directory.db or the new one: only a rename changes which.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from loyalty.errors import Outage
from storage import failures
from storage.database import Database
from storage.folder import Folder

FILE: Final = "directory"
PAGES_A_STEP: Final = 2_048
CHUNK_BYTES: Final = 1 << 20


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which copy a part belongs to, and what it has to be when it is whole."""

    name: str
    size_bytes: int
    sha256: str


class Part:
    """A copy that is being fetched; what is there already is not fetched again."""

    def __init__(self, folder: Folder, wanted: Wanted) -> None:
        """Go on with a part of the same copy, or begin. Raises Outage `disk_*`."""
        self.path = folder.till / "directory.part"
        self._about = folder.till / "directory.part.json"
        self.wanted = wanted
        self._digest = hashlib.sha256()
        try:
            if not _is_part_of(self._about, wanted):
                self.delete()
                self._about.write_bytes(msgspec.json.encode(wanted))
            self.have_bytes = self._read()
            self._file = self.path.open("ab")
        except OSError as error:
            raise failures.of_os(error, self.path) from error

    def add(self, piece: bytes) -> None:
        """Write the next piece. Raises Outage `disk_*`."""
        try:
            self._file.write(piece)
        except OSError as error:
            raise failures.of_os(error, self.path) from error
        self._digest.update(piece)
        self.have_bytes += len(piece)

    def is_sound(self) -> bool:
        """Say whether everything is there and is what the server made."""
        same_size = self.have_bytes == self.wanted.size_bytes
        return same_size and self._digest.hexdigest() == self.wanted.sha256

    def close(self) -> None:
        """Stop; another `Part` goes on from here."""
        self._file.close()

    def delete(self) -> None:
        """Delete what was fetched."""
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)

    def _read(self) -> int:
        if not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                self._digest.update(chunk)
            return file.tell()


def bring_under(
    folder: Folder, part: Path, key: bytes, own_key: bytes, progress: Callable[[int, int], None]
) -> None:
    """Write a fetched copy anew under the till's own key, beside the directory.

    `progress` hears how many pages of how many are done; what it raises ends the work. Memory is
    a few pages, whatever the size. Raises Outage `disk_*`, Corrupt `wrong_key` or
    `directory_corrupt`.
    """
    made = fresh(folder)
    forget(folder)
    theirs = Database(part, key, file=FILE, create=False)
    try:
        ours = Database(made, own_key, file=FILE)
        try:
            # The file counts only once it is whole, so that it needs no journal of its own.
            for pragma in ("journal_mode = OFF", "synchronous = OFF"):
                ours.sql(f"PRAGMA {pragma}")
            theirs.copy_into(ours, PAGES_A_STEP, progress)
            # A page that cannot be read is left empty by the copying, without a word.
            ours.check(whole=True)
        finally:
            ours.close()
    finally:
        theirs.close()
    try:
        with made.open("rb") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise failures.of_os(error, made) from error


def erased(folder: Folder, own_key: bytes) -> tuple[str, ...]:
    """Give whom a copy that is ready names as erased."""
    made = Database(fresh(folder), own_key, file=FILE, create=False)
    try:
        return tuple(str(row[0]) for row in made.sql("SELECT person_id FROM erased"))
    finally:
        made.close()


def put_in(folder: Folder) -> None:
    """Let the copy take the place of directory.db, which nobody has open.

    Raises Outage `database_busy` when somebody has it open after all, and `disk_*`.
    """
    log = folder.directory.with_name(f"{folder.directory.name}-wal")
    if log.exists() and log.stat().st_size:
        # What is in the log belongs to the old file; under the new one it would be damage.
        raise Outage("database_busy", "another program holds the database: close it and try again")
    try:
        log.unlink(missing_ok=True)
        fresh(folder).replace(folder.directory)
        failures.sync_folder(folder.till)
    except OSError as error:
        raise failures.of_os(error, folder.directory) from error


def fresh(folder: Folder) -> Path:
    """Say where a copy lies that is ready to be put in."""
    return folder.till / "directory.new"


def forget(folder: Folder) -> None:
    """Delete a copy that was not put in."""
    for name in ("directory.new", "directory.new-wal", "directory.new-shm"):
        (folder.till / name).unlink(missing_ok=True)


def _is_part_of(about: Path, wanted: Wanted) -> bool:
    try:
        return msgspec.json.decode(about.read_bytes(), type=Wanted) == wanted
    except (OSError, msgspec.DecodeError):
        return False

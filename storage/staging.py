"""Where a backup is made before it counts: room on the own disk, and one file at the place."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from loyalty.errors import Outage
from storage import backup_server, failures
from storage.folder import Folder, Lock

RESERVE_BYTES: Final = 256 * 2**20
"""What a copy leaves free on the own disk: the counter needs it more."""
_ROOM: Final = "copying"


@contextmanager
def room(folder: Folder) -> Iterator[Path]:
    """Give an empty folder for copies, for one backup at a time; it is gone afterwards.

    It is on the own disk: a database cannot be written on every stick or network folder, a plain
    file can. Raises Outage `backup_running`, and `disk_full` before anything is written.
    """
    try:
        lock = Lock(folder.till, "copying.lock")
    except Outage as error:
        if error.code != "already_open":
            raise
        raise Outage("backup_running", "a backup is being made: wait until it is done") from error
    made = folder.till / _ROOM
    try:
        shutil.rmtree(made, ignore_errors=True)  # of one that was interrupted
        _check(folder)
        made.mkdir(mode=0o700)
        yield made
    except OSError as error:
        raise failures.of_os(error, folder.till) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
        lock.release()


def pack(copies: Path, half: Path) -> None:
    """Put all files of a folder into one, let the disk have it, and read it back from there."""
    # Stored, not compressed: encrypted pages do not get smaller.
    with half.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for path in sorted(copies.iterdir()):
                archive.write(path, path.name)
        file.flush()
        os.fsync(file.fileno())
    with half.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            # Forget what is in memory: what counts is what the stick gives back.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        with zipfile.ZipFile(file) as archive:
            broken = archive.testzip()
    if broken is not None:
        raise OSError(None, f"{broken} came back changed from the disk")


def _check(folder: Folder) -> None:
    databases = [folder.ledger, folder.directory]
    databases += [folder.server / name for name, _ in backup_server.DATABASES]
    needed = 0
    for path in databases:
        for one in (path, path.with_name(f"{path.name}-wal")):
            with suppress(FileNotFoundError):
                needed += one.stat().st_size
    if shutil.disk_usage(folder.till).free < needed + RESERVE_BYTES:
        raise Outage("disk_full", "there is no room for a copy on this computer's disk: make room")

"""What SQLite's errors mean for a shop: an Outage to retry, or a Corrupt to stop at."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import TracebackType
from typing import Final

from sqlcipher3 import dbapi2

from loyalty.errors import Corrupt, LoyaltyError, Outage

# Primary result codes: https://sqlite.org/rescode.html (the low byte of an extended code).
_PRIMARY: Final = 0xFF
_OUTAGES: Final = {
    3: ("disk_read_only", "this user may not write there: check the rights of the data folder"),
    5: ("database_busy", "another program holds the database: close it and try again"),
    6: ("database_busy", "another program holds the database: close it and try again"),
    8: ("disk_read_only", "the disk or the folder is read-only: make it writable"),
    10: ("disk_failed", "the disk did not answer: check its cable, its health and its space"),
    13: ("disk_full", "the disk is full: make room, then go on; nothing recorded is lost"),
    14: ("disk_read_only", "the file cannot be opened: check the data folder and its rights"),
}
_CORRUPT: Final = 11
_NOT_A_DATABASE: Final = 26


def of(error: dbapi2.Error, file: str) -> LoyaltyError | None:
    """Turn a driver's error into ours; None for a mistake in the program itself."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & _PRIMARY
    if primary in _OUTAGES:
        name, message = _OUTAGES[primary]
        return Outage(name, message, file=file)
    if primary == _NOT_A_DATABASE:
        message = "the file does not open with this key: it belongs to another key store"
        return Corrupt("wrong_key", message, file=file)
    if primary == _CORRUPT or isinstance(error, dbapi2.IntegrityError):
        return damaged(file, str(error))
    return None


def damaged(file: str, detail: str) -> Corrupt:
    """Say that a file contradicts itself; `detail` is SQLite's own words."""
    message = f"the {file} is damaged: keep the file, and restore the newest backup"
    return Corrupt(f"{file}_corrupt", message, file=file, detail=" ".join(detail.split()))


class Translated:
    """Raises driver errors as Outage or Corrupt; a class, because each sale enters it often."""

    __slots__ = ("_file",)

    def __init__(self, file: str) -> None:
        self._file = file

    def __enter__(self) -> None:
        """Begin to listen."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Raise what the error means for a shop; a mistake in the program goes on as it is."""
        if not isinstance(error, dbapi2.Error):
            return
        ours = of(error, self._file)
        if ours is not None:
            raise ours from error


def translated(file: str) -> Translated:
    """Raise driver errors as Outage or Corrupt; `file` is `ledger` or `directory`."""
    return Translated(file)


def of_os(error: OSError, path: Path) -> Outage:
    """Turn an error of the file system into an Outage with what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        code, message = _OUTAGES[13]
    elif error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        code, message = _OUTAGES[8]
    else:
        code, message = _OUTAGES[10]
        message = f"{message} ({error.strerror})"
    return Outage(code, message, path=str(path))


def sync_folder(folder: Path) -> None:
    """Make a rename inside a folder durable, where folders can be synced (not on Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network folders cannot: then the rename is as durable as they make it.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)

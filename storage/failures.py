"""What SQLite's errors mean for a shop: an Outage to retry, or a Corrupt to stop at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
        return Corrupt(f"{file}_corrupt", f"the file contradicts itself: {error}", file=file)
    return None


@contextmanager
def translated(file: str) -> Iterator[None]:
    """Raise driver errors as Outage or Corrupt; `file` is `ledger` or `directory`."""
    try:
        yield
    except dbapi2.Error as error:
        ours = of(error, file)
        if ours is None:
            raise
        raise ours from error

"""Puts a backup back into an empty folder, with what was recorded after it where that is there."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loyalty.errors import Corrupt, Refusal
from storage import backup_server, failures, keys, later, later_rows, recovery, shelf
from storage import folder as folders
from storage.directory import SqlDirectory
from storage.folder import Folder
from storage.keys import KeyStore
from storage.later_rows import PutBack
from storage.ledger import SqlLedger
from storage.shelf import Copy

_BESIDE: Final = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and where; `later` says what came of the lines after the backup."""

    folder: Folder
    copy: Copy
    later: PutBack


def restore(
    place: Path, root: Path, store: KeyStore, recovery_key: bytes | None = None
) -> Restored:
    """Put a backup into an empty data folder; the till then has no rights until it rejoins.

    `place` is the file, or where a till's backups lie: then it is the newest whole one. With
    `recovery_key` the secrets come out of the backup and go into `store`; without it the store
    must already have them (the same machine). What was interrupted is begun anew.

    Raises Refusal `not_a_backup`, `no_backup`, `backups_several`, `not_empty`, `recovery_key`,
    `keys_missing`, Corrupt `ledger_corrupt`, Outage `disk_*`.
    """
    copy = shelf.find(place) if place.is_dir() else shelf.read(place)
    target = Folder(root=root, kind=copy.kind)
    if not folders.is_unfinished(root):
        _check_empty(target)
    sheet = _sheet(store, recovery_key)
    secrets = recovery.unwrap(shelf.part(copy.path, shelf.RECOVERY), sheet)
    folders.begin(root)
    try:
        _wipe(target)
        folder = folders.prepare(root, copy.kind, unfinished=True)
        _keep(folder, copy.path, sheet)
        if recovery_key is not None:
            for name, secret in secrets.items():
                store.put(name, secret)
        _unpack(copy.path, folder)
        put_back = _go_on(folder, secrets[keys.DATABASE], _after(copy, sheet))
    except OSError as error:
        raise failures.of_os(error, root) from error
    except Corrupt:
        _wipe(target)
        folders.finish(root)
        raise
    folders.finish(root)
    return Restored(folder=folder, copy=copy, later=put_back)


def _check_empty(target: Folder) -> None:
    if any(path.exists() for path in _databases(target)):
        raise Refusal("not_empty", "there is data in this folder: restore into an empty one")


def _sheet(store: KeyStore, typed: bytes | None) -> bytes:
    if typed is None and store.get(keys.DATABASE) is None:
        message = "the keys are not on this machine: use restore --recovery with the sheet"
        raise Refusal("keys_missing", message)
    return backup_server.key_of(store.get(keys.RECOVERY), typed)


def _databases(target: Folder) -> tuple[Path, ...]:
    of_server = (target.server / name for name, _ in backup_server.DATABASES)
    return (target.ledger, target.directory, *of_server)


def _wipe(target: Folder) -> None:
    """Delete databases of a restore that was interrupted, and logs that outlived one.

    A log would be played into the database that is restored beside it.
    """
    for path in _databases(target):
        for left in _BESIDE:
            path.with_name(path.name + left).unlink(missing_ok=True)


def _keep(folder: Folder, file: Path, sheet: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        has_server = backup_server.SECRETS in archive.namelist()
    if has_server:
        backup_server.put_back(folder, shelf.part(file, backup_server.SECRETS), sheet)


def _unpack(file: Path, folder: Folder) -> None:
    with zipfile.ZipFile(file) as archive:
        for path in _databases(folder):
            if path.name not in archive.namelist():
                continue
            with archive.open(path.name) as packed, path.open("wb") as plain:
                shutil.copyfileobj(packed, plain)
                plain.flush()
                os.fsync(plain.fileno())


def _after(copy: Copy, sheet: bytes) -> Iterator[later.Part]:
    """Give what was recorded after a copy: what lies beside it and beside all newer ones.

    A newer copy that does not open is no reason to lose the lines behind it.
    """
    for path in sorted(copy.path.parent.glob(f"*{shelf.LATER}")):
        if copy.device and path.name >= copy.later.name:
            yield from later.read(path, sheet)


def _go_on(folder: Folder, key: bytes, parts: Iterator[later.Part]) -> PutBack:
    """Check what came back; take its rights away, because another copy may be spending them."""
    ledger = SqlLedger(folder.ledger, key, create=False)
    try:
        ledger.database.check(whole=True)
        ledger.require_rejoin()
        put_back = later_rows.put_back(ledger, parts)
        if put_back.erased:
            directory = SqlDirectory(folder.directory, key)
            try:
                later_rows.erase(ledger, directory, put_back.erased)
            finally:
                directory.close()
            backup_server.erase_later(folder, put_back.erased)
    finally:
        ledger.close()
    return put_back

"""Copies of a till and its server in one encrypted file, made while they run, and put back."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from loyalty.errors import Corrupt, Refusal
from storage import backup_server, failures, keys, recovery
from storage import folder as folders
from storage.folder import Folder
from storage.keys import KeyStore
from storage.ledger import SqlLedger

FORMAT: Final = 1
SUFFIX: Final = ".backup"
_LEDGER: Final = "ledger.db"
_DIRECTORY: Final = "directory.db"
_RECOVERY: Final = "recovery.bin"
_MANIFEST: Final = "manifest.json"


def backup(
    folder: Folder,
    store: KeyStore,
    target: Path,
    *,
    stamp: str,
    randomness: Callable[[int], bytes],
) -> Path:
    """Copy till and server into `target/regulars-<stamp>.backup`, read back before it counts.

    The till may be running. `stamp` is a moment as a part of a file name. Raises Outage
    `disk_full`, `disk_read_only` or `key_store`; Corrupt `ledger_corrupt` when the copy (and so
    the original) contradicts itself.
    """
    key = _database_key(store)
    recovery_key = store.get(keys.RECOVERY)
    assert recovery_key is not None, "keys.ensure makes it before the first sale"
    final = target / f"regulars-{stamp}{SUFFIX}"
    try:
        target.mkdir(parents=True, exist_ok=True)
        # The copies are made beside the backup, where the room for it has to be anyway.
        with tempfile.TemporaryDirectory(dir=target, prefix=".regulars-") as work:
            copies = Path(work)
            for path in (folder.ledger, folder.directory):
                if path.exists():
                    backup_server.copy_database(path, copies / path.name, key)
            wrapped = recovery.wrap(
                keys.everything(store), recovery_key, randomness(recovery.NONCE_BYTES)
            )
            (copies / _RECOVERY).write_bytes(wrapped)
            # After the till: what the till sent in the meantime is in the books then.
            backup_server.copy(folder, copies, recovery_key, randomness)
            manifest = {"format": FORMAT, "kind": folder.kind, "made": stamp}
            (copies / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
            _pack(copies, copies / final.name)
            (copies / final.name).replace(final)
        failures.sync_folder(target)
    except OSError as error:
        raise failures.of_os(error, target) from error
    return final


def restore(file: Path, root: Path, store: KeyStore, recovery_key: bytes | None = None) -> Folder:
    """Put a backup into an empty data folder; the till then has no rights until it rejoins.

    With `recovery_key` the secrets come out of the backup and go into `store`; without it the
    store must already have them (the same machine). Raises Refusal `not_a_backup`, `not_empty`,
    `recovery_key`, `keys_missing`, Corrupt `ledger_corrupt`.
    """
    folder_kind = _manifest(file)["kind"]
    target = folders.Folder(root=root, kind=folder_kind)
    is_empty = backup_server.is_empty(target)
    if target.ledger.exists() or target.directory.exists() or not is_empty:
        raise Refusal("not_empty", "there is data in this folder: restore into an empty one")
    if recovery_key is not None:
        secrets = recovery.unwrap(_read(file, _RECOVERY), recovery_key)
    elif store.get(keys.DATABASE) is None:
        message = "the keys are not on this machine: use restore --recovery with the sheet"
        raise Refusal("keys_missing", message)
    else:
        secrets = {}
    folder = folders.prepare(root, folder_kind)
    if _has(file, backup_server.SECRETS):
        sheet = backup_server.key_of(store.get(keys.RECOVERY), recovery_key)
        backup_server.put_back(folder, _read(file, backup_server.SECRETS), sheet)
    for name, secret in secrets.items():
        store.put(name, secret)
    try:
        _unpack(file, folder)
    except OSError as error:
        raise failures.of_os(error, root) from error
    _close_epoch(folder, _database_key(store))
    return folder


def _close_epoch(folder: Folder, key: bytes) -> None:
    """Check what came back; take its rights away, because another copy may be spending them."""
    try:
        ledger = SqlLedger(folder.ledger, key, create=False)
    except Corrupt:
        folder.ledger.unlink()
        folder.directory.unlink(missing_ok=True)
        raise
    try:
        ledger.database.check(whole=True)
        ledger.require_rejoin()
    finally:
        ledger.close()


def _database_key(store: KeyStore) -> bytes:
    key = store.get(keys.DATABASE)
    if key is None:
        raise Refusal("keys_missing", "the key store has no key for this data")
    return key


def _pack(copies: Path, packed: Path) -> None:
    # Stored, not compressed: encrypted pages do not get smaller.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(copies.iterdir()):
            if path != packed:
                archive.write(path, path.name)
    with zipfile.ZipFile(packed) as archive:
        broken = archive.testzip()
    if broken is not None:
        raise OSError(None, f"{broken} came back changed from the disk")


def _manifest(file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(_read(file, _MANIFEST))
        if manifest["format"] == FORMAT and manifest["kind"] in (folders.SHOP, folders.DEMO):
            return dict(manifest)
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal("not_a_backup", f"{file} is not a backup of this program") from error
    raise Refusal("not_a_backup", f"{file} is a backup of a newer program")


def _has(file: Path, name: str) -> bool:
    with zipfile.ZipFile(file) as archive:
        return name in archive.namelist()


def _read(file: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Refusal("not_a_backup", f"{file} is not a backup of this program") from error
    except OSError as error:
        raise failures.of_os(error, file) from error


def _unpack(file: Path, folder: Folder) -> None:
    for path in (folder.ledger, folder.directory):
        # A write-ahead log that outlived its database would be played into the restored one.
        for left in ("-wal", "-shm"):
            path.with_name(path.name + left).unlink(missing_ok=True)
    with zipfile.ZipFile(file) as archive:
        of_server = [(n, folder.server / n) for n in backup_server.names(archive.namelist())]
        # The ledger last: where it is, everything is.
        for name, path in (
            *of_server,
            (_DIRECTORY, folder.directory),
            (_LEDGER, folder.ledger),
        ):
            if name in archive.namelist():
                with archive.open(name) as packed, path.open("wb") as plain:
                    shutil.copyfileobj(packed, plain)

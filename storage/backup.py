"""Copies of a till and its server in one encrypted file, made while they run."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

from loyalty.errors import Refusal
from storage import backup_server, failures, keys, peppers, recovery, shelf, staging
from storage.database import Database
from storage.folder import Folder
from storage.keys import KeyStore
from storage.shelf import Copy


def backup(
    folder: Folder,
    store: KeyStore,
    target: Path,
    *,
    stamp: str,
    randomness: Callable[[int], bytes],
) -> Copy:
    """Copy till and server into `target/regulars-<stamp>.backup`, read back before it counts.

    The till may be running. `stamp` is a moment as a part of a file name. Raises Outage
    `backup_running`, `disk_full`, `disk_read_only`, `disk_failed` or `key_store`; Corrupt
    `ledger_corrupt` when the copy (and so the original) contradicts itself.
    """
    key = _database_key(store)
    recovery_key = store.get(keys.RECOVERY)
    assert recovery_key is not None, "keys.ensure makes it before the first sale"
    final, half = target / shelf.name(stamp), target / f"{shelf.name(stamp)}{shelf.HALF}"
    with staging.room(folder) as room:
        try:
            target.mkdir(parents=True, exist_ok=True)
            shelf.clear_halves(target)
            for path in (folder.ledger, folder.directory):
                if path.exists():
                    backup_server.copy_database(path, room / path.name, key)
            wrapped = recovery.wrap(
                {**keys.everything(store), **peppers.everything(store)},
                recovery_key,
                randomness(recovery.NONCE_BYTES),
            )
            (room / shelf.RECOVERY).write_bytes(wrapped)
            # After the till: what the till sent in the meantime is in the books then.
            backup_server.copy(folder, room, recovery_key, randomness)
            head = _head(room / folder.ledger.name, key)
            manifest = {"format": shelf.FORMAT, "kind": folder.kind, "made": stamp, "head": head}
            (room / shelf.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
            staging.pack(room, half)
            _open(half, recovery_key, key)
            half.replace(final)
            failures.sync_folder(target)
        except OSError as error:
            _drop(half)
            raise failures.of_os(error, target) from error
    return shelf.read(final)


def _head(ledger: Path, key: bytes) -> dict[str, str | int]:
    """Say where the till stood in the copy, so that later lines can be put behind it."""
    if not ledger.exists():
        return {}
    copy = Database(ledger, key, file=ledger.stem, create=False)
    try:
        rows = copy.sql("SELECT device, epoch, seq FROM chain ORDER BY epoch DESC LIMIT 1")
    finally:
        copy.close()
    return dict(zip(("device", "epoch", "seq"), rows[0], strict=True)) if rows else {}


def _open(file: Path, recovery_key: bytes, key: bytes) -> None:
    """Open what was written with the words of the sheet, as `restore` will."""
    if recovery.unwrap(shelf.part(file, shelf.RECOVERY), recovery_key).get(keys.DATABASE) != key:
        raise OSError(None, "the keys in the copy are not those of this till")


def _drop(half: Path) -> None:
    with contextlib.suppress(OSError):
        half.unlink(missing_ok=True)


def _database_key(store: KeyStore) -> bytes:
    key = store.get(keys.DATABASE)
    if key is None:
        raise Refusal("keys_missing", "the key store has no key for this data")
    return key

"""The shop's own server inside a backup: its books, the keys of people, and its own keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from loyalty.errors import Refusal
from storage import failures, lasting, recovery
from storage.database import Database
from storage.folder import Folder
from storage.keys import FileKeyStore

# People's keys after the books: whoever stands in the books has a key beside them.
DATABASES: Final = (("server.db", "server-database"), ("people_keys.db", "server-people"))
SECRETS: Final = "server.bin"
RESTORED: Final = "restored"
_TEXTS: Final = ("issuer", "programme.toml", "public", "database")
_FILE: Final = "file:"


def copy(
    folder: Folder, copies: Path, recovery_key: bytes, randomness: Callable[[int], bytes]
) -> bool:
    """Copy what the server keeps in its folder, while it runs; False where there is no server.

    Raises as `storage.backup.backup`.
    """
    store = FileKeyStore(folder.server / "keys")
    if not store.exists():
        return False
    for name, key_name in DATABASES:
        key, path = store.get(key_name), folder.server / name
        if key is not None and path.exists():
            copy_database(path, copies / name, key)
    secrets = dict(store.everything())
    for name in _TEXTS:
        path = folder.server / name
        if path.exists():
            secrets[_FILE + name] = path.read_bytes()
    nonce = randomness(recovery.NONCE_BYTES)
    (copies / SECRETS).write_bytes(recovery.wrap(secrets, recovery_key, nonce))
    return True


def copy_database(source: Path, target: Path, key: bytes) -> None:
    """Copy a database as it is at one moment, and read the copy through."""
    original = Database(source, key, file=source.stem, create=False)
    try:
        made = Database(target, key, file=source.stem)
        try:
            original.copy_into(made)
            made.check(whole=True)
        finally:
            made.close()
    finally:
        original.close()


def put_back(folder: Folder, wrapped: bytes, recovery_key: bytes) -> None:
    """Write the server's keys and texts; its databases are unpacked beside them by the caller.

    The server finds the mark at its next start and waits for its tills (`server.recovery`). It is
    written first: without it rights could be given out twice. Raises Refusal `recovery_key`.
    """
    secrets = recovery.unwrap(wrapped, recovery_key)
    store = FileKeyStore(folder.server / "keys")
    try:
        lasting.write(folder.server / RESTORED, b"")
        for name, secret in secrets.items():
            if name.startswith(_FILE):
                lasting.write(folder.server / name.removeprefix(_FILE), secret)
            else:
                store.put(name, secret)
    except OSError as error:
        raise failures.of_os(error, folder.server) from error


def erase_later(folder: Folder, person_ids: Sequence[str]) -> None:
    """Let the server erase again, before it does anything, whoever was erased after the backup."""
    mark = folder.server / RESTORED
    if mark.exists():
        mark.write_text("".join(f"{one}\n" for one in person_ids), encoding="utf-8")


def key_of(own: bytes | None, typed: bytes | None) -> bytes:
    """Give the key of the recovery sheet: as typed, or from this machine's key store."""
    found = typed or own
    if found is None:
        message = "the keys are not on this machine: use restore --recovery with the sheet"
        raise Refusal("keys_missing", message)
    return found

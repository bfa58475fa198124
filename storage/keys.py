"""The key store: the secrets of a till, in the system's key ring or in a file only we can read."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Final, Protocol

from loyalty.errors import Corrupt, Outage
from storage import failures, lasting

DATABASE: Final = "database"
RECOVERY: Final = "recovery"
DEVICE_SEED: Final = "device"
SEALING_SEED: Final = "sealing"
TENANT_KEY: Final = "tenant"
PEPPER: Final = "pepper"
REGISTER_TOKEN: Final = "register"  # noqa: S105 - the name of the secret, not the secret
"""Opens the local API; a copy of the till leaves it out, and another one is made."""
TABLET_SEED: Final = "tablet"
"""Signs the certificate that tablets are shown; a copy of the till leaves it out as well."""
NAMES: Final = (DATABASE, RECOVERY, DEVICE_SEED, SEALING_SEED, TENANT_KEY, PEPPER)
SECRET_BYTES: Final = 32

RING_TIMEOUT_S: Final = 1.0
_FILE: Final = "keys.json"
_IN_RING: Final = "in-the-key-ring"
_PRIVATE: Final = 0o600


class KeyStore(Protocol):
    """Keeps secrets by name."""

    def get(self, name: str) -> bytes | None:
        """Give a secret, or None. Raises Outage `key_store`, Corrupt `key_store_corrupt`."""
        ...

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret. Raises Outage `key_store` or `disk_*`."""
        ...

    def where(self) -> str:
        """Say where the secrets lie, for `doctor`."""
        ...


class FileKeyStore:
    """Secrets in one file that only this user can read."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def get(self, name: str) -> bytes | None:
        """Give a secret, or None."""
        found = self._read().get(name)
        return bytes.fromhex(found) if found is not None else None

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret; the file is replaced whole, so that a crash leaves the old or the new."""
        secrets = {**self._read(), name: secret.hex()}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lasting.write(self._path, json.dumps(secrets).encode())
        except OSError as error:
            raise failures.of_os(error, self._path) from error

    def where(self) -> str:
        """Say where the secrets lie."""
        return f"file {self._path} (0600)"

    def exists(self) -> bool:
        """Say whether secrets were kept here before."""
        return self._path.exists()

    def everything(self) -> Mapping[str, bytes]:
        """Give all secrets of this file, whatever they are called."""
        return {name: bytes.fromhex(secret) for name, secret in self._read().items()}

    def _read(self) -> dict[str, str]:
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise failures.of_os(error, self._path) from error
        try:
            secrets = json.loads(text)
            for value in secrets.values():
                bytes.fromhex(value)
        except (ValueError, AttributeError, TypeError) as error:
            message = f"{self._path} is damaged: restore it, or use the recovery sheet"
            raise Corrupt("key_store_corrupt", message) from error
        return dict(secrets)


class RingKeyStore:
    """Secrets in the key ring of the operating system."""

    def __init__(self, service: str) -> None:
        self._service = service

    def get(self, name: str) -> bytes | None:
        """Give a secret, or None."""
        import keyring
        from keyring.errors import KeyringError

        try:
            found = keyring.get_password(self._service, name)
        except KeyringError as error:
            raise _ring_outage() from error
        return base64.b64decode(found) if found is not None else None

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(self._service, name, base64.b64encode(secret).decode())
        except KeyringError as error:
            raise _ring_outage() from error

    def where(self) -> str:
        """Say where the secrets lie."""
        import keyring

        return f"key ring of the system ({keyring.get_keyring().name})"


def choose(folder: Path, service: str) -> KeyStore:
    """Give the store that holds this folder's secrets, or the best one for a new folder.

    A folder stays with the store it began with: a key ring that is locked today must not lead
    to new keys and an unreadable database. Raises Outage `key_store`.
    """
    in_file = FileKeyStore(folder)
    marker = folder / _IN_RING
    if in_file.exists():
        return in_file
    ring = RingKeyStore(service)
    if marker.exists():
        if not ring_answers(ring.get):
            raise _ring_outage()
        return ring
    if not ring_answers(ring.get):
        return in_file
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        marker.touch(mode=_PRIVATE)
    except OSError as error:
        raise failures.of_os(error, folder) from error
    return ring


def ring_answers(get: Callable[[str], bytes | None]) -> bool:
    """Say whether the key ring answers within a second; a locked one waits for a password."""
    if not _ring_is_possible():
        return False
    answers: list[bool] = []

    def ask() -> None:
        try:
            import keyring
            from keyring.backends import fail, null

            if isinstance(keyring.get_keyring(), (fail.Keyring, null.Keyring)):
                return
            get(DATABASE)
        except Exception:  # noqa: BLE001 - whatever a foreign back end raises, it does not serve
            return
        answers.append(True)

    asking = Thread(target=ask, name="key-ring", daemon=True)
    asking.start()
    asking.join(RING_TIMEOUT_S)
    return bool(answers)


def ensure(store: KeyStore, randomness: Callable[[int], bytes]) -> None:
    """Make the keys that a till needs before it has a shop: database and recovery."""
    for name in (DATABASE, RECOVERY):
        if store.get(name) is None:
            store.put(name, randomness(SECRET_BYTES))


def everything(store: KeyStore) -> Mapping[str, bytes]:
    """Give all secrets, for the recovery file."""
    found = {name: store.get(name) for name in NAMES}
    return {name: secret for name, secret in found.items() if secret is not None}


def _ring_is_possible() -> bool:
    """Save half a second of import on a Linux machine that has nobody to ask."""
    if sys.platform != "linux" or "PYTHON_KEYRING_BACKEND" in os.environ:
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return "DBUS_SESSION_BUS_ADDRESS" in os.environ or (Path(runtime) / "bus").exists()


def _ring_outage() -> Outage:
    return Outage("key_store", "the key ring of the system does not answer: unlock it, try again")

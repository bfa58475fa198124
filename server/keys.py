"""The secrets of a tenant's server, kept in a key store that lives apart from the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storage.keys import KeyStore

KEY_BYTES = 32
TENANT_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What only the server (and in part its tills) may know; each 32 bytes."""

    tenant_key: bytes
    pepper: bytes
    signing_seed: bytes
    sealing_private: bytes


def secrets(store: KeyStore, randomness: Callable[[int], bytes]) -> Secrets:
    """Read the server's secrets, making those that are not there yet."""
    return Secrets(
        tenant_key=key(store, "tenant-key", randomness),
        pepper=key(store, "pepper", randomness),
        signing_seed=key(store, "server-signing", randomness),
        sealing_private=key(store, "server-sealing", randomness),
    )


def key(store: KeyStore, name: str, randomness: Callable[[int], bytes]) -> bytes:
    """Read one key, making it at the first time."""
    found = store.get(name)
    if found is None:
        found = randomness(KEY_BYTES)
        store.put(name, found)
    return found


def tenant(store: KeyStore, randomness: Callable[[int], bytes]) -> str:
    """Give the name of the tenant whose keys these are, making one at the first time."""
    found = store.get("tenant-name")
    if found is None:
        found = randomness(TENANT_BYTES)
        store.put("tenant-name", found)
    return found.hex()

"""The secrets of a tenant's server, kept in a key store that lives apart from the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from loyalty.errors import Outage
from server.peppers import Peppers
from storage.keys import PEPPER, KeyStore

KEY_BYTES = 32
TENANT_BYTES = 8
DATABASE = "server-database"
TENANT = "tenant-name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What only the server (and in part its tills) may know; keys have 32 bytes."""

    tenant_key: bytes
    peppers: Peppers
    signing_seed: bytes
    sealing_private: bytes


def secrets(store: KeyStore, randomness: Callable[[int], bytes]) -> Secrets:
    """Read the server's secrets, making those that are not there yet."""
    key(store, PEPPER, randomness)  # the first one; the others are made when tills are lost
    return Secrets(
        tenant_key=key(store, "tenant-key", randomness),
        peppers=Peppers(store),
        signing_seed=key(store, "server-signing", randomness),
        sealing_private=key(store, "server-sealing", randomness),
    )


class PhoneSeeds:
    """The private keys of phones' codes, in the key store by the ids of their public halves."""

    def __init__(self, store: KeyStore, randomness: Callable[[int], bytes]) -> None:
        self._store = store
        self._randomness = randomness

    def make(self, key_id: int) -> bytes:
        """Make a new key under an id, in the place of any that had it before."""
        seed = self._randomness(KEY_BYTES)
        self._store.put(f"phone-code-{key_id}", seed)
        return seed

    def of(self, key_id: int) -> bytes:
        """Give the seed of a key. Raises Outage `keys_missing`."""
        seed = self._store.get(f"phone-code-{key_id}")
        if seed is None:
            raise Outage("keys_missing", "the key of phones' codes is not in the key store")
        return seed


def key(store: KeyStore, name: str, randomness: Callable[[int], bytes]) -> bytes:
    """Read one key, making it at the first time."""
    found = store.get(name)
    if found is None:
        found = randomness(KEY_BYTES)
        store.put(name, found)
    return found


def tenant(store: KeyStore, randomness: Callable[[int], bytes]) -> str:
    """Give the name of the tenant whose keys these are, making one at the first time."""
    found = store.get(TENANT)
    if found is None:
        found = randomness(TENANT_BYTES)
        store.put(TENANT, found)
    return found.hex()

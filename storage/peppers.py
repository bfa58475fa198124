"""The shop's peppers in a key store: the first one, and those made since a till was lost.

A till and its server keep them alike, each in its own key store and in no database.
"""

from __future__ import annotations

from typing import Final

from storage.keys import PEPPER, KeyStore

FIRST: Final = 1
_LATER: Final = "peppers"
_NUMBER_BYTES: Final = 8


def read(store: KeyStore) -> dict[int, bytes]:
    """Give every pepper by its number, the newest last. Raises as the key store."""
    found = {number: store.get(_name(number)) for number in (FIRST, *_later(store))}
    return {number: secret for number, secret in sorted(found.items()) if secret is not None}


def add(store: KeyStore, number: int, secret: bytes) -> None:
    """Keep one more pepper; one that is there stays as it is. Raises as the key store."""
    later = _later(store)
    if number == FIRST or number in later:
        return
    # The secret first: a crash in between leaves one that nobody knows of.
    store.put(_name(number), secret)
    numbers = (*later, number)
    store.put(_LATER, b"".join(one.to_bytes(_NUMBER_BYTES, "big") for one in numbers))


def everything(store: KeyStore) -> dict[str, bytes]:
    """Give what the key store has of the later ones by name, for the recovery file."""
    named = {name: store.get(name) for name in (_LATER, *map(_name, _later(store)))}
    return {name: secret for name, secret in named.items() if secret is not None}


def _later(store: KeyStore) -> tuple[int, ...]:
    packed = store.get(_LATER) or b""
    return tuple(
        int.from_bytes(packed[start : start + _NUMBER_BYTES], "big")
        for start in range(0, len(packed), _NUMBER_BYTES)
    )


def _name(number: int) -> str:
    return PEPPER if number == FIRST else f"{PEPPER}-{number}"

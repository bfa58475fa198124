"""Opens a shop's server from its folder, making everything at the first start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from server import keys
from server.books import Books
from storage.keys import KeyStore
from storage.server.database import open_sqlite
from storage.server.people import open_keys

DATABASE = "server.db"
PEOPLE_KEYS = "people_keys.db"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What a new shop begins with; `programmes` are wire documents."""

    issuer: str
    zone: str
    programmes: tuple[bytes, ...] = ()


def open_books(
    folder: Path,
    store: KeyStore,
    shop: Shop,
    *,
    now_us: int,
    randomness: Callable[[int], bytes],
) -> Books:
    """Open the server's two files under the keys of a key store.

    Raises Outage when a file or the key store cannot be used, Corrupt `wrong_key` or
    `books_corrupt` when the files are another key store's or damaged.
    """
    books = Books(
        database=open_sqlite(folder / DATABASE, keys.key(store, "server-database", randomness)),
        people_keys=open_keys(
            folder / PEOPLE_KEYS, keys.key(store, "server-people", randomness), randomness
        ),
        tenant=keys.tenant(store, randomness),
        secrets=keys.secrets(store, randomness),
        randomness=randomness,
        phone_seeds=keys.PhoneSeeds(store, randomness),
    )
    books.create(issuer=shop.issuer, zone=shop.zone, programmes=shop.programmes, now_us=now_us)
    return books

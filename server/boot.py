"""Opens a shop's server from its folder, making everything at the first start."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from loyalty.errors import LoyaltyError, Outage
from server import keys, moved, verify
from server.books import Books
from storage.keys import KeyStore
from storage.records import Verification
from storage.server.database import look_at_sqlite, open_sqlite
from storage.server.people import open_keys

DATABASE = "server.db"
PEOPLE_KEYS = "people_keys.db"
RESTORED = "restored"
"""A file that `restore` leaves: the books are those of a backup (server.recovery).

Its lines name people who were erased after that backup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What a new shop begins with; `programmes` are wire documents.

    `database` is the address of a PostgreSQL; without one the books are a file in the folder.
    """

    issuer: str
    zone: str
    programmes: tuple[bytes, ...] = ()
    database: str = ""


def open_books(
    folder: Path,
    store: KeyStore,
    shop: Shop,
    *,
    now_us: int,
    randomness: Callable[[int], bytes],
) -> Books:
    """Open the server's books and the keys of its people under the keys of a key store.

    People's keys stay in a file of this folder also where the books are in PostgreSQL: apart from
    its tables, its WAL and its backups. Raises Outage when a database or the key store cannot be
    used, Refusal `database_address`, `books_coming`, Corrupt `wrong_key` or `books_corrupt` when
    the files are another key store's or damaged.
    """
    moved.check_whole(folder)
    if shop.database:
        from storage.server.postgres import open_postgres  # only who has one waits for its driver

        database = open_postgres(shop.database)
    else:
        key = keys.key(store, keys.DATABASE, randomness)
        database = open_sqlite(folder / DATABASE, key)
    books = Books(
        database=database,
        people_keys=open_keys(
            folder / PEOPLE_KEYS, keys.key(store, "server-people", randomness), randomness
        ),
        tenant=keys.tenant(store, randomness),
        secrets=keys.secrets(store, randomness),
        randomness=randomness,
        phone_seeds=keys.PhoneSeeds(store, randomness),
    )
    try:
        books.create(issuer=shop.issuer, zone=shop.zone, programmes=shop.programmes, now_us=now_us)
        restored = folder / RESTORED
        if restored.exists():
            books.restored().begin(now_us)
            books.commands().erase_again(now_us, restored.read_text("utf-8").split())
            restored.unlink()
        if not moved.where(books.copy_room().database, books.copy_room().tenant):
            books.commands().erase_again(now_us)
    except LoyaltyError:
        books.close()
        raise
    return books


def verify_books(folder: Path, store: KeyStore, database: str = "") -> Verification:
    """Rebuild everything from the events and compare, beside a server that runs.

    Nothing is written, made or brought up to date; `database` is the address of a PostgreSQL,
    which may be a standby. Raises Outage `keys_missing` where no server ever ran, and as
    `open_books` does.
    """
    missing = Outage("keys_missing", "no server has kept its books in this folder")
    tenant = store.get(keys.TENANT)
    if tenant is None:
        raise missing
    if database:
        from storage.server.postgres import look_at_postgres

        opened = look_at_postgres(database)
    else:
        key = store.get(keys.DATABASE)
        if key is None or not (folder / DATABASE).exists():
            raise missing
        opened = look_at_sqlite(folder / DATABASE, key)
    with closing(opened):
        opened.check()
        with opened.read() as connection:
            return verify.verify(connection, tenant.hex())

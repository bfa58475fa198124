"""A server whose books are put back from a backup, with tills that go on talking to it."""

import shutil
from pathlib import Path

from loyalty.accounts import POINTS
from server.books import Books
from storage.server.database import open_sqlite
from storage.server.people import open_keys
from terminal.till.messages import SyncDue
from tests.stories.counter import KEY, Chance, Counter, Shopfront

FILES = ("server.db", "people_keys.db")


def settled(*tills: Counter) -> None:
    for _ in range(3):
        for till in tills:
            till.do(SyncDue())


def backup(shop: Shopfront, to: Path) -> Path:
    """Copy the server's files whole, with their write-ahead logs folded in."""
    to.mkdir()
    for name in FILES:
        path = shop.folder / name
        if name == FILES[0]:
            database = open_sqlite(path, KEY)
        else:
            database = open_keys(path, KEY, Chance("copy"))._database
        with database.engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        shutil.copy(shop.folder / name, to)
    return to


def put_back(shop: Shopfront, copy: Path, seed: str = "again") -> None:
    shop.books.close()
    for name in FILES:
        for left in ("", "-wal", "-shm"):
            (shop.folder / f"{name}{left}").unlink(missing_ok=True)
        shutil.copy(copy / name, shop.folder)
    chance = Chance(seed)
    shop.books = Books(
        database=open_sqlite(shop.folder / "server.db", KEY),
        people_keys=open_keys(shop.folder / "people_keys.db", KEY, chance),
        tenant="shop",
        secrets=shop.secrets,
        randomness=chance,
    )
    shop.books.restored().begin(shop.clock.us)


def balance(shop: Shopfront, account: str) -> int:
    return shop.books.balances().get((account, POINTS), 0)


def held(till: Counter, account: str) -> int:
    return sum(lot.amount for lot in till.ledger.held(account).get(POINTS, ()))

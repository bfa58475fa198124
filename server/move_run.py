"""Both ends of a move as they run: one waits for a shop's books, the other one sends them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from server import keys, move_in, move_out
from server.books import Books
from server.boot import DATABASE, PEOPLE_KEYS
from server.move_in import TEXTS, MovingIn, Room, check_empty
from server.move_out import Gone, Leaving, MovingOut, Progress
from server.moved import CAME, WAITS
from server.outside import Outside
from server.serve import configured, run
from storage.folder import Lock
from storage.keys import FileKeyStore
from storage.server.database import open_sqlite
from storage.server.people import open_keys
from sync import moving, pairing
from sync import shown as tls
from sync.http import url_of
from sync.listening import listen
from sync.pairing import Pairing, fingerprint
from sync.shown import Shown
from sync.sign import Signer

SEED_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where books are to go; an empty `database` is a file of the folder."""

    folder: Path
    port: int
    outside: Outside
    database: str


def receive(
    place: Place,
    *,
    now_us: Callable[[], int],
    randomness: Callable[[int], bytes],
    say: Callable[[str], None],
) -> int:
    """Wait for a shop's books and take them in; gives the port, on which they are to be served.

    `say` gets one line, JSON, with the string that is typed at the old server. Raises Refusal
    `books_here`, Outage `already_open`, `port_in_use`, and what the databases raise.
    """
    store = FileKeyStore(place.folder / "keys")
    check_empty(place.folder, store)
    (place.folder / WAITS).touch()
    with contextlib.ExitStack() as stack:
        lock = Lock(place.folder)
        stack.callback(lock.release)
        listener = stack.enter_context(listen(place.outside.host, place.port))
        port = int(listener.getsockname()[1])
        if place.database:
            from storage.server.postgres import open_postgres  # only who has one waits for it

            database = open_postgres(place.database)
        else:
            key = keys.key(store, "server-database", randomness)
            database = open_sqlite(place.folder / DATABASE, key)
        stack.callback(database.close)
        people_key = keys.key(store, "server-people", randomness)
        people = open_keys(place.folder / PEOPLE_KEYS, people_key, randomness)
        stack.callback(people.close)
        seed = randomness(SEED_BYTES)
        public_key = Signer(seed).public
        typed = Pairing(
            host=place.outside.spoken(),
            port=port,
            code=pairing.code(randomness(pairing.CODE_LENGTH)),
            fingerprint=fingerprint(public_key),
        )
        url = url_of(typed.host, port)
        servers: list[uvicorn.Server] = []

        def serving() -> str:
            servers[0].should_exit = True
            return url

        room = Room(
            folder=place.folder,
            store=store,
            database=database,
            people=people,
            public_key=public_key,
            code=typed.code,
            serving=serving,
        )
        shown = None
        if place.outside.is_open:
            shown = Shown(tls.own(seed, place.folder, (typed.host,), now_us))
        taking = MovingIn(room)
        stack.callback(taking.close)
        servers.append(configured(move_in.create_app(taking), shown))
        line = json.dumps({"url": url, "moving": str(typed)})
        asyncio.run(run(servers[0], listener, _nothing(), lambda: say(line), shown))
        is_done = (place.folder / CAME).exists()
    if is_done:
        (place.folder / WAITS).unlink(missing_ok=True)
        (place.folder / tls.KEPT).unlink(missing_ok=True)
    return port if is_done else 0


def send(books: Books, folder: Path, typed: str, now_us: Callable[[], int], say: Progress) -> Gone:
    """Move the books of a folder to the server that waits for them. Raises as `MovingOut.run`.

    Given again when they are served there already, it says so. Raises Refusal `pairing_string`,
    `other_server` and `pairing_code` too.
    """
    place = pairing.parse(typed)
    url = url_of(place.host, place.port)
    if (served := move_out.served(books, url)) is not None:
        return served
    public_key = moving.meet(url, place)
    leaving = Leaving(
        keys=FileKeyStore(folder / "keys").everything(),
        texts={name: (folder / name).read_bytes() for name in TEXTS if (folder / name).exists()},
    )
    with contextlib.closing(moving.Carrier(url, place, public_key)) as carrier:
        return MovingOut(books.copy_room(), leaving, carrier.send, now_us, say).run(url)


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield

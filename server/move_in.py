"""Takes a shop's books in from another server, and says when it is time to serve them.

Everything lies in the folder as it will be served: the same tenant, the same identity. Until the
old server has closed its books nobody serves them here.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from loyalty.errors import LoyaltyError, Refusal
from server import verify
from server.moved import CAME, WAITS
from storage import lasting
from storage.keys import KeyStore
from storage.server import whole
from storage.server.database import Database
from storage.server.people import PeopleKeys
from sync import moving
from sync.codec import too_large
from sync.wire import BODY_MAX, ErrorBody

LOG = logging.getLogger("regulars.server")
TRIES = 5
COMPARE_S = 5.0
OWN_KEYS = frozenset({"server-database", "server-people"})
"""Each folder opens its own files with keys of its own."""
TEXTS = ("issuer", "programme.toml", "public")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Room:
    """Where the books go; `serving` hears that they are all here, and gives their address."""

    folder: Path
    store: KeyStore
    database: Database
    people: PeopleKeys
    public_key: bytes
    code: str
    serving: Callable[[], str]


class MovingIn:
    """Does the steps of a move, each in one transaction and each as often as it is sent."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._tries = TRIES
        self._tenant = ""
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="compare")
        self._comparing: Future[moving.Compared] | None = None

    def close(self) -> None:
        """Wait for a comparison that nobody asks about any more."""
        self._worker.shutdown()

    def card(self) -> moving.Card:
        """Say who takes them in."""
        return moving.Card(public_key=self._room.public_key)

    def admit(self, said: str) -> None:
        """Raise Refusal `pairing_code` unless the code is known there; five tries, then no more."""
        wanted = moving.SCHEME + moving.proof(self._room.code, self._room.public_key)
        if self._tries and hmac.compare_digest(said.encode(), wanted.encode()):
            return
        self._tries = max(self._tries - 1, 0)
        raise Refusal("pairing_code", "the code is wrong or has ended: begin the move again")

    def act(self, step: moving.Step) -> Any:
        """Do one step."""
        match step:
            case moving.Begin():
                return self._begin(step.tenant)
            case moving.Rows():
                return self._rows(step)
            case moving.People():
                self._room.people.take_over(self._tenant, step.keys, step.forgotten)
            case moving.Secrets():
                self._keep(step)
            case moving.Clear():
                with self._room.database.write() as connection:
                    whole.clear(connection, self._tenant)
            case moving.Compare():
                return self._compared()
            case moving.Serve():
                lasting.write(self._room.folder / CAME, self._tenant.encode())
                return moving.Serving(url=self._room.serving())
        return moving.Done()

    def _begin(self, tenant: str) -> moving.Begun:
        known = self._room.store.get("tenant-name")
        if known is not None and known.hex() != tenant:
            raise Refusal("books_here", "there are books of another shop in that folder")
        self._claim(tenant)
        self._tenant, self._comparing = tenant, None
        with self._room.database.read() as connection:
            newest = {
                str(table.name): whole.newest(connection, tenant, table) for table in whole.ADDED
            }
        return moving.Begun(newest=newest, is_done=(self._room.folder / CAME).exists())

    def _claim(self, tenant: str) -> None:
        """Make sure that this tenant's rows in the database, if any, came to this very folder.

        They may be the old server's own: then they would be deleted before they are copied.
        """
        waits = self._room.folder / WAITS
        if waits.exists() and waits.read_text("utf-8") == tenant:
            return
        with self._room.database.read() as connection:
            if whole.is_known(connection, tenant):
                raise Refusal(
                    "books_here", "that database has these books already: choose an empty one"
                )
        lasting.write(waits, tenant.encode())

    def _rows(self, step: moving.Rows) -> moving.Done:
        table = whole.BY_NAME.get(step.table)
        if table is None or not self._tenant:
            raise Refusal("body_broken", "there is no such table")
        with self._room.database.write() as connection:
            whole.put_rows(connection, self._tenant, table, step.rows)
        return moving.Done()

    def _keep(self, step: moving.Secrets) -> None:
        for name, secret in step.keys.items():
            if name not in OWN_KEYS:
                self._room.store.put(name, secret)
        for name, text in step.texts.items():
            if name in TEXTS:
                lasting.write(self._room.folder / name, text)

    def _compared(self) -> moving.Compared:
        """Compare beside the line, for as long as it takes."""
        if self._comparing is None:
            self._comparing = self._worker.submit(self._compare)
        try:
            found = self._comparing.result(COMPARE_S)
        except TimeoutError:
            return moving.Compared(totals={}, ready=False)
        self._comparing = None
        return found

    def _compare(self) -> moving.Compared:
        with self._room.database.read() as connection:
            totals = whole.totals(connection, self._tenant)
            found = verify.verify(connection, self._tenant)
        return moving.Compared(totals=asdict(totals), difference=found.first_difference)


def create_app(taking: MovingIn) -> Starlette:
    """Make the ASGI application that takes one shop's books in."""

    async def card(_request: Request) -> Response:
        return Response(moving.pack(taking.card()))

    async def step(request: Request) -> Response:
        try:
            # Nobody's body is read before the code was proved.
            taking.admit(request.headers.get("authorization", ""))
            body = await _read(request)
            found = await run_in_threadpool(lambda: taking.act(moving.unpack(body, moving.Step)))
        except Refusal as refusal:
            said = ErrorBody(code=refusal.code, message=refusal.message)
            return Response(moving.pack(said), status_code=400)
        except LoyaltyError as error:
            LOG.error("a step of the move failed: %s", error.code)  # noqa: TRY400 - no trace
            return Response(status_code=503)
        return Response(moving.pack(found))

    return Starlette(
        routes=[
            Route(moving.PATH, card, methods=["GET"]),
            Route(moving.PATH, step, methods=["POST"]),
        ]
    )


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            raise too_large(BODY_MAX)
    return bytes(body)


def check_empty(folder: Path, store: KeyStore) -> None:
    """Raise Refusal `books_here` when a shop's own books are served from this folder already."""
    if (folder / CAME).exists():
        raise Refusal("books_here", "the books are here already: start the server")
    if store.get("tenant-name") is not None and not (folder / WAITS).exists():
        raise Refusal("books_here", "there are books in that folder: choose an empty one")

"""Runs a shop's server as a process: one lock, one port, one ready line, a graceful end."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.routing import BaseRoute

from server import low_marks, storeday
from server.api import Api
from server.app import create_app
from server.books import Books
from server.boot import Shop, open_books
from server.console import front
from server.console.desk import Desk
from server.copies import Copies
from server.helping.desk import Helping
from server.helping.night import Night
from server.logs import kept
from server.messages import rounds
from server.messages.desk import Messages
from server.outside import Outside
from server.pages import pass_folder
from server.pages.passes import Passes
from server.pages.pen import Drawing
from server.pages.routes import Pages
from server.pages.wording import Words
from server.publishing.shown import MemberTexts
from storage.folder import Lock
from storage.keys import KeyStore
from sync.listening import listen
from sync.pairing import Pairing, fingerprint
from sync.shown import Shown

COPIES = "copies"
ALL, API, CONSOLE = "all", "api", "console"
KEEP_ALIVE_S = 75
LAST_ANSWERS_S = 10
POLL_S = 0.01
RENEW_EVERY_S = 3_600
LOG = logging.getLogger("regulars.server")
GC_AFTER = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps its files and listens; port 0 takes a free one.

    `wallet` is the folder of what signs cards for phones' wallets, `public` the address of the
    member page (`https://...`), empty where it has none. `role` is what of it runs here, and
    `console_port` where the console listens on this computer (0: where it last did).
    """

    folder: Path
    store: KeyStore
    port: int
    outside: Outside = field(default_factory=Outside)
    log_requests: bool = False
    wallet: Path | None = None
    public: str = ""
    role: str = ALL
    console_port: int = 0


def serve(
    place: Place,
    shop: Shop,
    *,
    now_us: Callable[[], int],
    randomness: Callable[[int], bytes],
    say: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or Ctrl+C; `say` gets the ready line, which is JSON.

    What goes wrong is written to the standard error, a JSON object a line.

    Raises Outage `already_open` when another process has the folder, `port_in_use`, and what
    `open_books` raises.
    """
    if place.role == CONSOLE:
        _serve_console(place, shop, now_us=now_us, randomness=randomness, say=say)
        return
    lock = Lock(place.folder)
    try:
        outside = place.outside
        listener = listen(outside.host, place.port)
        with listener:
            books = open_books(
                place.folder, place.store, shop, now_us=now_us(), randomness=randomness
            )
            try:
                shown = outside.shown(place.store, place.folder, now_us)
                _collect_rarely()
                copies = Copies(books.copy_room(), place.folder / COPIES, now_us)
                api = Api(books, now_us, copies=copies)
                passes = (
                    pass_folder.serving(place.wallet, place.public, now_us())
                    if place.wallet
                    else None
                )
                messages = _messages(place, books)
                pages = member_pages(books, now_us, passes=passes, messages=messages)
                server = configured(create_app(api, pages), shown)
                port, key = listener.getsockname()[1], books.signer.public
                with (
                    kept(sys.stderr, requests=place.log_requests),
                    _ending_politely(),
                    outside.announced(port, key),
                    _console(place, books, port, now_us) as console,
                ):
                    line = ready_line(books, listener, now_us(), outside, console)
                    night = Night(books.access(), now_us)
                    days = _by_itself(
                        storeday.kept(books.nightly(), now_us, copies.sweep, night.look),
                        rounds.kept(messages, now_us),
                    )
                    try:
                        asyncio.run(run(server, listener, days, lambda: say(line), shown))
                    finally:
                        copies.close()
            finally:
                books.close()
    finally:
        lock.release()


@asynccontextmanager
async def _by_itself(*parts: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """Run what goes on by itself while the server runs; each ends before the one before it."""
    async with AsyncExitStack() as running:
        for part in parts:
            await running.enter_async_context(part)
        yield


def _serve_console(
    place: Place,
    shop: Shop,
    *,
    now_us: Callable[[], int],
    randomness: Callable[[int], bytes],
    say: Callable[[str], None],
) -> None:
    """Serve the console alone, on books that another process of this folder serves to tills."""
    books = open_books(place.folder, place.store, shop, now_us=now_us(), randomness=randomness)
    try:
        with front.take_port(place.folder, place.console_port) as listener:
            say(json.dumps({"console": front.url(listener)}))
            with kept(sys.stderr, requests=place.log_requests), _ending_politely():
                asyncio.run(front.serve(_desk(place, books, place.port, now_us), listener))
    finally:
        books.close()


@contextmanager
def _console(place: Place, books: Books, port: int, now_us: Callable[[], int]) -> Iterator[str]:
    """Serve the console beside the API, where this process has that role; give its address."""
    if place.role == API:
        yield ""
        return
    desk = _desk(place, books, port, now_us)
    listener = front.take_port(place.folder, place.console_port)
    with listener, front.beside(desk, listener):
        yield front.url(listener)


def _desk(place: Place, books: Books, port: int, now_us: Callable[[], int]) -> Desk:
    return Desk(
        books=books,
        now_us=now_us,
        pairing=lambda: pairing_of(books, port, now_us(), place.outside),
        messages=_messages(place, books),
    )


def _messages(place: Place, books: Books) -> Messages:
    access = books.access()
    on_low = low_marks.opener(access)
    return Messages(access, place.store, Words, public=place.public, on_low=on_low)


def _collect_rarely() -> None:
    # A push makes tens of thousands of values that soon go by themselves; looking for cycles
    # among them cost a quarter of its time.
    gc.freeze()
    gc.set_threshold(GC_AFTER, 20, 100)


def member_pages(
    books: Books,
    now_us: Callable[[], int],
    drawing: Drawing | None = None,
    passes: Passes | None = None,
    messages: Messages | None = None,
) -> list[BaseRoute]:
    """Give the addresses of the member page; none where there are no keys for its codes."""
    phones = books.phones()
    if phones is None:
        return []
    access = books.access()
    return Pages(
        phones,
        now_us,
        drawing,
        passes,
        shown=MemberTexts(access),
        helping=Helping(access),
        messages=messages,
    ).routes()


def ready_line(
    books: Books,
    listener: socket.socket,
    now_us: int,
    outside: Outside | None = None,
    console: str = "",
) -> str:
    """Write what a till or a person needs to connect; `console` is its address, if it is here."""
    known = outside or Outside()
    port = listener.getsockname()[1]
    return json.dumps(
        {
            "url": known.url(port),
            "tenant": books.card(now_us).tenant,
            "pairing": pairing_of(books, port, now_us, known),
            **({"console": console} if console else {}),
        }
    )


def pairing_of(books: Books, port: int, now_us: int, outside: Outside | None = None) -> str:
    """Make a code and write the string that one more till is connected with."""
    pairing = Pairing(
        host=(outside or Outside()).spoken(),
        port=port,
        code=books.make_code(now_us),
        fingerprint=fingerprint(books.signer.public),
    )
    return str(pairing)


def configured(app: object, shown: Shown | None = None) -> uvicorn.Server:
    """Prepare uvicorn: quiet, no access log (it would tell who shopped when).

    With `shown` it speaks TLS and nothing else.
    """
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        log_level="warning",
        access_log=False,
        ws="none",
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=LAST_ANSWERS_S,
        server_header=False,
    )
    if shown is not None:
        config.load()
        config.ssl = shown.context
    return uvicorn.Server(config)


async def run(
    server: uvicorn.Server,
    listener: socket.socket,
    days: AbstractAsyncContextManager[None],
    ready: Callable[[], None],
    shown: Shown | None = None,
) -> None:
    """Serve until the server is told to end; `ready` is called once it takes requests."""
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(POLL_S)
    if server.started:
        ready()
        async with days:
            if shown is not None:
                await _over_tls(server, serving, shown)
            await serving
    else:
        await serving


async def _over_tls(server: uvicorn.Server, serving: asyncio.Task[None], shown: Shown) -> None:
    """Renew the certificate now and then; at the end wait for no till's goodbye."""
    seconds = 0
    while not serving.done():
        await asyncio.wait([serving], timeout=1)
        seconds += 1
        if server.should_exit:
            # What was answered is sent; a till that keeps its line says goodbye only when it
            # uses it again, and asyncio would wait half a minute for that.
            for connection in list(server.server_state.connections):
                transport = getattr(connection, "transport", None)
                if transport is not None and transport.is_closing():
                    transport.abort()
        elif seconds % RENEW_EVERY_S == 0:
            trouble = await asyncio.to_thread(shown.renew)
            if trouble is not None:
                LOG.error("the certificate cannot be renewed: %s", trouble.code)


@contextmanager
def _ending_politely() -> Iterator[None]:
    """Let uvicorn end by itself at SIGTERM or Ctrl+C, and then close the books."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # uvicorn raises the signal again when it has ended; by default that would end us at once.
    names = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(name, lambda *_: None) for name in names]
    try:
        yield
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)

"""Runs a shop's server as a process: one lock, one port, one ready line, a graceful end."""

from __future__ import annotations

import asyncio
import errno
import gc
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.routing import BaseRoute

from loyalty.errors import Outage
from server import storeday
from server.api import Api
from server.app import create_app
from server.books import Books
from server.boot import Shop, open_books
from server.logs import kept
from server.pages.pen import Drawing
from server.pages.routes import Pages
from storage.folder import Lock
from storage.keys import KeyStore
from sync.pairing import Pairing, fingerprint

LOOPBACK = "127.0.0.1"
BACKLOG = 512
KEEP_ALIVE_S = 75
LAST_ANSWERS_S = 10
POLL_S = 0.01
GC_AFTER = 100_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps its files and listens; port 0 takes a free one."""

    folder: Path
    store: KeyStore
    port: int
    host: str = LOOPBACK
    log_requests: bool = False


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
    lock = Lock(place.folder)
    try:
        listener = listen(place.host, place.port)
        with listener:
            books = open_books(
                place.folder, place.store, shop, now_us=now_us(), randomness=randomness
            )
            try:
                line = ready_line(books, listener, now_us())
                _collect_rarely()
                app = create_app(Api(books, now_us), member_pages(books, now_us))
                with kept(sys.stderr, requests=place.log_requests), _ending_politely():
                    days = storeday.kept(books.nightly(), now_us)
                    asyncio.run(_run(configured(app), listener, days, lambda: say(line)))
            finally:
                books.close()
    finally:
        lock.release()


def _collect_rarely() -> None:
    # A push makes tens of thousands of values that soon go by themselves; looking for cycles
    # among them cost a quarter of its time.
    gc.freeze()
    gc.set_threshold(GC_AFTER, 20, 100)


def member_pages(
    books: Books, now_us: Callable[[], int], drawing: Drawing | None = None
) -> list[BaseRoute]:
    """Give the addresses of the member page; none where there are no keys for its codes."""
    phones = books.phones()
    return Pages(phones, now_us, drawing).routes() if phones else []


def listen(host: str, port: int) -> socket.socket:
    """Take the port. Raises Outage `port_in_use`."""
    # With the protocol named, asyncio turns Nagle off; without it every answer takes 40 ms more.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows this would let a second program share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise Outage(
                "port_in_use",
                f"port {port} is taken by another program: close it, or choose another port",
                got=port,
            ) from error
        raise Outage("port_in_use", f"cannot listen on {host}: {error.strerror}") from error
    return listener


def ready_line(books: Books, listener: socket.socket, now_us: int) -> str:
    """Write what a till or a person needs to connect."""
    host, port = listener.getsockname()[:2]
    return json.dumps(
        {
            "url": f"http://{host}:{port}",
            "tenant": books.card(now_us).tenant,
            "pairing": pairing_of(books, port, now_us, host=host),
        }
    )


def pairing_of(books: Books, port: int, now_us: int, *, host: str = LOOPBACK) -> str:
    """Make a code and write the string that one more till is connected with."""
    pairing = Pairing(
        host=host,
        port=port,
        code=books.make_code(now_us),
        fingerprint=fingerprint(books.signer.public),
    )
    return str(pairing)


def configured(app: object) -> uvicorn.Server:
    """Prepare uvicorn: quiet, no access log (it would tell who shopped when)."""
    return uvicorn.Server(
        uvicorn.Config(
            app,  # type: ignore[arg-type]
            log_config=None,
            log_level="warning",
            access_log=False,
            ws="none",
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=LAST_ANSWERS_S,
            server_header=False,
        )
    )


async def _run(
    server: uvicorn.Server,
    listener: socket.socket,
    days: AbstractAsyncContextManager[None],
    ready: Callable[[], None],
) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
        await asyncio.sleep(POLL_S)
    if server.started:
        ready()
        async with days:
            await serving
    else:
        await serving


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

"""Serves the console on a port of its own, and makes it only when somebody first comes.

NiceGUI takes a second and tens of megabytes: a server whose console nobody opens has neither.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from loyalty.errors import Outage
from server.console.desk import Desk
from server.console.guard import App, Guard, Receive, Scope, Send
from sync.listening import listen

PORT = "console_port"
LOOPBACK = "127.0.0.1"
THREADS = 4
LAST_ANSWERS_S = 3


class Late:
    """An application that is made at its first request, and ended with the server."""

    def __init__(self) -> None:
        self._app: App | None = None
        self._making = asyncio.Lock()
        self._ending = asyncio.Event()
        self._life: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the first one waits until there is something to pass it to."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await (await self._made())(scope, receive, send)

    async def _made(self) -> App:
        async with self._making:
            if self._app is None:
                from server.console import site

                made = site.made()
                begun = asyncio.Event()

                async def living() -> None:
                    async with made.router.lifespan_context(made):
                        begun.set()
                        await self._ending.wait()

                self._life = asyncio.create_task(living())
                await begun.wait()
                self._app = made
            assert self._app is not None
            return self._app

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                self._ending.set()
                if self._life is not None:
                    await self._life
                await send({"type": "lifespan.shutdown.complete"})
                return


def configured(app: App) -> uvicorn.Server:
    """Prepare uvicorn: quiet, no access log, with a line of events to the browser."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",
        timeout_graceful_shutdown=LAST_ANSWERS_S,
        server_header=False,
    )
    return uvicorn.Server(config)


async def serve(desk: Desk, listener: socket.socket) -> None:
    """Serve until told to end (SIGTERM where this is the main thread)."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="console") as threads:
        server = configured(Guard(Late(), desk, threads))
        await server.serve(sockets=[listener])


def take_port(folder: Path, asked: int) -> socket.socket:
    """Listen on this computer: on the port asked for, or the one kept in the folder, or a free one.

    Raises Outage `port_in_use` for one that was asked for.
    """
    kept = folder / PORT
    last = kept.read_text("utf-8").strip() if kept.exists() else ""
    known = int(last) if last.isascii() and last.isdecimal() else 0
    try:
        listener = listen(LOOPBACK, asked or known)
    except Outage:
        if asked or not known:
            raise
        listener = listen(LOOPBACK, 0)
    kept.write_text(str(listener.getsockname()[1]), "utf-8")
    return listener


def url(listener: socket.socket) -> str:
    """Give the console's address for whoever is on this computer."""
    return f"http://{LOOPBACK}:{listener.getsockname()[1]}"


@contextmanager
def beside(desk: Desk, listener: socket.socket) -> Iterator[Guard]:
    """Serve on a thread of its own while the block runs, so that no till waits for a page."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="console") as threads:
        made: list[tuple[Guard, uvicorn.Server]] = []
        ready = threading.Event()

        async def living() -> None:
            guard = Guard(Late(), desk, threads)
            server = configured(guard)
            made.append((guard, server))
            ready.set()
            await server.serve(sockets=[listener])

        thread = threading.Thread(target=lambda: asyncio.run(living()), name="console")
        thread.start()
        ready.wait()
        guard, server = made[0]
        try:
            yield guard
        finally:
            server.should_exit = True
            thread.join()

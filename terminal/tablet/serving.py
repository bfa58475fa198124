"""Serves the tablet's page on a thread of its own, at this till's address in the shop's network."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from typing import Final

import uvicorn

from terminal.tablet.app import App
from terminal.tablet.streams import Streams

LAST_ANSWERS_S: Final = 2
HURRY_S: Final = 0.5
STOP_S: Final = 5.0


class Serving:
    """One running page."""

    def __init__(
        self,
        app: App,
        streams: Streams,
        *,
        listener: socket.socket,
        context: ssl.SSLContext | None,
    ) -> None:
        """Without a context it speaks plain HTTP."""
        self._streams = streams
        self._listener = listener
        config = uvicorn.Config(
            app.made(),
            log_config=None,
            log_level="warning",
            access_log=False,  # it would tell who shopped when
            ws="none",
            lifespan="off",
            proxy_headers=False,
            timeout_graceful_shutdown=LAST_ANSWERS_S,
            server_header=False,
            limit_concurrency=64,
        )
        config.load()
        config.ssl = context
        self._server = uvicorn.Server(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="tablets", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End; every page is let go and shows nobody."""
        self._streams.close()
        self._server.should_exit = True
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(loop.call_later, HURRY_S, self._hurry)
        self._thread.join(STOP_S)
        self._listener.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._streams.begin(asyncio.get_running_loop())
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._listener])

    def _hurry(self) -> None:
        # Over TLS a connection is closed when the other side agrees; a tablet that sleeps does not.
        for left in list(self._server.server_state.connections):
            left.transport.abort()

"""Serves the register's API on a thread of its own, on this computer alone."""

from __future__ import annotations

import asyncio
import threading
from typing import Final

import uvicorn

from sync.listening import listen
from terminal.register.app import app
from terminal.register.counter import Counter
from terminal.register.feed import Feed

LOOPBACK: Final = "127.0.0.1"
LAST_ANSWERS_S: Final = 2
STOP_S: Final = 5.0


class Serving:
    """One running API."""

    def __init__(self, counter: Counter, feed: Feed, *, port: int, token: str) -> None:
        """Take the port; 0 takes a free one. Raises Outage `port_in_use`."""
        self._feed = feed
        self._listener = listen(LOOPBACK, port)
        config = uvicorn.Config(
            app(counter, feed, token),
            log_config=None,
            log_level="warning",
            access_log=False,  # it would tell who shopped when
            ws="none",
            lifespan="off",
            timeout_graceful_shutdown=LAST_ANSWERS_S,
            server_header=False,
            limit_concurrency=64,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="register-api", daemon=True)

    @property
    def address(self) -> str:
        """Give where it listens."""
        return f"http://{LOOPBACK}:{self._listener.getsockname()[1]}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End; whoever listens to events is let go."""
        self._feed.close()
        self._server.should_exit = True
        self._thread.join(STOP_S)
        self._listener.close()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._feed.begin(asyncio.get_running_loop())
        await self._server.serve(sockets=[self._listener])

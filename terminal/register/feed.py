"""Server-sent events: what happens at the counter, to every register program that listens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Final

from loyalty.errors import Outage
from terminal.till.register_told import RegisterEvent

LISTENERS_MAX: Final = 8
BEHIND_MAX: Final = 200
HEARTBEAT_S: Final = 15.0


class Feed:
    """Hands events from the till's thread to the listeners on the API's loop."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[bytes | None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Know the loop on which the listeners are."""
        self._loop = loop

    def tell(self, event: RegisterEvent) -> None:
        """Tell everybody who listens; from any thread."""
        self._on_loop(lambda: self._spread(line(event.kind, event.body)))

    def close(self) -> None:
        """Let every listener go; from any thread."""
        self._on_loop(lambda: self._spread(None))

    async def listen(self, first: bytes) -> AsyncIterator[bytes]:
        """Give the first event, then each as it happens, and a sign of life in between."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(BEHIND_MAX)
        self._queues.add(queue)
        try:
            yield first
            while True:
                try:
                    said = await asyncio.wait_for(queue.get(), HEARTBEAT_S)
                except TimeoutError:
                    yield b": here\n\n"
                    continue
                if said is None:
                    return
                yield said
        finally:
            self._queues.discard(queue)

    def check_room(self) -> None:
        """Raise Outage `too_many` when enough programs listen already."""
        if len(self._queues) >= LISTENERS_MAX:
            raise Outage("too_many", "too many programs listen already", expected=LISTENERS_MAX)

    def _spread(self, said: bytes | None) -> None:
        for queue in list(self._queues):
            if queue.full():
                # Whoever does not read is let go; connecting again begins with the whole state.
                self._queues.discard(queue)
                queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(said)

    def _on_loop(self, act: Callable[[], None]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act)


def line(kind: str, body: bytes) -> bytes:
    """Write one event as it goes over the line."""
    return b"event: " + kind.encode() + b"\ndata: " + body + b"\n\n"

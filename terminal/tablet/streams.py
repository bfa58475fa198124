"""Server-sent events to the tablets: only ever the newest scene, and each key only once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Final

import msgspec

from loyalty.errors import Outage, Refusal
from terminal.till.messages import Message
from terminal.till.tablet_told import TabletScene, TabletsHere

STREAMS_MAX: Final = 12
HEARTBEAT_S: Final = 5.0
NAME_BYTES: Final = 8


class Stream:
    """One page that listens: what it was sent last, and the last key that came from it."""

    def __init__(self, name: str, tablet: str) -> None:
        self.name = name
        self.tablet = tablet
        self.sent = 0
        self.pressed = 0
        self.changed = asyncio.Event()
        self.is_over = False
        self.is_dropped = False


class Streams:
    """Everybody who looks. `show` and `keep` come from the till's thread, the rest from the loop's.

    Scenes that nobody had time to fetch are left out: an old one could show somebody who has gone.
    """

    def __init__(
        self,
        *,
        randomness: Callable[[int], bytes],
        post: Callable[[Message], None],
        heartbeat_s: float = HEARTBEAT_S,
    ) -> None:
        """`heartbeat_s` is how often a page hears that the till is there."""
        self._randomness = randomness
        self._post = post
        self._heartbeat_s = heartbeat_s
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._streams: dict[str, Stream] = {}
        self._scene = b""
        self._number = 0

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Know the loop on which the listeners are."""
        self._loop = loop

    def show(self, scene: TabletScene) -> None:
        """Let every page show this from now on; from any thread."""
        with self._lock:
            self._scene = msgspec.json.encode(scene)
            self._number += 1
        self._on_loop(self._wake)

    def keep(self, tablets: frozenset[str]) -> None:
        """Let go whoever is none of these; from any thread."""
        self._on_loop(lambda: self._drop(tablets))

    def close(self) -> None:
        """Let everybody go, and forget what was shown; from any thread."""
        with self._lock:
            self._scene = b""
        self._on_loop(self._end)

    def pressed(self, tablet: str, name: str, nth: int) -> None:
        """Take note of the nth key of a page. Raises Refusal `tablet_stale` for one that was.

        A copy of a request, however it came about, is no second digit.
        """
        stream = self._streams.get(name)
        if stream is None or stream.tablet != tablet or nth <= stream.pressed:
            raise Refusal("tablet_stale", "this key was taken before, or its page is closed")
        stream.pressed = nth

    def check_room(self) -> None:
        """Raise Outage `tablet_many` when enough pages look already."""
        if len(self._streams) >= STREAMS_MAX:
            raise Outage("tablet_many", "too many pages look already", expected=STREAMS_MAX)

    async def listen(self, tablet: str) -> AsyncIterator[bytes]:
        """Give the scene as it is, then each newer one, and a sign of life in between."""
        stream = Stream(self._randomness(NAME_BYTES).hex(), tablet)
        self._streams[stream.name] = stream
        self._tell()
        try:
            yield line("stream", msgspec.json.encode({"stream": stream.name}))
            while not stream.is_over:
                stream.changed.clear()
                with self._lock:
                    scene, number = self._scene, self._number
                if scene and number != stream.sent:
                    stream.sent = number
                    yield line("scene", scene, number)
                    continue
                try:
                    await asyncio.wait_for(stream.changed.wait(), self._heartbeat_s)
                except TimeoutError:
                    yield line("here", b"{}")
            yield line("dropped" if stream.is_dropped else "closed", b"{}")
        finally:
            self._streams.pop(stream.name, None)
            self._tell()

    def _wake(self) -> None:
        for stream in self._streams.values():
            stream.changed.set()

    def _drop(self, tablets: frozenset[str]) -> None:
        for stream in self._streams.values():
            if stream.tablet not in tablets:
                stream.is_over = stream.is_dropped = True
        self._wake()

    def _end(self) -> None:
        for stream in self._streams.values():
            stream.is_over = True
        self._wake()

    def _tell(self) -> None:
        here = sorted({one.tablet for one in self._streams.values() if not one.is_dropped})
        self._post(TabletsHere(tablets=tuple(here)))

    def _on_loop(self, act: Callable[[], None]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(act)


def line(kind: str, body: bytes, number: int = 0) -> bytes:
    """Write one event as it goes over the line."""
    named = f"id: {number}\n".encode() if number else b""
    return named + b"event: " + kind.encode() + b"\ndata: " + body + b"\n\n"

"""Cables that can be cut: what is sent then arrives nowhere, and nobody hears of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

PIECE = 65_536


class Cable:
    """One address that leads to a port of this machine, as long as it is whole."""

    def __init__(self, address: tuple[str, int], port: int) -> None:
        self.address, self.port = address, port
        self.is_whole = True
        self._mended = asyncio.Event()
        self._carrying: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def lay(self) -> None:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._carry, *self.address)

    def cut(self) -> None:
        """Carry nothing any more; who is connected sees neither an answer nor an end."""
        self.is_whole = False
        self._mended.clear()

    def mend(self) -> None:
        """Carry new connections; those of before learn now that they ended."""
        self.is_whole = True
        self._mended.set()

    async def remove(self) -> None:
        """End everything."""
        assert self._server is not None
        self._server.close()
        for task in list(self._carrying):
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        other: asyncio.StreamWriter | None = None
        try:
            if not self.is_whole:
                await self._mended.wait()
                return
            back, other = await asyncio.open_connection("127.0.0.1", self.port)
            ways = (self._pump(reader, other), self._pump(back, writer))
            tasks = [asyncio.ensure_future(way) for way in ways]
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in tasks:
                    way.cancel()
        except (OSError, asyncio.CancelledError):
            return
        finally:
            self._carrying.discard(task)
            for end in (writer, other):
                if end is not None:
                    end.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                if not self.is_whole:
                    await self._mended.wait()
                    return
                writer.write(piece)
                await writer.drain()
        if not self.is_whole:
            await self._mended.wait()


class Cables:
    """All cables of a test, carried by a thread of their own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cables")
        self._thread.start()
        self._cables: list[Cable] = []

    def lay(self, address: tuple[str, int], port: int) -> Cable:
        """Lay a cable from an address to a port of 127.0.0.1."""

        async def made() -> Cable:
            cable = Cable(address, port)
            await cable.lay()
            return cable

        cable: Cable = self._do(made())
        self._cables.append(cable)
        return cable

    def cut(self, *cables: Cable) -> None:
        """Cut cables at once."""
        self._do(self._each(cables, "cut"))

    def mend(self, *cables: Cable) -> None:
        """Mend cables at once."""
        self._do(self._each(cables, "mend"))

    def close(self) -> None:
        """Remove all."""
        for cable in self._cables:
            self._do(cable.remove())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _each(self, cables: tuple[Cable, ...], act: str) -> None:
        for cable in cables:
            getattr(cable, act)()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

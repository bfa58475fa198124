"""A TCP proxy that delays, truncates and cuts what passes through it, as its seed says."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections import Counter
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

CHUNK_BYTES: Final = 16_384
DELAY_MAX_S: Final = 0.4
LOOK_S: Final = 0.2
FATES: Final = ("whole", "delay", "truncate", "cut", "swallow", "refuse")


class Proxy:
    """Listens on a port of its own, and gives each connection a fate.

    `delay` lets every piece wait, `truncate` closes both ends in the middle of a piece, `cut`
    resets them, `swallow` passes the request on and never gives the answer back (the server's
    commit counts, and the till does not know), `refuse` closes at once.
    """

    def __init__(self, port: int, seed: str, *, trouble: float) -> None:
        """Pass on to `port` of this machine; `trouble` is the share of pieces that meet it."""
        self._port = port
        self._chance = random.Random(seed)
        self._trouble = trouble
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._ended = False
        self.met: Counter[str] = Counter()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(LOOK_S)
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def __enter__(self) -> Self:
        """Give the proxy, which listens already."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        """End it and every connection."""
        self._ended = True
        self._thread.join()
        self._listener.close()
        self.cut()

    @property
    def port(self) -> int:
        """Give the port that it listens on."""
        port: int = self._listener.getsockname()[1]
        return port

    def worry(self, trouble: float) -> None:
        """Change the share of pieces that meet trouble; connections begin anew."""
        self._trouble = trouble
        self.cut()

    def cut(self) -> None:
        """Close every connection that is open."""
        with self._lock:
            for end in self._open:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def _fate(self, among: tuple[str, ...]) -> str:
        with self._lock:
            fate = "whole"
            if self._chance.random() < self._trouble:
                fate = self._chance.choice(among)
            self.met[fate] += 1
        return fate

    def _accept(self) -> None:
        while not self._ended:
            try:
                till, _ = self._listener.accept()
            except TimeoutError:
                continue
            if self._fate(("refuse", "whole", "whole")) == "refuse":
                till.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self._port), timeout=5)
            except OSError:
                till.close()
                continue
            with self._lock:
                self._open |= {till, server}
            for end in (till, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                end.settimeout(None)
            pair = (("asks", till, server), ("answers", server, till))
            for name, source, target in pair:
                threading.Thread(
                    target=self._pump, args=(name, source, target), daemon=True
                ).start()

    def _pump(self, name: str, source: socket.socket, target: socket.socket) -> None:
        fates = ("delay", "truncate", "cut", *(("swallow",) if name == "answers" else ()))
        with suppress(OSError):
            while piece := source.recv(CHUNK_BYTES):
                fate = self._fate(fates)
                if fate == "delay":
                    time.sleep(self._share() * DELAY_MAX_S)
                elif fate == "truncate":
                    target.sendall(piece[: int(self._share() * len(piece))])
                    break
                elif fate in ("cut", "swallow"):
                    break
                target.sendall(piece)
        self._close(source, target)

    def _share(self) -> float:
        with self._lock:
            return self._chance.random()

    def _close(self, *ends: socket.socket) -> None:
        with self._lock:
            self._open -= set(ends)
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

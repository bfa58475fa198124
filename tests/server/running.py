"""A server on a free port of this process, on the books that a test gives it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from server.api import Api
from server.app import BODY_S, create_app
from server.books import Books
from server.copies import Copies
from server.pace import Limit, Pace
from server.serve import configured
from sync import pairing
from sync.listening import listen
from sync.pairing import Pairing
from tests.server.shop import NOW_US

NO_LIMIT = Limit(burst=10**9, a_second=1)


@dataclass(frozen=True)
class Running:
    """A server that listens on loopback."""

    books: Books
    api: Api
    port: int

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    def pairing(self) -> Pairing:
        """Make a pairing string."""
        name = pairing.fingerprint(self.books.signer.public)
        code = self.books.make_code(NOW_US)
        return Pairing(host="127.0.0.1", port=self.port, code=code, fingerprint=name)


@contextmanager
def serving(
    books: Books,
    *,
    now_us: Callable[[], int] = lambda: NOW_US,
    pace: Pace | None = None,
    body_s: float = BODY_S,
    copies: Copies | None = None,
    port: int = 0,
) -> Iterator[Running]:
    """Serve until the block ends."""
    listener = listen("127.0.0.1", port)
    api = Api(books, now_us, pace, copies)
    server = configured(create_app(api, body_s=body_s))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        yield Running(books=books, api=api, port=listener.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()


def unhurried() -> Pace:
    """Make a pace that nobody exceeds, for a clock that stands still."""
    return Pace(NO_LIMIT, NO_LIMIT, NO_LIMIT)

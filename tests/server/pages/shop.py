"""A shop with one member, its server on a real port, and a clock that tests may move."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from loyalty import number as numbers
from server.api import Api
from server.app import create_app
from server.books import Books
from server.boot import Shop, open_books
from server.messages.desk import Messages
from server.pages.passes import Passes
from server.pages.pen import Drawing
from server.serve import configured, member_pages
from storage.keys import FileKeyStore
from sync.listening import listen
from sync.wire import PersonRow
from tests.server.shop import ANNA, NOW_US, PROGRAMME, Chance, Till

NUMBER = numbers.make("0000", "123456789")
POINTS = 1_840
DRAWING = Drawing()
"""Its pen takes a second to make, so all tests draw with one."""


class Premises:
    """The books of a shop with its keys; `now_us` is what its clock says."""

    def __init__(self, folder: Path, now_us: int = NOW_US, programme: bytes = PROGRAMME) -> None:
        self.now_us = now_us
        self.store = FileKeyStore(folder / "keys")
        self.books: Books = open_books(
            folder,
            self.store,
            Shop(issuer="0000", zone="Europe/Amsterdam", programmes=(programme,)),
            now_us=now_us,
            randomness=Chance("premises"),
        )
        self.till = Till(self.books)

    def enrol(self, language: str = "nl") -> None:
        """Make Anna a member with a card and some points."""
        data = {"member": "anna", "account": ANNA, "number": NUMBER}
        self.till.record("enrol", data=data)
        self.till.earn(ANNA, POINTS)
        fields = {"name": "Anna <b>de Vries</b>", "language": language}
        self.till.push(people=[PersonRow(person_id="anna", version=1, fields=fields)])

    def enrol_again(self, language: str) -> None:
        """Let Anna speak another language."""
        person = PersonRow(person_id="anna", version=2, fields={"language": language})
        self.till.push(self.till.batch(), people=[person])

    def link(self) -> str:
        """Make a one-time link, as `server member-link` does."""
        return self.books.make_phone_link(NUMBER, self.now_us)

    def clock(self) -> int:
        """Give what the shop's clock says."""
        return self.now_us


@contextmanager
def serving(
    premises: Premises,
    port: int = 0,
    passes: Passes | None = None,
    messages: Messages | None = None,
) -> Iterator[tuple[str, uvicorn.Server]]:
    """Serve on a port until the end, or until the server is told to go; gives its address."""
    listener = listen("127.0.0.1", port)
    books = premises.books
    pages = member_pages(books, premises.clock, DRAWING, passes, messages)
    app = create_app(Api(books, premises.clock), pages)
    server = configured(app)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", server
    finally:
        server.should_exit = True
        thread.join()
        listener.close()

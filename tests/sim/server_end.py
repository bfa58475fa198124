"""The server's end of the simulated line: signed bytes in, signed bytes out, and crashes."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, cast

from loyalty.errors import Outage, Refusal
from server.api import LOG, Api
from server.books import Books
from server.keys import Secrets
from server.peppers import Peppers
from storage.server.database import Database, open_sqlite
from storage.server.people import PeopleKeys
from storage.server.steps import PEOPLE_KEY_STEPS
from sync.transport import Answered, Sent
from tests.pocket import Pocket
from tests.sim.clock import Clock
from tests.sim.faults import Crash, Faults, Torn, TornCrash, log_bytes, need
from tests.sim.ports import FaultyDatabase

TENANT = "shop"
DATABASE_KEY = bytes(range(32))
PEOPLE_KEY = bytes(range(1, 33))
TENANT_KEY = b"t" * 32
PEPPER = b"p" * 32


class ServerFiles:
    """The server's databases, opened once: copies are put under them while they are let go."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "server.db"
        self.database = open_sqlite(self.path, DATABASE_KEY)
        self._secrets = Secrets(
            tenant_key=TENANT_KEY,
            peppers=Peppers(Pocket(pepper=PEPPER)),
            signing_seed=b"s" * 32,
            sealing_private=b"x" * 32,
        )
        self._people = open_sqlite(folder / "people.db", PEOPLE_KEY, steps=PEOPLE_KEY_STEPS)

    def books(self, chance: random.Random, faults: Faults) -> tuple[Books, FaultyDatabase]:
        """Start the production server, with faults around its transactions."""
        database = FaultyDatabase(self.database, faults, self.path)
        books = Books(
            database=cast("Database", database),
            people_keys=PeopleKeys(self._people, chance.randbytes),
            tenant=TENANT,
            secrets=self._secrets,
            randomness=chance.randbytes,
        )
        return books, database

    def let_go(self) -> None:
        """Close every connection; the next use opens new ones."""
        self.database.close()
        self._people.close()


class Reader(Protocol):
    """Somebody else who has the server's database open."""

    def open(self) -> None:
        """Open it."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


class ServerEnd:
    """The server's process: answers requests, dies and comes back."""

    def __init__(
        self,
        files: ServerFiles,
        chance: random.Random,
        faults: Faults,
        clock: Clock,
        reader: Reader,
    ) -> None:
        self._reader = reader
        self._files, self._chance, self._faults, self._clock = files, chance, faults, clock
        self._writes_before = 0
        self._is_restored = False
        self._start()

    @property
    def books(self) -> Books:
        """Give the running server."""
        return self._books

    @property
    def writes(self) -> int:
        """Count its committed transactions, those of its former lives too."""
        return self._writes_before + self._database.writes

    def handle(self, sent: Sent) -> Answered | None:
        """Answer a request; None when the server died of it.

        Raises ViolationError when the server logs a fault of its own.
        """
        try:
            with faults_heard() as heard:
                answered = self._api.handle(sent)
        except Crash as crash:
            self._restart(crash)
            return None
        need(not heard, "server_fault", *heard)
        return answered

    def act(self, does: Callable[[Books, int], object]) -> bool:
        """Let the owner do something; False when the server died of it, was busy or recovers."""
        try:
            does(self._books, self._clock.now_us())
        except Crash as crash:
            self._restart(crash)
            return False
        except Outage:
            return False
        except Refusal as refusal:
            if refusal.code != "recovering":
                raise
            return False
        return True

    def copied(self) -> tuple[bytes, bytes]:
        """Copy the books' file and its log, between two transactions."""
        return self._files.path.read_bytes(), log_bytes(self._files.path)

    def put_back(self, copy: tuple[bytes, bytes]) -> None:
        """Stop the server, put a backup of its books back, and start it; keys stay where they are.

        The start does what `server.boot` does; it may die of it and is started again.
        """
        self._writes_before += self._database.writes
        self._files.let_go()
        self._reader.close()
        Torn(self._files.path, *copy).put_back()
        self._reader.open()
        self._is_restored = True
        self._start()

    def close(self) -> None:
        """Stop the server."""
        self._files.let_go()

    def _restart(self, crash: Crash) -> None:
        # The auditor's connection stays, so that nobody folds the log of the dead process into
        # the file: the new one finds it, as after kill -9.
        self._writes_before += self._database.writes
        self._files.let_go()
        if isinstance(crash, TornCrash):
            self._reader.close()
            crash.torn.put_back()
            self._reader.open()
        self._start()

    def _start(self) -> None:
        self._books, self._database = self._files.books(self._chance, self._faults)
        self._api = Api(self._books, self._clock.now_us)
        try:
            self._begin()
        except Crash as crash:
            self._restart(crash)
        except Outage:
            self._writes_before += self._database.writes
            self._start()

    def _begin(self) -> None:
        now_us = self._clock.now_us()
        if self._is_restored:
            self._books.restored().begin(now_us)
            self._is_restored = False
        self._books.commands().erase_again(now_us)


@contextmanager
def faults_heard() -> Iterator[list[str]]:
    """Give what the server logs of its own faults; outages are expected and left out."""
    heard: list[str] = []

    def listen(record: logging.LogRecord) -> bool:
        if record.levelno >= logging.CRITICAL or record.exc_info:
            heard.append(logging.Formatter().format(record))
        return False

    LOG.addFilter(listen)
    try:
        yield heard
    finally:
        LOG.removeFilter(listen)

"""Books that were put back from a backup, as their owner sees it: begin, wait, or end it."""

from __future__ import annotations

from collections.abc import Callable

from server import recovery
from server.work import Work
from storage.server.database import Connection, Database


class Restored:
    """The recovery of one tenant's books (server.recovery)."""

    def __init__(
        self,
        database: Database,
        tenant: str,
        begin: Callable[[Connection, int], Work],
        randomness: Callable[[int], bytes],
    ) -> None:
        """Keep where the books are; `begin` opens the work of one transaction at a moment."""
        self._database = database
        self._tenant = tenant
        self._begin = begin
        self._randomness = randomness

    def begin(self, now_us: int) -> None:
        """Begin anew after the books were put back."""
        with self._database.write() as connection:
            recovery.begin(self._begin(connection, now_us), self._randomness(8).hex())

    def end(self, now_us: int) -> None:
        """End it before every till has come; `status` says what those could pay out."""
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            recovery.end(work)
            work.finish()

    def status(self) -> recovery.Status:
        """Say how far it has come."""
        with self._database.read() as connection:
            return recovery.status(connection, self._tenant)

"""Moves a shop's books to another server: most of it while they are used, the rest at a standstill.

Events and postings are only ever added, so they go first and are never sent twice. Then the books
take nothing for as long as the rest needs, which is written anew; should this end in between, they
take everything again after a while, and the move begins again from there. The last step here is one
row that says where they went; only after it the new server serves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from loyalty.errors import Corrupt, LoyaltyError, Outage
from server import moved
from server.books import Books
from server.copies import Room
from storage.server import heads, tenants, whole
from storage.server.database import Connection
from sync import moving
from sync.client import meet
from sync.http import HttpTransport
from sync.pairing import Pairing, fingerprint

ROWS = 1_000
STILL_US = 120 * 1_000_000
"""So long the books take nothing after the last sign of life of a move."""
KEYS = 2_000
SERVER = "server"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Leaving:
    """What leaves besides the tables."""

    keys: Mapping[str, bytes]
    texts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Where the books are, and what was compared."""

    url: str
    totals: whole.Totals


Send = Callable[[moving.Step, Any], Any]
Progress = Callable[[str, int, int], None]


class MovingOut:
    """One move; sent again after any end it goes on."""

    def __init__(
        self, room: Room, leaving: Leaving, send: Send, now_us: Callable[[], int], say: Progress
    ) -> None:
        """`say` hears what is under way, and how much of how much is done."""
        self._room, self._leaving, self._send = room, leaving, send
        self._now_us, self._say = now_us, say
        self._until_us = 0

    def run(self, url: str) -> Gone:
        """Move everything to the server at `url`.

        Raises Corrupt `move_differs` when the totals differ (the books then stay here), Refusal
        `moved` when they are somewhere else already, and what the line raises.
        """
        with self._room.database.read() as connection:
            tenant = tenants.read(connection, self._room.tenant)
        assert tenant is not None, "the books made their tenant"
        if tenant.moved_to and tenant.moved_to != url:
            moved.check(tenant)
        begun: moving.Begun = self._send(moving.Begin(tenant=self._room.tenant), moving.Begun)
        if not tenant.moved_to:
            self._bulk(begun)
            self._standstill(url)
        self._say("serve", 0, 1)
        serving: moving.Serving = self._send(moving.Serve(), moving.Serving)
        self._say("serve", 1, 1)
        with self._room.database.read() as connection:
            return Gone(url=serving.url, totals=whole.totals(connection, self._room.tenant))

    def _bulk(self, begun: moving.Begun) -> None:
        """Send what is only ever added, while the books go on."""
        for table in whole.ADDED:
            self._table(table, begun.newest.get(str(table.name), []))

    def _standstill(self, url: str) -> None:
        """Send the rest while nothing changes, compare, and close the books here."""
        self._hold()
        try:
            again: moving.Begun = self._send(moving.Begin(tenant=self._room.tenant), moving.Begun)
            self._bulk(again)
            self._send(moving.Clear(), moving.Done)
            for table in whole.ANEW:
                self._table(table, [])
            self._people()
            step = moving.Secrets(keys=dict(self._leaving.keys), texts=dict(self._leaving.texts))
            self._send(step, moving.Done)
            self._compare()
            self._close(url)
        except BaseException:
            self._let_go()
            raise

    def _table(self, table: whole.Table, after: list[Any]) -> None:
        with self._room.database.read() as connection:
            total = whole.count(connection, self._room.tenant, table)
        done = 0
        for rows in self._chunks(table, after):
            self._send(moving.Rows(table=str(table.name), rows=rows), moving.Done)
            self._keep_still()
            done += len(rows)
            self._say(str(table.name), done, max(total, done))

    def _chunks(self, table: whole.Table, after: list[Any]) -> Iterator[list[list[Any]]]:
        while True:
            with self._room.database.read() as connection:
                rows = whole.rows_after(connection, self._room.tenant, table, after, ROWS)
            if not rows:
                return
            if table.name == "tenants":
                rows = [_unmoved(table, row) for row in rows]
            after = whole.key_of(table, rows[-1])
            yield from _small(rows)
            if not after:
                return

    def _people(self) -> None:
        keys, tenant, after = self._room.sealed_by.keys, self._room.tenant, ""
        forgotten = keys.forgotten(tenant)
        while True:
            rows = keys.rows_after(tenant, after, KEYS)
            self._send(moving.People(keys=rows, forgotten=forgotten), moving.Done)
            self._keep_still()
            if len(rows) < KEYS:
                return
            after = rows[-1][0]

    def _compare(self) -> None:
        self._say("compare", 0, 1)
        theirs: moving.Compared = self._send(moving.Compare(), moving.Compared)
        while not theirs.ready:
            self._keep_still()
            theirs = self._send(moving.Compare(), moving.Compared)
        with self._room.database.read() as connection:
            ours = asdict(whole.totals(connection, self._room.tenant))
        told = msgspec.to_builtins(ours)
        if theirs.difference is not None or theirs.totals != told:
            differs = [name for name in told if theirs.totals.get(name) != told[name]]
            raise Corrupt(
                "move_differs",
                "the new books do not come to the same: nothing was moved, go on as before",
                path=theirs.difference or ", ".join(differs),
            )
        self._say("compare", 1, 1)

    def _hold(self) -> None:
        """Let nothing in any more: what began before has ended when this returns."""
        with self._room.database.write() as connection:
            self._lock(connection)
            self._note(connection, "")

    def _keep_still(self) -> None:
        if self._until_us and self._until_us - self._now_us() < STILL_US // 2:
            with self._room.database.write() as connection:
                self._check(connection)
                self._note(connection, "")

    def _let_go(self) -> None:
        with self._room.database.write() as connection:
            tenants.move(connection, self._room.tenant, "", 0)
        self._until_us = 0

    def _close(self, url: str) -> None:
        with self._room.database.write() as connection:
            self._lock(connection)
            self._check(connection)
            tenants.move(connection, self._room.tenant, url, 0)

    def _note(self, connection: Connection, moved_to: str) -> None:
        self._until_us = self._now_us() + STILL_US
        tenants.move(connection, self._room.tenant, moved_to, self._until_us)

    def _check(self, connection: Connection) -> None:
        """Raise an Outage when the books have taken something meanwhile."""
        found = tenants.read(connection, self._room.tenant)
        is_still = found is not None and found.moving_until_us == self._until_us
        if not is_still or self._until_us <= self._now_us():
            raise Outage("move_slow", "the line was too slow: the books are here. Move again")

    def _lock(self, connection: Connection) -> None:
        own = heads.device(connection, self._room.tenant, SERVER)
        assert own is not None, "the server is a device of its own books"
        heads.lock(connection, self._room.tenant, SERVER, own.newest_epoch)


def served(books: Books, url: str) -> Gone | None:
    """Say what books came to that went to this address and are served there; None otherwise.

    The one answer that said so may have been lost.
    """
    room = books.copy_room()
    if moved.where(room.database, room.tenant) != url:
        return None
    asked = Pairing(host="", port=0, code="", fingerprint=fingerprint(books.signer.public))
    with contextlib.closing(HttpTransport(url, books.signer.public)) as transport:
        try:
            meet(transport, asked, room.randomness)
        except LoyaltyError:
            return None  # who waits there for books is nobody yet
    with room.database.read() as connection:
        return Gone(url=url, totals=whole.totals(connection, room.tenant))


def _unmoved(table: whole.Table, row: list[Any]) -> list[Any]:
    """Give the tenant's row as it is to be at the new server, where nothing is on its way."""
    names = [column.name for column in table.columns][1:]
    new = dict(zip(names, row, strict=True)) | {"moved_to": "", "moving_until_us": 0}
    return [new[name] for name in names]


def _small(rows: list[list[Any]]) -> Iterator[list[list[Any]]]:
    """Cut rows so that a body stays far below what a server reads."""
    part: list[list[Any]] = []
    size = 0
    for row in rows:
        part.append(row)
        size += sum(len(one) if isinstance(one, bytes | str) else 9 for one in row)
        if size > moving.CHUNK_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part

"""The till's stores and the server's database with faults around them, put on from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from loyalty.errors import Outage
from storage.ports import Directory, Ledger
from storage.records import Entry, Grant, Page
from storage.server.database import Connection, Database
from tests.sim.benefits import by_home
from tests.sim.disk import TillTruth
from tests.sim.faults import Crash, Faults, Torn, TornCrash, log_bytes, need

GIVING = frozenset({"enrol", "sale"})
LEDGER_WRITES = (
    "ask",
    "answered",
    "acknowledge",
    "resend",
    "people_acknowledge",
    "pins_acknowledge",
    "pins_settle",
    "save_open_sale",
    "put",
)


class _Port:
    """Passes everything on to the real store."""

    def __init__(self, inner: Any, faults: Faults, truth: TillTruth) -> None:
        self._inner = inner
        self._faults = faults
        self._truth = truth

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        setattr(self, name, found)
        return found

    def _beside(self, kind: str, write: Callable[[], Any]) -> Any:
        """Perform a write that is no sale; the till may die just before or just after it."""
        struck = self._faults.strikes(kind)
        if struck and self._faults.before():
            raise Crash
        result = write()
        if struck:
            raise Crash
        return result


class FaultyLedger(_Port):
    """A ledger on a machine that may die or fill up around any write."""

    def __init__(self, inner: Ledger, faults: Faults, truth: TillTruth) -> None:
        super().__init__(inner, faults, truth)
        for name in LEDGER_WRITES:
            setattr(self, name, self._guarded(getattr(inner, name)))

    def commit(self, entry: Entry) -> None:
        """Commit, and note what is committed before anybody can die of it."""
        if self._faults.strikes("disk_full"):
            raise Outage("disk_full", "the simulated disk is full")
        if self._faults.strikes("crash_before_commit"):
            raise Crash
        if self._faults.strikes("torn_write"):
            # The mark beside the file is written after it: the machine died before that.
            self._inner.watched_by(lambda _head: None)
            with torn(self._inner.database.path, self._faults):
                self._inner.commit(entry)
        self._inner.commit(entry)
        self._truth.committed(entry)
        if entry.event.type in GIVING:
            by_home(self._truth.name, self._inner, entry.account, entry.event.data)
        if self._faults.strikes("crash_after_commit"):
            raise Crash

    def take_grant(self, grant: Grant) -> bool:
        """Take a grant, and note that it was taken."""

        def write() -> bool:
            taken = bool(self._inner.take_grant(grant))
            self._truth.stale.add(grant.account)
            if taken:
                self._truth.took(grant)
            return taken

        return bool(self._beside("crash_between_files", write))

    def begin_epoch(self, device: str, epoch: int, feed_epoch: str) -> None:
        """Begin an epoch, and note what it begins with before anybody can die of it."""

        def write() -> None:
            self._inner.begin_epoch(device, epoch, feed_epoch)
            head = self._inner.head()
            self._truth.began(head, self._inner.events(head.epoch, 1, head.seq))

        self._beside("crash_beside_write", write)

    def require_rejoin(self, *, forked: bool = False) -> None:
        """Give all rights up, and note that."""

        def write() -> None:
            self._inner.require_rejoin(forked=forked)
            self._truth.holds_nothing()
            need(self._truth.may_rejoin, "needless_rejoin", self._truth.name)

        self._beside("crash_beside_write", write)

    def _guarded(self, write: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *values: self._beside("crash_beside_write", lambda: write(*values))


class FaultyDirectory(_Port):
    """A directory on a machine that may die around any page."""

    def __init__(self, inner: Directory, faults: Faults, truth: TillTruth) -> None:
        super().__init__(inner, faults, truth)

    def apply(self, page: Page) -> None:
        """Take a page; figures of its accounts are looked at afterwards."""
        self._truth.stale |= {row.account for row in page.standings}
        self._beside("crash_between_files", lambda: self._inner.apply(page))


class FaultyDatabase:
    """The server's database on a machine that may die around the end of a transaction."""

    def __init__(self, inner: Database, faults: Faults, path: Path) -> None:
        self._inner = inner
        self._faults = faults
        self._path = path
        self.engine = inner.engine
        self.writes = 0

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may be cut short before or after its commit."""
        if self._faults.strikes("server_busy"):
            raise Outage("database_busy", "the simulated database is busy")
        if self._faults.strikes("server_torn_write"):
            with torn(self._path, self._faults), self._inner.write() as connection:
                yield connection
            return
        with self._inner.write() as connection:
            yield connection
            if self._faults.strikes("server_crash_before_commit"):
                raise Crash
        self.writes += 1
        if self._faults.strikes("server_crash_after_commit"):
            raise Crash

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Read as ever."""
        with self._inner.read() as connection:
            yield connection

    def close(self) -> None:
        """Close the real one."""
        self._inner.close()


@contextmanager
def torn(path: Path, faults: Faults) -> Iterator[None]:
    """Let a write happen, and die with a disk that has only a part of it."""
    file, before = path.read_bytes(), log_bytes(path)
    yield
    after = log_bytes(path)
    if len(after) <= len(before):
        # The log began again from its start: nothing of it had reached the disk.
        raise TornCrash(Torn(path, file, before))
    kept = faults.chance.randrange(len(before), len(after))
    # What a disk has not written yet it may also give back as zeros: the file had grown.
    lost = len(after) - kept if faults.before() else 0
    raise TornCrash(Torn(path, file, after[:kept] + bytes(lost)))

"""Copies of the directory for tills that are new or were away for long, fetched in parts.

A copy is a file under a key of its own that is only in memory, sealed for the one till that asked.
It is deleted when the till says so, after an hour in which nobody asked for a part of it, and when
the server starts.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from loyalty.errors import LoyaltyError, Outage, Refusal
from server import copy_rows, feed, standings
from server.copy_rows import Standpoint
from server.feed import Seal
from server.people import People
from server.standings import OwnHead
from storage.filling import FORMAT, Filling
from storage.server import changes, tenants
from storage.server.database import Connection, Database
from storage.server.tenants import Tenant
from sync import pairing
from sync.wire_snapshot import SnapshotReply, SnapshotRequest

LOG = logging.getLogger("regulars.server")
FAR = 10_000
"""So many changes are pulled within some seconds, sooner than a copy is made."""
SHARE = 10
"""A till that lacks less than one in so many changes pulls them."""
LIVE_MAX = 4
LIFE_US = 3_600 * 1_000_000
PART_MAX = 4 * 1024 * 1024
BYTES_A_CHANGE = 800
KEY_BYTES = 32
CHUNK = 1 << 20
RETRY_AFTER_S = 30


class _EndError(Exception):
    """The copy is not wanted any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some bytes of a copy; `first` is where they begin in `size_bytes`."""

    body: bytes
    first: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where copies are made, and of what."""

    database: Database
    sealed_by: People
    tenant: str
    randomness: Callable[[int], bytes]
    seal: Seal


@dataclass(slots=True, kw_only=True, repr=False)
class _Copy:
    """One copy on its way; only the thread that makes it writes to it, but for `touched_us`."""

    name: str
    path: Path
    device: str
    epoch: int
    request: SnapshotRequest
    key: bytes
    touched_us: int
    done: int = 0
    whole: int = 0
    at: Standpoint | None = None
    sha256: str = ""
    size_bytes: int = 0
    failed: bool = False
    ending: threading.Event = field(default_factory=threading.Event)


class Copies:
    """Makes copies, one after the other, and gives their parts."""

    def __init__(self, room: Room, folder: Path, now_us: Callable[[], int]) -> None:
        """Use a folder of its own; what a former life left there is deleted."""
        self._room, self._folder, self._now_us = room, folder, now_us
        shutil.rmtree(folder, ignore_errors=True)
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="copies")
        self._lock = threading.Lock()
        self._live: dict[str, _Copy] = {}

    def is_worth(self, cursor: str) -> bool:
        """Say whether a copy of everything is there sooner than the pages after a cursor."""
        with self._room.database.read() as connection:
            tenant = self._tenant(connection)
            position = feed.position_of(connection, tenant, cursor)
            last = changes.last(connection, tenant.tenant)
            is_far = last - position > max(FAR, last // SHARE)
            return is_far and changes.has_more(connection, tenant.tenant, position, FAR)

    def order(self, device: str, request: SnapshotRequest, own: OwnHead) -> SnapshotReply:
        """Begin a copy for a till, or say how far the one is that was begun.

        Raises Refusal `rejoin` as a pull does, `sealing_key`, and Outage `server_busy` when too
        many are kept.
        """
        self.sweep()
        pairing.check_sealing(request.sealing_key)
        with self._lock:
            known = self._of(device, own.epoch, request)
        if known is None:
            with self._room.database.read() as connection:
                tenant = self._tenant(connection)
                standings.check_head(connection, tenant.tenant, device, own)
                whole = changes.count(connection, tenant.tenant)
            if request.format < FORMAT or not self._has_room(whole):
                return self._none()
            known = self._begin(device, request, own.epoch, whole)
        known.touched_us = self._now_us()
        if known.failed:
            self.drop(device, known.name)
            return self._none()
        return self._reply(known)

    def part(self, device: str, name: str, first: int, last: int) -> Part:
        """Give bytes of a copy, at most `PART_MAX` of them.

        Raises Refusal `snapshot_unknown`, `range_wrong`, `device_lost`.
        """
        with self._lock:
            copy = self._live.get(name)
        if copy is None or copy.device != device or not copy.sha256:
            raise Refusal("snapshot_unknown", "there is no such copy: ask for a new one")
        if not 0 <= first <= last or first >= copy.size_bytes:
            raise Refusal("range_wrong", "the copy has no such bytes", expected=copy.size_bytes)
        with self._room.database.read() as connection:
            standings.place_of(connection, self._room.tenant, device, copy.epoch)
        copy.touched_us = self._now_us()
        with copy.path.open("rb") as file:
            file.seek(first)
            body = file.read(min(last - first + 1, PART_MAX))
        return Part(body=body, first=first, size_bytes=copy.size_bytes)

    def drop(self, device: str, name: str) -> None:
        """Delete a till's copy; one that is not there is deleted already."""
        with self._lock:
            copy = self._live.get(name)
            if copy is None or copy.device != device:
                return
            del self._live[name]
        self._delete(copy)

    def sweep(self) -> None:
        """Delete the copies that nobody asked for in an hour."""
        before_us = self._now_us() - LIFE_US
        with self._lock:
            old = [copy for copy in self._live.values() if copy.touched_us < before_us]
        for copy in old:
            self.drop(copy.device, copy.name)

    def close(self) -> None:
        """End the work under way and delete everything."""
        with self._lock:
            copies, self._live = list(self._live.values()), {}
        for copy in copies:
            self._delete(copy)
        self._maker.shutdown()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _of(self, device: str, epoch: int, request: SnapshotRequest) -> _Copy | None:
        for copy in self._live.values():
            if (copy.device, copy.epoch, copy.request) == (device, epoch, request):
                return copy
        return None

    def _begin(self, device: str, request: SnapshotRequest, epoch: int, whole: int) -> _Copy:
        key, name = self._room.randomness(KEY_BYTES), self._room.randomness(8).hex()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = _Copy(
            name=name,
            path=self._folder / f"{name}.db",
            device=device,
            epoch=epoch,
            request=request,
            key=key,
            touched_us=self._now_us(),
            whole=whole,
        )
        # A till that asks in another epoch or with another key has no use for the one before.
        with self._lock:
            before = [copy for copy in self._live.values() if copy.device == device]
        for copy in before:
            self.drop(device, copy.name)
        with self._lock:
            if len(self._live) >= LIVE_MAX:
                raise Outage("server_busy", "other tills fetch copies", retry_after_s=RETRY_AFTER_S)
            self._live[name] = made
        self._maker.submit(self._make, made)
        return made

    def _make(self, copy: _Copy) -> None:
        def moved(count: int) -> None:
            copy.done += count
            if copy.ending.is_set():
                raise _EndError

        try:
            if copy.ending.is_set():
                return
            filling = Filling(copy.path, copy.key)
            try:
                with self._room.database.read() as connection:
                    tenant = self._tenant(connection)
                    at = copy_rows.standpoint(
                        connection,
                        tenant,
                        copy.device,
                        copy.epoch,
                        sealed_by=self._room.sealed_by,
                        now_us=self._now_us(),
                    )
                    room = self._room
                    copy_rows.fill(connection, filling, at, room.sealed_by, moved, seal=room.seal)
                filling.marks(
                    {
                        "cursor": at.mine.cursor,
                        "feed_epoch": tenant.feed_epoch,
                        "own_epoch": str(at.own.epoch),
                        "own_seq": str(at.own.seq),
                    }
                )
                filling.finish()
            except BaseException:
                filling.close()
                raise
            copy.at, copy.size_bytes = at, copy.path.stat().st_size
            copy.sha256 = _digest(copy.path)
        except _EndError:
            copy.path.unlink(missing_ok=True)
        except (LoyaltyError, OSError) as error:
            copy.path.unlink(missing_ok=True)
            copy.failed = True
            LOG.warning("a copy for a till was not made: %s", type(error).__name__)
        except Exception:
            copy.path.unlink(missing_ok=True)
            copy.failed = True
            LOG.exception("a copy for a till failed")

    def _reply(self, copy: _Copy) -> SnapshotReply:
        if not copy.sha256 or copy.at is None:
            return SnapshotReply(
                snapshot=copy.name,
                done=min(copy.done, copy.whole),
                whole=copy.whole,
                server_time_us=self._now_us(),
            )
        # A key pair of this one answer: nothing that is kept opens it later.
        private = self._room.randomness(KEY_BYTES)
        sealed = pairing.seal(
            private,
            bytes.fromhex(copy.request.sealing_key),
            self._room.randomness(pairing.NONCE_BYTES),
            copy.key,
            copy.name,
        )
        at = copy.at
        return SnapshotReply(
            snapshot=copy.name,
            ready=True,
            done=copy.whole,
            whole=copy.whole,
            size_bytes=copy.size_bytes,
            sha256=copy.sha256,
            sealed=sealed.hex(),
            sealing_key=pairing.sealing_public(private).hex(),
            format=FORMAT,
            mine=at.mine,
            server_time_us=self._now_us(),
        )

    def _none(self) -> SnapshotReply:
        return SnapshotReply(server_time_us=self._now_us())

    def _has_room(self, whole: int) -> bool:
        parent = self._folder.parent
        return shutil.disk_usage(parent).free > 2 * whole * BYTES_A_CHANGE

    def _delete(self, copy: _Copy) -> None:
        copy.ending.set()
        copy.path.unlink(missing_ok=True)

    def _tenant(self, connection: Connection) -> Tenant:
        found = tenants.read(connection, self._room.tenant)
        assert found is not None, "the books made their tenant"
        return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

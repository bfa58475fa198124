"""Fetches a copy of all members on a thread of its own, and brings it under the till's own key."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from loyalty.errors import Corrupt, LoyaltyError, Outage, Refusal
from storage import copied, keys
from storage.copied import Part, Wanted
from storage.filling import FORMAT
from storage.folder import Folder
from storage.keys import KeyStore
from sync import pairing
from sync.wire_snapshot import SnapshotReply, SnapshotRequest
from terminal.till.catching_up import FAILED, READY, WHOLE
from terminal.till.effects import DropMembers, FetchMembers
from terminal.till.messages import MembersMoved

POLL_S = 0.5
PART_BYTES = 4 * 1024 * 1024
TRIES = 5
MADE, FETCHED = 500, 700
"""How much of the whole is done when the server has made it, and when it is here, per mille."""


class Source(Protocol):
    """Where copies come from (`sync.client.Client`)."""

    def snapshot(self, request: SnapshotRequest, *, seq: int, head: str) -> SnapshotReply:
        """Ask for one, or how far it is."""
        ...

    def part(self, snapshot: str, first: int, last: int) -> bytes:
        """Give some of its bytes."""
        ...

    def drop(self, snapshot: str) -> None:
        """Let it be deleted."""
        ...

    def close(self) -> None:
        """Hang up."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Fetcher:
    """Fetches copies for one till; `post` hears how far it is, `stopping` ends the work."""

    source: Callable[[int], Source]
    folder: Folder
    store: KeyStore
    post: Callable[[MembersMoved], None]
    stopping: threading.Event

    def fetch(self, order: FetchMembers) -> None:
        """Fetch one; whatever goes wrong is a message."""
        try:
            source = self.source(order.epoch)
            with contextlib.closing(source):
                self._fetch(order, source)
        except LoyaltyError as error:
            if not self.stopping.is_set():
                self.post(MembersMoved(state=FAILED, code=error.code))

    def drop(self, order: DropMembers, epoch: int) -> None:
        """Delete what was fetched, and let the server do the same."""
        copied.forget(self.folder)
        for name in ("directory.part", "directory.part.json"):
            (self.folder.till / name).unlink(missing_ok=True)
        # Without a line the server deletes it by itself, in an hour.
        with contextlib.suppress(LoyaltyError), contextlib.closing(self.source(epoch)) as source:
            source.drop(order.name)

    def _fetch(self, order: FetchMembers, source: Source) -> None:
        sealing, own_key = self.store.get(keys.SEALING_SEED), self.store.get(keys.DATABASE)
        if sealing is None or own_key is None:
            raise Outage("keys_missing", "the keys of this till are not in the key store")
        request = SnapshotRequest(sealing_key=pairing.sealing_public(sealing).hex(), format=FORMAT)
        reply = self._made(order, source, request)
        part = Part(
            self.folder,
            Wanted(name=reply.snapshot, size_bytes=reply.size_bytes, sha256=reply.sha256),
        )
        try:
            self._fill(part, source)
        finally:
            part.close()
        if not part.is_sound():
            part.delete()
            source.drop(reply.snapshot)
            raise Outage("copy_broken", "the copy is not what the server made")
        key = pairing.unseal(
            sealing, bytes.fromhex(reply.sealing_key), bytes.fromhex(reply.sealed), reply.snapshot
        )
        try:
            copied.bring_under(self.folder, part.path, key, own_key, self._moved("preparing"))
        except Corrupt as error:
            raise Outage("copy_broken", "the copy does not open") from error
        erased = copied.erased(self.folder, own_key)
        self.post(MembersMoved(state=READY, permille=WHOLE, reply=reply, erased=erased))

    def _made(self, order: FetchMembers, source: Source, request: SnapshotRequest) -> SnapshotReply:
        """Wait until the server has made it."""
        moved = self._moved("making")
        while True:
            reply = source.snapshot(request, seq=order.seq, head=order.head)
            if not reply.snapshot or reply.format > FORMAT:
                raise Refusal("snapshot_none", "the server makes no copy for this till")
            if reply.ready:
                return reply
            moved(reply.done, max(reply.whole, 1))
            if self.stopping.wait(POLL_S):
                raise Outage("line_down", "the till ends")

    def _fill(self, part: Part, source: Source) -> None:
        moved, wanted = self._moved("fetching"), part.wanted
        while part.have_bytes < wanted.size_bytes:
            last = min(part.have_bytes + PART_BYTES, wanted.size_bytes) - 1
            part.add(self._piece(source, wanted.name, part.have_bytes, last))
            moved(part.have_bytes, wanted.size_bytes)

    def _piece(self, source: Source, name: str, first: int, last: int) -> bytes:
        """Ask for a piece until it comes: a line that is gone for some seconds changes nothing."""
        for wait_s in (*(POLL_S * 2**n for n in range(TRIES - 1)), 0.0):
            try:
                return source.part(name, first, last)
            except Outage:
                if not wait_s or self.stopping.wait(wait_s):
                    raise
        raise AssertionError("the last try raises")

    def _moved(self, state: str) -> Callable[[int, int], None]:
        first, last = {
            "making": (0, MADE),
            "fetching": (MADE, FETCHED),
            "preparing": (FETCHED, WHOLE),
        }[state]
        said = -10

        def moved(done: int, whole: int) -> None:
            nonlocal said
            if self.stopping.is_set():
                raise Outage("line_down", "the till ends")
            permille = first + (last - first) * min(done, whole) // whole
            if permille - said >= 10:  # noqa: PLR2004 - a whole per cent
                said = permille
                self.post(MembersMoved(state=state, permille=permille))

        return moved


class FetchThread:
    """Does it on a thread of its own, one order after the other."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._orders: queue.SimpleQueue[FetchMembers | DropMembers | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="copy", daemon=True)

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def put(self, order: FetchMembers | DropMembers) -> None:
        """Take an order."""
        self._orders.put(order)

    def stop(self) -> None:
        """End, in the middle of an order too: it goes on after the next start."""
        self._fetcher.stopping.set()
        self._orders.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        epoch = 0
        for order in self._until_stopped():
            if isinstance(order, FetchMembers):
                epoch = order.epoch
                self._fetcher.fetch(order)
            else:
                self._fetcher.drop(order, epoch)

    def _until_stopped(self) -> Iterator[FetchMembers | DropMembers]:
        while (order := self._orders.get()) is not None:
            yield order

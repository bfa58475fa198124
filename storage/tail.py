"""The newest events of a ledger, which a torn disk hurts first, however old the shop is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from loyalty.event import genesis, link
from storage import failures
from storage.records import Head, StoredEvent

EVENTS: Final = 50


def check(
    file: str, head: Head, events: Callable[[int, int, int], tuple[StoredEvent, ...]]
) -> None:
    """Rebuild the end of the chain from what is stored.

    `events` gives events by epoch, first seq and how many at most. Raises Corrupt
    `ledger_corrupt`.
    """
    first = max(head.seq - EVENTS, 1)
    before: bytes | None = genesis(head.device, head.epoch) if first == 1 else None
    for stored in events(head.epoch, first, EVENTS + 1):
        if before is not None and link(before, stored.raw) != stored.hash:
            raise failures.damaged(file, f"event {stored.seq} does not follow from before")
        before = stored.hash
    if head.seq > 0 and before != head.hash:
        raise failures.damaged(file, f"event {head.seq} is not where the chain ends")

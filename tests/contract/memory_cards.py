"""The events about cards, in plain dicts."""

from __future__ import annotations

from collections.abc import Mapping

from storage.records import Entry, StoredEvent


class MemoryCards:
    """What one ledger in memory says of cards."""

    def __init__(self, entries: Mapping[tuple[int, int], Entry]) -> None:
        self._entries = entries

    def of(self, kind: str) -> tuple[StoredEvent, ...]:
        """Give every event of a kind, oldest first."""
        return tuple(
            StoredEvent(epoch=epoch, seq=seq, raw=entry.raw, hash=entry.hash)
            for (epoch, seq), entry in sorted(self._entries.items())
            if entry.event.type == kind
        )

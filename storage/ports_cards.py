"""What the till asks of its ledger about the cards that were made here."""

from __future__ import annotations

from typing import Protocol

from storage.records import StoredEvent


class CardEvents(Protocol):
    """Events of the kinds `cards_issued` and `cards_printed`. Raises as storage.ports.Ledger."""

    def of(self, kind: str) -> tuple[StoredEvent, ...]:
        """Give every event of a kind, oldest first."""
        ...

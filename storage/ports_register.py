"""What the till asks of its ledger about the sales of a linked cash register."""

from __future__ import annotations

from typing import Protocol

from storage.records import Told


class RegisterSales(Protocol):
    """What a register told by its own numbers, so that telling it again changes nothing.

    An entry's `register` rows are kept in the transaction of its event. Raises what
    storage.ports.Ledger raises.
    """

    def find(self, kind: str, name: str) -> Told | None:
        """Give what was told under this number: `kind` is sale, refund or void."""
        ...

    def of_event(self, event_id: str) -> Told | None:
        """Give what an event was recorded for; None when no register told it."""
        ...

    def keep(self, told: Told) -> None:
        """Keep what was told, or replace it, in a durable transaction of its own."""
        ...

"""Several events in one go, as the ledger in memory takes them."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Protocol

from storage.records import Entry


class Commits(Protocol):
    """What takes one event."""

    def commit(self, entry: Entry) -> None:
        """Store an event."""
        ...


def together(ledger: Commits, entries: Sequence[Entry]) -> None:
    """Store events that follow one another, all of them or none."""
    tried = copy.deepcopy(ledger)
    for entry in entries:
        tried.commit(entry)
    vars(ledger).update(vars(tried))

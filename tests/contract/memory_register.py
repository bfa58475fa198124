"""What a cash register told, in plain dicts."""

from __future__ import annotations

from storage.records import Entry, Told
from storage.register_sales import of_entry


class MemoryRegister:
    """The register's sales of one ledger in memory."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], Told] = {}

    def find(self, kind: str, name: str) -> Told | None:
        """Give what was told under this number."""
        return self._told.get((kind, name))

    def of_event(self, event_id: str) -> Told | None:
        """Give what an event was recorded for."""
        found = (one for one in self._told.values() if one.event and one.event == event_id)
        return next(found, None)

    def keep(self, told: Told) -> None:
        """Keep what was told, or replace it."""
        self._told[told.kind, told.name] = told

    def commit(self, entry: Entry) -> None:
        """Keep what an entry says of it."""
        for told in entry.register:
            self.keep(told)
        for told in () if entry.register else of_entry(entry):
            self._told.setdefault((told.kind, told.name), told)

"""Which accounts and members go on as others, as the server said; all of them in memory.

They are few, and a sale asks for them several times.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.tables import redirect

ACCOUNT: Final = "account"
MEMBER: Final = "member"
_put = insert(redirect)
_PUT: Final = _put.on_conflict_do_update(
    index_elements=["kind", "key"], set_={"target": _put.excluded.target}
)
_ALL: Final = select(redirect.c.kind, redirect.c.key, redirect.c.target)
_FORGET: Final = delete(redirect)


class Redirects:
    """Reads and writes redirects. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._known: dict[str, dict[str, str]] = {ACCOUNT: {}, MEMBER: {}}
        self.read()

    def of(self, kind: str) -> Mapping[str, str]:
        """Give what goes on as what, one step each."""
        return self._known[kind]

    def put(self, kind: str, told: Mapping[str, str]) -> None:
        """Keep what the server told."""
        for key, target in told.items():
            self._db.run(_PUT, {"kind": kind, "key": key, "target": target})

    def forget(self) -> None:
        """Start from nothing."""
        self._db.run(_FORGET)

    def read(self) -> None:
        """Know what the file says; called after each transaction that may have changed it."""
        self._known = {ACCOUNT: {}, MEMBER: {}}
        for kind, key, target in self._db.all(_ALL):
            self._known[kind][key] = target

"""Members' PINs, kept alike in both files of a till; a visit PIN is a credential beside them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from sqlalchemy import MetaData, bindparam, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.people import People
from storage.records import VISIT_KINDS, Credential, Pin

_COLUMNS: Final = ("member_id", "version", "verifier", "pepper")


class _Statements:
    """What is asked about PINs in one file."""

    def __init__(self, metadata: MetaData) -> None:
        pin, credential = metadata.tables["pin"], metadata.tables["credential"]
        self.pin = select(*(pin.c[name] for name in _COLUMNS)).where(
            pin.c.member_id == bindparam("member_id")
        )
        statement = insert(pin)
        self.put = statement.on_conflict_do_update(
            index_elements=["member_id"],
            set_={name: statement.excluded[name] for name in _COLUMNS[1:]},
        )
        self.delete = delete(pin).where(pin.c.member_id == bindparam("of_member"))
        is_visit = or_(*(credential.c.kind == kind for kind in VISIT_KINDS))
        self.visits = select(credential.c.kind, credential.c.key, credential.c.member_id).where(
            credential.c.member_id == bindparam("member_id"), is_visit
        )
        self.delete_visits = delete(credential).where(
            credential.c.member_id == bindparam("of_member"), is_visit
        )


@cache
def _statements(metadata: MetaData) -> _Statements:
    return _Statements(metadata)


class Pins:
    """Reads and writes PINs in one file. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database, metadata: MetaData, people: People) -> None:
        self._db = database
        self._people = people
        self._ask = _statements(metadata)

    def get(self, member_id: str) -> Pin | None:
        """Give a member's PIN as this file knows it."""
        row = self._db.one(self._ask.pin, member_id=member_id)
        return Pin(**dict(zip(_COLUMNS, row, strict=True))) if row else None

    def put(self, pin: Pin) -> bool:
        """Keep a PIN; False when a newer version is there or the person was erased."""
        kept = self.get(pin.member_id)
        if self._people.is_erased(pin.member_id) or (kept and kept.version > pin.version):
            return False
        self._db.run(self._ask.put, {name: getattr(pin, name) for name in _COLUMNS})
        return True

    def visit(self, member_id: str) -> Credential | None:
        """Give what this file knows of a member's visit PIN."""
        row: tuple[Any, ...] | None = self._db.one(self._ask.visits, member_id=member_id)
        return Credential(kind=row[0], key=row[1], member_id=row[2]) if row else None

    def put_visit(self, credential: Credential) -> bool:
        """Let a visit PIN take the place of the member's older one; False for the erased.

        One with an empty key only takes the older one away.
        """
        if self._people.is_erased(credential.member_id):
            return False
        self.drop_visit(credential.member_id)
        if credential.key:
            self._people.put_credential(credential)
        return True

    def drop(self, member_id: str) -> None:
        """Forget a member's PIN."""
        self._db.run(self._ask.delete, {"of_member": member_id})

    def drop_visit(self, member_id: str) -> None:
        """Forget a member's visit PIN."""
        self._db.run(self._ask.delete_visits, {"of_member": member_id})

    def erase(self, member_ids: Iterable[str]) -> None:
        """Forget everything of these members."""
        for member_id in member_ids:
            self.drop(member_id)
            self.drop_visit(member_id)

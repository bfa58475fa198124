"""Members, credentials and personal data, kept alike in both files of a till."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import MetaData, bindparam, delete, func, select, text
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.names import Names
from storage.records import PHONE, SHOWN, Credential, Member, Person

_MEMBER: Final = ("member_id", "account", "number", "joined_day", "status")
_PERSON: Final = ("person_id", "version", "name", "phone", "email", "language", "birthday")
_END_OF_DIGITS: Final = ":"
"""The character after 9: the end of the range of texts that begin with some digits."""
PHONE_END_DIGITS: Final = 8
_PHONE_BACKWARDS: Final = " || ".join(
    f"substr(phone, -{place}, 1)" for place in range(1, PHONE_END_DIGITS + 1)
)
"""The very expression of the index `person_phone_backwards`."""


class _Statements:
    """What is asked about people in one file."""

    def __init__(self, metadata: MetaData) -> None:
        member, credential = metadata.tables["member"], metadata.tables["credential"]
        person, erased = metadata.tables["person"], metadata.tables["erased"]
        self.member = select(*(member.c[name] for name in _MEMBER))
        self.member_by_id = self.member.where(member.c.member_id == bindparam("member_id"))
        self.member_by_key = self.member.join(
            credential, credential.c.member_id == member.c.member_id
        ).where(credential.c.kind == bindparam("kind"), credential.c.key == bindparam("key"))
        # Ids only: they stand in the index, and each row would be another page to decrypt.
        self.members_ending = (
            select(member.c.member_id)
            .where(
                member.c.backwards != text("''"),
                member.c.backwards >= bindparam("low"),
                member.c.backwards < bindparam("high"),
            )
            .order_by(member.c.backwards)
            .limit(bindparam("limit"))
        )
        some = select(member.c.member_id).limit(bindparam("limit")).subquery()
        self.count = select(func.count()).select_from(some)
        self.joined = select(func.count()).where(member.c.joined_day == bindparam("day"))
        self.keys_between = (
            select(credential.c.key)
            .where(
                credential.c.kind == bindparam("kind"),
                credential.c.key >= bindparam("low"),
                credential.c.key <= bindparam("high"),
            )
            .order_by(credential.c.key)
            .limit(bindparam("limit"))
        )
        self.credentials = (
            select(credential.c.kind, credential.c.key, credential.c.member_id)
            .where(credential.c.member_id == bindparam("member_id"))
            .order_by(credential.c.kind, credential.c.key)
        )
        self.person = select(*(person.c[name] for name in (*_PERSON, "consents", "n"))).where(
            person.c.person_id == bindparam("person_id")
        )
        phoned = (
            f"SELECT person_id FROM person WHERE {_PHONE_BACKWARDS} <> ''"  # noqa: S608 - a constant
            f" AND {_PHONE_BACKWARDS} >= :low AND {_PHONE_BACKWARDS} < :high"
        )
        last = f" ORDER BY {_PHONE_BACKWARDS} LIMIT :limit"
        self.phoned = text(phoned + last)
        self.phoned_longer = text(f"{phoned} AND substr(phone, -:length) = :digits{last}")
        self.is_erased = select(erased.c.person_id).where(
            erased.c.person_id == bindparam("person_id")
        )
        self.put_member = _upsert(member, "member_id")
        self.put_credential = _upsert(credential, "kind", "key")
        self.put_person = _upsert(person, "n")
        self.delete_person = delete(person).where(person.c.n == bindparam("n"))
        self.put_erased = insert(erased).on_conflict_do_nothing()
        self.delete_phone = delete(credential).where(
            credential.c.member_id == bindparam("of_member"), credential.c.kind == PHONE
        )
        # What a card shows is no personal data; a phone's blind index is.
        self.delete_credentials = delete(credential).where(
            credential.c.member_id == bindparam("of_member"),
            *(credential.c.kind != bindparam(f"kept_{kind}") for kind in sorted(SHOWN)),
        )


@cache
def _statements(metadata: MetaData) -> _Statements:
    return _Statements(metadata)


class People:
    """Reads and writes people in one file. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database, metadata: MetaData) -> None:
        self._db = database
        self._names = Names(database)
        self._ask = _statements(metadata)

    def member(self, member_id: str) -> Member | None:
        """Find a member by id."""
        return _as_member(self._db.one(self._ask.member_by_id, member_id=member_id))

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member by credential."""
        return _as_member(self._db.one(self._ask.member_by_key, kind=kind, key=key))

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        if not digits.isdecimal():
            return ()
        low = digits[::-1]
        rows = self._db.all(
            self._ask.members_ending, low=low, high=low + _END_OF_DIGITS, limit=limit
        )
        return tuple(str(row[0]) for row in rows)

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        rows = self._db.all(self._ask.keys_between, kind=kind, low=low, high=high, limit=limit)
        return tuple(str(row[0]) for row in rows)

    def members_count(self, limit: int) -> int:
        """Count the members, but no further than `limit`."""
        row = self._db.one(self._ask.count, limit=limit)
        return int(row[0]) if row else 0

    def joined_on(self, day: str) -> int:
        """Count members that joined on a business date."""
        row = self._db.one(self._ask.joined, day=day)
        return int(row[0]) if row else 0

    def credentials_of(self, member_id: str) -> tuple[Credential, ...]:
        """Give what a member can show."""
        rows = self._db.all(self._ask.credentials, member_id=member_id)
        return tuple(Credential(kind=row[0], key=row[1], member_id=row[2]) for row in rows)

    def person(self, person_id: str) -> Person | None:
        """Find personal data."""
        row = self._db.one(self._ask.person, person_id=person_id)
        return _as_person(row) if row else None

    def named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these, in any order."""
        return self._names.find(words, limit)

    def phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        if not (digits.isascii() and digits.isdecimal()):
            return ()
        low = digits[: -PHONE_END_DIGITS - 1 : -1]
        rows = self._db.all(
            self._ask.phoned if low == digits[::-1] else self._ask.phoned_longer,
            low=low,
            high=low + _END_OF_DIGITS,
            length=len(digits),
            digits=digits,
            limit=limit,
        )
        return tuple(str(row[0]) for row in rows)

    def put_member(self, member: Member) -> None:
        """Keep a member; a newer row replaces an older one."""
        row = {name: getattr(member, name) for name in _MEMBER}
        self._db.run(self._ask.put_member, row | {"backwards": member.number[::-1]})

    def put_credential(self, credential: Credential) -> None:
        """Keep what a member can show, unless it is personal and the person was erased."""
        if credential.kind not in SHOWN and self.is_erased(credential.member_id):
            return
        row = {"kind": credential.kind, "key": credential.key, "member_id": credential.member_id}
        self._db.run(self._ask.put_credential, row)

    def put_person(self, person: Person) -> bool:
        """Keep personal data; False when a newer version is there or the person was erased.

        With another phone number nobody is found by the one before any more: what they are found
        by now comes after this.
        """
        old = self._db.one(self._ask.person, person_id=person.person_id)
        if self.is_erased(person.person_id) or (old and old[1] >= person.version):
            return False
        number = old[-1] if old else self._next_n()
        if old:
            self._names.remove(number, old[2])
            if old[3] != person.phone:
                self._db.run(self._ask.delete_phone, {"of_member": person.person_id})
        row: dict[str, Any] = {name: getattr(person, name) for name in _PERSON}
        row["consents"] = msgspec.json.encode(person.consents).decode()
        self._db.run(self._ask.put_person, row | {"n": number})
        self._names.add(number, person.name)
        return True

    def erase(self, person_ids: Iterable[str]) -> None:
        """Delete personal data for ever: the row, its words and what it is found by."""
        for person_id in person_ids:
            old = self._db.one(self._ask.person, person_id=person_id)
            if old:
                self._names.remove(old[-1], old[2])
                self._db.run(self._ask.delete_person, {"n": old[-1]})
            self._db.run(
                self._ask.delete_credentials,
                {"of_member": person_id, **{f"kept_{kind}": kind for kind in SHOWN}},
            )
            self._db.run(self._ask.put_erased, {"person_id": person_id})

    def is_erased(self, person_id: str) -> bool:
        """Say whether this person asked to be forgotten."""
        return self._db.one(self._ask.is_erased, person_id=person_id) is not None

    def _next_n(self) -> int:
        row = self._db.sql("SELECT coalesce(max(n), 0) + 1 FROM person")[0]
        return int(row[0])


def _upsert(table: Any, *key: str) -> Any:
    statement = insert(table)
    names = [column.name for column in table.columns if column.name not in key]
    others = {name: statement.excluded[name] for name in names}
    return statement.on_conflict_do_update(index_elements=list(key), set_=others)


def _as_member(row: tuple[Any, ...] | None) -> Member | None:
    return Member(**dict(zip(_MEMBER, row, strict=True))) if row else None


def _as_person(row: tuple[Any, ...]) -> Person:
    fields = dict(zip(_PERSON, row, strict=False))
    return Person(**fields, consents=msgspec.json.decode(row[-2], type=dict[str, str]))

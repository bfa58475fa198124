"""Members and personal data in plain dicts, for both in-memory stores."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from storage.records import PHONE, SHOWN, Credential, Member, Person


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        character if character.isalnum() else " "
        for character in plain
        if not unicodedata.combining(character)
    )
    return kept.split()


class MemoryPeople:
    """Members, credentials and personal data."""

    def __init__(self) -> None:
        self.members: dict[str, Member] = {}
        self.credentials: dict[tuple[str, str], Credential] = {}
        self.persons: dict[str, Person] = {}
        self.erased: set[str] = set()

    def put_member(self, member: Member) -> None:
        """Keep a member."""
        self.members[member.member_id] = member

    def put_credential(self, credential: Credential) -> None:
        """Keep what a member can show, unless it is personal and the person was erased."""
        if credential.kind in SHOWN or credential.member_id not in self.erased:
            self.credentials[credential.kind, credential.key] = credential

    def put_person(self, person: Person) -> bool:
        """Keep personal data; False when a newer version is there or the person was erased."""
        old = self.persons.get(person.person_id)
        if person.person_id in self.erased or (old and old.version >= person.version):
            return False
        if old and old.phone != person.phone:
            for key, credential in list(self.credentials.items()):
                if credential.kind == PHONE and credential.member_id == person.person_id:
                    del self.credentials[key]
        self.persons[person.person_id] = person
        return True

    def erase(self, person_ids: Iterable[str]) -> None:
        """Delete personal data for ever."""
        for person_id in person_ids:
            self.persons.pop(person_id, None)
            self.erased.add(person_id)
            for key, credential in list(self.credentials.items()):
                if credential.member_id == person_id and credential.kind not in SHOWN:
                    del self.credentials[key]

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member by credential."""
        credential = self.credentials.get((kind, key))
        return self.members.get(credential.member_id) if credential else None

    def named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these."""
        wanted = _words(words)
        found = [
            person.person_id
            for person in self.persons.values()
            if wanted and all(any(w.startswith(x) for w in _words(person.name)) for x in wanted)
        ]
        return tuple(found[:limit])

    def phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        if not (digits.isascii() and digits.isdecimal()):
            return ()
        found = [person for person in self.persons.values() if person.phone.endswith(digits)]
        found.sort(key=lambda person: person.phone[::-1])
        return tuple(person.person_id for person in found[:limit])

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        found = sorted(key for of, key in self.credentials if of == kind and low <= key <= high)
        return tuple(found[:limit])

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        if not digits.isdecimal():
            return ()
        found = [m for m in self.members.values() if m.number.endswith(digits)]
        found.sort(key=lambda member: member.number[::-1])
        return tuple(member.member_id for member in found[:limit])

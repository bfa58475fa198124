"""Fills a server's books with members, through its own tables: `bootstrap_fill.py FOLDER SIZE`."""

from __future__ import annotations

import hashlib
import secrets
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec

from server.books import Books
from server.boot import Shop, open_books
from storage.keys import FileKeyStore
from storage.records import CARD, PHONE, Credential, Member
from storage.server import changes, members, people, purses
from storage.server.changes import Change
from storage.server.people import PlainPerson
from storage.server.purses import Balance
from tests.server.shop import PROGRAMME

CHUNK: Final = 5_000
EVERY_PERSON: Final = 5
NAMED_OF_FIVE: Final = 3
"""Three of five members gave a name and a phone, as in the bench of looking up."""


def books_of(folder: Path) -> Books:
    """Open a server's books, as the process of the tests does."""
    return open_books(
        folder,
        FileKeyStore(folder / "keys"),
        Shop(issuer="0000", zone="UTC", programmes=(PROGRAMME,)),
        now_us=time.time_ns() // 1_000,
        randomness=secrets.token_bytes,
    )


def fill(folder: Path, size: int) -> None:
    """Add so many members, each with a card and points, three of five with name and phone."""
    with closing(books_of(folder)) as books:
        for first in range(0, size, CHUNK):
            _add(books, range(first, min(first + CHUNK, size)))


def _add(books: Books, numbers: range) -> None:
    room = books.copy_room()
    known = [_member(n) for n in numbers]
    named = [n for n in numbers if n % EVERY_PERSON < NAMED_OF_FIVE]
    sealed = room.sealed_by.keys.seal(room.tenant, [_person(n) for n in named])
    shown = [Credential(kind=CARD, key=one.number, member_id=one.member_id) for one in known]
    shown += [Credential(kind=PHONE, key=_digest(f"p{n}")[:32], member_id=_name(n)) for n in named]
    told = [Change(kind=changes.ACCOUNT, key=one.account) for one in known]
    told += [Change(kind=changes.MEMBER, key=one.member_id) for one in known]
    told += [Change(kind=changes.PERSON, key=_name(n)) for n in named]
    with room.database.write() as connection:
        members.save(connection, room.tenant, known)
        members.save_credentials(connection, room.tenant, shown)
        people.save(connection, room.tenant, sealed)
        purses.save_balances(
            connection,
            room.tenant,
            [
                Balance(account=one.account, unit=unit, balance=amount, owed=0)
                for one in known
                for unit, amount in (("points", 70), ("stamp:coffee", 4), ("visits", 12))
            ],
        )
        first = changes.take(connection, room.tenant, len(told))
        changes.store(connection, room.tenant, told, first)


def _name(n: int) -> str:
    return f"01976c3e-{n >> 16:04x}-7{n & 4095:03x}-8{n * 40503 & 4095:03x}-{n:012x}"


def _member(n: int) -> Member:
    account, number = _digest(f"a{n}")[:32], f"9{n:015d}"
    return Member(member_id=_name(n), account=account, number=number, joined_day="2026-11-22")


def _person(n: int) -> PlainPerson:
    fields = {"name": f"{_digest(f'f{n % 400}')[:6]} {_digest(f's{n % 4_000}')[:9]}"}
    fields |= {"phone": f"+316{n * 61_803_399 % 10**8:08d}", "language": "nl"}
    plain = msgspec.json.encode({"fields": fields, "consents": {}})
    return PlainPerson(person_id=_name(n), version=1, plain=plain)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))

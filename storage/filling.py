"""Writes a whole directory.db at once: what a new till would pull, in the shape that it keeps.

The file is nobody's before it is whole: it has no journal, and whoever makes it deletes it when
anything goes wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.sql import ClauseElement

from storage import issued, migrate
from storage.database import Database, Row
from storage.migrations import DIRECTORY_STEPS
from storage.records import Credential, Member, Page, Person, ServerStanding
from storage.redirects import ACCOUNT, MEMBER
from storage.tables import DIRECTORY

FORMAT: Final = DIRECTORY_STEPS[-1].version
"""The version of the file that this program makes and reads."""
CACHE_KB: Final = 48 * 1024
"""Rows come in no order of the indexes; what does not fit is written and read again."""
_PRAGMAS: Final = ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON")
"""SQLite leaves a page out that was freed before it was ever written, unless it deletes securely;
SQLCipher cannot read such a hole, and whoever copies the file gets damage after it."""
_WORDS: Final = text("INSERT INTO person_word (rowid, name) VALUES (:n, :name)")


def _put(table: str) -> ClauseElement:
    return insert(DIRECTORY.tables[table]).prefix_with("OR REPLACE")


_NAMES: Final = (
    *("standing", "member", "credential", "person", "erased", "pin", "phone_key"),
    *("programme", "redirect", "meta", "device", "refund_answer"),
)
_TABLES: Final = {
    name: (_put(name), tuple(column.name for column in DIRECTORY.tables[name].columns))
    for name in _NAMES
}


class Filling:
    """A file that is being written; used by one thread."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Begin a new file under a raw 256-bit key, in the place of any that was there."""
        path.unlink(missing_ok=True)
        self._db = Database(path, key, file="directory")
        try:
            migrate.upgrade(self._db, DIRECTORY_STEPS, key)
            for pragma in (*_PRAGMAS, f"cache_size = -{CACHE_KB}"):
                self._db.sql(f"PRAGMA {pragma}")
            self._db.sql("BEGIN")
        except BaseException:
            self._db.close()
            raise
        self._people = 0
        self._programmes = 0

    def standings(self, rows: Sequence[ServerStanding]) -> None:
        """Add where accounts stand."""
        self._add("standing", [_standing(row) for row in rows])

    def page(self, page: Page) -> None:
        """Add everything else of a page; of two rows with one key the later one stays."""
        self._add("member", [_member(row) for row in page.members])
        shown = [*page.credentials, *(row for row in page.visit_pins if row.key)]
        self._add("credential", [_credential(row) for row in shown])
        self._add_people(page.people)
        self._add(
            "pin", [(row.member_id, row.version, row.verifier, row.pepper) for row in page.pins]
        )
        self._add("erased", [(person_id,) for person_id in page.erased])
        self._add("device", [(one.device, one.name, one.public) for one in page.devices])
        self._add(
            "refund_answer",
            [
                (one.wish, one.sale, one.state, one.reason, one.money_minor)
                for one in page.refund_answers
            ],
        )
        self._add("phone_key", [(key.key_id, key.public, key.last_step) for key in page.phone_keys])
        self._add_programmes(page.programmes)
        for kind, told in ((ACCOUNT, page.redirects), (MEMBER, page.merged)):
            self._add("redirect", [(kind, key, target) for key, target in told.items()])
        for name, value in page.settings.items():
            if issued.is_batch(name):
                self._add(
                    "credential", [_credential(row) for row in issued.credentials(name, value)]
                )
            else:
                self.marks({f"shop/{name}": value})

    def marks(self, values: Mapping[str, str]) -> None:
        """Note something about the whole file: its place in the feed, a setting of the shop."""
        self._add("meta", list(values.items()))

    def finish(self) -> None:
        """Close the file, whole."""
        self._db.sql("COMMIT")
        self._db.close()

    def close(self) -> None:
        """Give the file up; it is to be deleted."""
        self._db.close()

    def _add(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            self._db.run_rows(*_TABLES[table], rows)

    def _add_people(self, people: Sequence[Person]) -> None:
        if not people:
            return
        first = self._people + 1
        self._people += len(people)
        self._add("person", [_person(n, person) for n, person in enumerate(people, first)])
        words = [(n, person.name) for n, person in enumerate(people, first)]
        self._db.run_rows(_WORDS, ("n", "name"), words)

    def _add_programmes(self, documents: Sequence[bytes]) -> None:
        rows: list[Row] = []
        for raw in documents:
            self._programmes += 1
            rows.append((hashlib.sha256(raw).digest(), self._programmes, raw))
        self._add("programme", rows)


def _standing(row: ServerStanding) -> Row:
    figures = {"balance": row.balance, "owed": row.owed, "counters": row.counters}
    written = msgspec.json.encode(figures).decode()
    return (row.account, row.position, row.own.epoch, row.own.seq, written)


def _member(row: Member) -> Row:
    number = row.number
    return (row.member_id, row.account, number, number[::-1], row.joined_day, row.status)


def _credential(row: Credential) -> Row:
    return (row.kind, row.key, row.member_id)


def _person(n: int, row: Person) -> Row:
    consents = msgspec.json.encode(row.consents).decode()
    known = (row.name, row.phone, row.email, row.language, row.birthday)
    return (n, row.person_id, row.version, *known, consents)

"""Finds people by what the words of their names begin with, however many people there are."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sqlalchemy import text

from storage.database import Database

BEGINNING_MAX: Final = 8
"""The index knows every word's first one to eight letters (storage/migrations/people_0002.py)."""
ASKED_MAX: Final = 2
TRIED_MAX: Final = 12
_ASCII_WORD: Final = re.compile("[a-z0-9]+")
_ACCENTS: Final = frozenset(map(chr, range(0x300, 0x332)))
"""What the index leaves out of a word; other marks end it."""

# Rows come in the order of the index itself: ordered by anything else, SQLite would first
# collect everybody who matches.
_FIND: Final = text(
    "SELECT person.person_id, person.name FROM person_word"
    " JOIN person ON person.n = person_word.rowid"
    " WHERE person_word MATCH :words ORDER BY person_word.rowid LIMIT :limit"
)
_ADD: Final = text("INSERT INTO person_word (rowid, name) VALUES (:n, :name)")
_REMOVE: Final = text(
    "INSERT INTO person_word (person_word, rowid, name) VALUES ('delete', :n, :name)"
)


class Names:
    """The index of names in one file. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, n: int, name: str) -> None:
        """Index the words of a name."""
        self._db.run(_ADD, {"n": n, "name": name})

    def remove(self, n: int, name: str) -> None:
        """Take the words of a name out; it has to be the very name that was added."""
        self._db.run(_REMOVE, {"n": n, "name": name})

    def find(self, typed: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose names have words that begin like these, in any order.

        What the index is asked for are the two longest words as far as it knows beginnings:
        those it reads one by one until there are enough. The rest is looked for in the names
        that come; only when it is rare among them is everything asked for as it stands, and
        then few have it.
        """
        wanted = words(typed)
        if not wanted:
            return ()
        longest = sorted((word[:BEGINNING_MAX] for word in wanted), key=len)[-ASKED_MAX:]
        if sorted(longest) == sorted(wanted):
            return tuple(row[0] for row in self._matching(wanted, limit))
        most = max(limit, TRIED_MAX)
        tried = self._matching(longest, most)
        kept = [row[0] for row in tried if _begin(words(row[1]), wanted)]
        if len(kept) < limit and len(tried) == most:
            kept = [row[0] for row in self._matching(wanted, limit)]
        return tuple(kept[:limit])

    def _matching(self, wanted: list[str], limit: int) -> list[tuple[str, str]]:
        match = " ".join(f'"{word}"*' for word in wanted)
        return [(row[0], row[1]) for row in self._db.all(_FIND, words=match, limit=limit)]


def words(typed: str) -> list[str]:
    """Give the words of a text in small letters without accents, as the index cuts them.

    Letters that are younger than Unicode 3.2 count as spaces: the index may not know them, and
    a word that it would cut in two is no question that it takes.
    """
    if typed.isascii():
        return _ASCII_WORD.findall(typed.lower())
    apart = unicodedata.normalize("NFD", typed.lower())
    bare = "".join(character for character in apart if character not in _ACCENTS)
    whole = unicodedata.normalize("NFC", bare)
    return "".join(one if _is_letter(one) else " " for one in whole).split()


def _is_letter(character: str) -> bool:
    return unicodedata.ucd_3_2_0.category(character)[0] in "LN"


def _begin(having: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(one) for word in having) for one in wanted)

"""Fills a till's directory with as many members as a bench wants, through its own tables."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from loyalty import ids
from storage.directory import SqlDirectory

KEY: Final = bytes(range(32))
TENANT_KEY: Final = bytes(range(32, 64))
SLOTS: Final = 10_000
SURNAMES: Final = 4_000
FIRST_NAMES: Final = (
    "Anna Maria Johan Jan Noor Emma Elisabeth Peter Sofie Mohammed Lotte Daan Ingrid Lars Karin"
    " Johannes Sara Thomas Fatima Willem Julia Erik Eva Pieter Christina Hendrik Astrid Gabriel"
    " Yusuf Margaretha Olaf Beatriz Rosa Hugo Amira Christian Femke Tobias Zoe Quinten Ursula"
    " Xander Vera Ibrahim Nils Carla Dirk Leonie Annabel Rui"
)
STARTS: Final = "Ba Be Bo Da De Ha He Ho Ja Ka Kro La Li Ma Me Mu Na Ni Pa Pe Ro Ra Scha Sa Ti Va"
MIDDLES: Final = "ke la ma ne ri ro sse ta ve lde nde rma"
TAILS: Final = ("a", "ina", "ke", "lino", "sha", "ton", "vin", "wald")
ENDINGS: Final = "n r s berg dijk man sen ström ma veld"

SAMPLED_EACH: Final = 20
"""Every so many members are looked up; theirs is the phone's real blind index, and the others
have random ones, which nobody can tell apart without the key."""

_MEMBER: Final = """
    INSERT INTO member (member_id, account, number, backwards, joined_day, status)
    WITH RECURSIVE one(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM one WHERE i < :size),
    drawn AS (SELECT i, 90000000000000 + (i * 618033989) % 1000000000 AS begins FROM one),
    numbered AS (SELECT i, cast(begins * 100 + 98 - (begins * 100) % 97 AS TEXT) AS number
        FROM drawn)
    SELECT printf('01976c3e-%04x-7%03x-8%03x-%012x', i >> 16, i & 4095, (i * 40503) & 4095, i),
        lower(hex(randomblob(16))), number, backwards(number), '2026-11-22', 'active'
    FROM numbered
"""
_PERSON: Final = """
    INSERT INTO person (n, person_id, version, name, phone, email, language, birthday, consents)
    SELECT n, member_id, 1, first_name.name || surname.name,
        '+316' || printf('%08d', (n * 61803399) % 100000000), '', 'nl', '', '{"news":""}'
    FROM (SELECT row_number() OVER (ORDER BY member_id) AS n, member_id FROM member)
    CROSS JOIN first_name ON first_name.slot = (n * 7919) % 10000
    CROSS JOIN surname ON surname.slot = (n * 104729 / 17) % 10000
    WHERE n % 5 < 3
"""
_CARDS: Final = """
    INSERT INTO credential (kind, key, member_id)
    SELECT 'card', number, member_id FROM member ORDER BY number
"""
_PHONES: Final = """
    INSERT INTO credential (kind, key, member_id)
    SELECT 'phone', CASE n % 20 WHEN 0 THEN blind_of(phone) ELSE lower(hex(randomblob(16))) END,
        person_id
    FROM person ORDER BY 2
"""
_STANDINGS: Final = """
    INSERT INTO standing (account, position, own_epoch, own_seq, figures)
    SELECT account, 1, 1, 0, printf('{"balance":{"points":%d,"stamp:coffee":%d},"owed":{},'
        || '"counters":{"spend":%d,"visits":%d,"carry:base/100":%d}}',
        unicode(account) * 7, unicode(account) % 10, unicode(account) * 900, 12, 40)
    FROM member ORDER BY account
"""


def fill(path: Path, size: int) -> None:
    """Make a directory with `size` members, each with a card, a phone, a name and a standing.

    It is written as a database is loaded: in one transaction, in the order of each table, with
    the indexes built at the end by the very statements that the migrations made them with.
    """
    SqlDirectory(path, KEY).close()
    with closing(_opened(path)) as connection:
        run = connection.execute
        run("BEGIN")
        indexes = dict(
            run("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
        )
        for name in indexes:
            run(f"DROP INDEX {name}")
        for table, names in (("first_name", _first_names()), ("surname", _surnames())):
            run(f"CREATE TEMP TABLE {table} (slot INTEGER PRIMARY KEY, name TEXT)")
            connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", enumerate(names))  # noqa: S608
        run(_MEMBER, {"size": size})
        # Standings are read off the index of accounts, in its order.
        first, others = indexes["member_account"], indexes.values()
        for statement in (first, _PERSON, _CARDS, _PHONES, _STANDINGS):
            run(statement)
        for statement in others:
            if statement is not first:
                run(statement)
        run("INSERT INTO person_word (person_word) VALUES ('rebuild')")
        run("COMMIT")


def _opened(path: Path) -> dbapi2.Connection:
    connection = dbapi2.connect(str(path), isolation_level=None)
    for pragma in (
        f"key = \"x'{KEY.hex()}'\"",
        "journal_mode = OFF",
        "synchronous = OFF",
        "temp_store = MEMORY",
        "threads = 2",
        "cache_size = -1000000",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.create_function("backwards", 1, lambda number: number[::-1])
    connection.create_function("blind_of", 1, lambda phone: ids.blind_phone(TENANT_KEY, phone))
    return connection


def _first_names() -> list[str]:
    plain = FIRST_NAMES.split()
    made = [f"{name[:3]}{tail}" for name in plain for tail in TAILS]
    return _shared([*plain, *made])


def _surnames() -> list[str]:
    made = [
        f"{start}{middle}{other}{end}"
        for end in ENDINGS.split()
        for other in ("", *MIDDLES.split())
        for middle in MIDDLES.split()
        for start in STARTS.split()
    ]
    step = 7_919
    plain = [made[at * step % len(made)] for at in range(SURNAMES)]
    before = (" ", " ", " ", " de ", " ", " ", " van den ")
    return _shared([f"{before[at % len(before)]}{name}" for at, name in enumerate(plain)])


def _shared(names: list[str]) -> list[str]:
    """Deal the slots out as names are: a few have many, most have few."""
    weights = [1 / (rank + 10) for rank in range(len(names))]
    total = sum(weights)
    dealt: list[str] = []
    for name, weight in zip(names, weights, strict=True):
        dealt.extend([name] * max(1, round(SLOTS * weight / total)))
    return [dealt[at * 4_999 % len(dealt)] for at in range(SLOTS)]


if __name__ == "__main__":
    fill(Path(sys.argv[1]), int(sys.argv[2]))

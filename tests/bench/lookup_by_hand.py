"""The baseline of the lookup bench: plain SQL, as somebody would write it who knows the tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from loyalty import ids
from tests.bench.lookup_fill import KEY, TENANT_KEY

WHOLE_LIST: Final = "last_four_all_rows"
"""Where everybody on a list of nine stands, which is drawn and no single lookup: no goal."""
Look = Callable[[str], object]


class ByHand:
    """The baseline: plain SQL with joins through the same driver, key, pragmas and indexes."""

    _BY_KEY: Final = "SELECT member_id FROM credential WHERE kind = ? AND key = ?"
    _BY_END: Final = (
        "SELECT member_id FROM member WHERE backwards <> '' AND backwards >= ? AND backwards < ?"
        " ORDER BY backwards LIMIT 9"
    )
    _BY_PHONE_END: Final = (
        "SELECT person_id FROM person WHERE {end} <> '' AND {end} >= ? AND {end} < ?"
        " ORDER BY {end} LIMIT 9"
    ).replace("{end}", " || ".join(f"substr(phone, -{place}, 1)" for place in range(1, 9)))
    _BY_NAME: Final = (
        "SELECT person_id FROM person_word JOIN person ON n = person_word.rowid"
        " WHERE person_word MATCH ? ORDER BY person_word.rowid LIMIT 9"
    )
    _FIGURES: Final = (
        "SELECT account, figures, own_epoch, own_seq FROM member JOIN standing USING (account)"
        " WHERE member_id = ?"
    )
    _OWN: Final = (
        "SELECT unit, sum(delta) FROM (SELECT unit, amount AS delta FROM posting WHERE given_to = ?"
        " AND (epoch, seq) > (?, ?) UNION ALL SELECT unit, -amount FROM posting"
        " WHERE taken_from = ? AND (epoch, seq) > (?, ?)) GROUP BY unit"
    )
    _HELD: Final = "SELECT unit, lot, amount FROM held WHERE account = ?"

    def __init__(self, folder: Path) -> None:
        self._directory = _connected(folder / "directory.db")
        self._ledger = _connected(folder / "ledger.db")

    def look(self, name: str) -> Look:
        """Give the way from what is shown to figures; of a list, its first row's."""
        ways: dict[str, Look] = {
            "card": lambda shown: self._first(self._BY_KEY, "card", shown),
            "phone": lambda shown: self._first(
                self._BY_KEY, "phone", ids.blind_phone(TENANT_KEY, shown)
            ),
            "member_id": self._standing,
            "last_four": lambda shown: self._first(self._BY_END, *_range(shown)),
            "phone_end": lambda shown: self._first(self._BY_PHONE_END, *_range(shown)),
            "name": lambda shown: self._first(
                self._BY_NAME, " ".join(f'"{word}"*' for word in shown.split())
            ),
            WHOLE_LIST: lambda shown: [
                self._standing(row[0]) for row in self._found(self._BY_END, *_range(shown))
            ],
        }
        return ways[name]

    def _found(self, statement: str, *values: str) -> list[tuple[str]]:
        rows: list[tuple[str]] = self._directory.execute(statement, values).fetchall()
        return rows

    def _first(self, statement: str, *values: str) -> tuple[str, dict[str, Any]]:
        return self._standing(self._found(statement, *values)[0][0])

    def _standing(self, member_id: str) -> tuple[str, dict[str, Any]]:
        (row,) = self._directory.execute(self._FIGURES, (member_id,)).fetchall()
        account, raw, epoch, seq = row
        figures = json.loads(raw)
        since = (account, epoch, seq)
        for unit, delta in self._ledger.execute(self._OWN, since * 2).fetchall():
            kind = "balance" if unit == "points" else "counters"
            figures[kind][unit] = figures[kind].get(unit, 0) + delta
        figures["held"] = self._ledger.execute(self._HELD, (account,)).fetchall()
        return account, figures

    def close(self) -> None:
        """Close both files."""
        self._directory.close()
        self._ledger.close()


def _range(digits: str) -> tuple[str, str]:
    return digits[::-1], digits[::-1] + ":"


def _connected(path: Path) -> dbapi2.Connection:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    return connection

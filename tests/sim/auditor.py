"""Reads the server's tables through a connection of its own and rebuilds them from the events."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2

from loyalty.event import Posting, decode, genesis, link
from server.work import SERVER
from tests.sim.faults import need
from tests.sim.truth import Key, Purse, TillTruth, is_counter

EVENTS = (
    "SELECT device, epoch, seq, position, event_id, type, outcome, raw, hash FROM events "
    "WHERE position > ? ORDER BY position"
)
HEADS = "SELECT device, epoch, acked_seq, head FROM epochs"
BALANCES = "SELECT account, unit, balance, owed FROM balances"
RIGHTS = "SELECT account, unit, holder, lot, amount FROM rights"
CHANGES = "SELECT key, position FROM changes WHERE kind = 'account' AND position > ?"


class Row(NamedTuple):
    """An event as it lies in the server's table."""

    device: str
    epoch: int
    seq: int
    position: int
    event_id: str
    type: str
    outcome: str
    raw: bytes
    hash: bytes


class Told(NamedTuple):
    """An account at one position of the feed: figures, and which own events are in them."""

    figures: dict[str, int]
    acked: dict[str, int]


class Given(NamedTuple):
    """A grant as the server's own event tells it."""

    device: str
    account: str
    lots: dict[Key, int]


class Auditor:
    """Knows what the server's disk says, and that it is what the tills really did."""

    def __init__(self, path: Path, key: bytes, tills: dict[str, TillTruth]) -> None:
        self._tills = tills
        self._connection = dbapi2.connect(str(path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        self._position = 0
        self._told_position = 0
        self._ids: set[str] = set()
        self._book: Counter[Key] = Counter()
        self._heads: dict[str, tuple[int, bytes]] = {}
        self.acked: dict[str, int] = dict.fromkeys(tills, 0)
        self.balances: dict[Key, int] = {}
        self.owed: dict[Key, int] = {}
        self.held: dict[tuple[str, str], Counter[Key]] = {}
        self.grants: dict[str, Given] = {}
        self.told: dict[str, dict[int, Told]] = defaultdict(dict)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def look(self) -> set[str]:
        """Check what a transaction changed; give the accounts that it touched."""
        touched = {
            account
            for row in self._all(EVENTS, self._position)
            for account in self._event(Row(*row))
        }
        self._check_heads()
        self._check_figures()
        for account, position in self._all(CHANGES, self._told_position):
            figures = {unit: n for (name, unit), n in self.balances.items() if name == account}
            self.told[account][position] = Told(figures, dict(self.acked))
            touched.add(account)
            self._told_position = max(self._told_position, position)
        return touched

    def check_rights(self, purses: dict[Key, Purse]) -> None:
        """Balance == free + held - owed, nothing below zero, and owed is explained."""
        rights: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        self.held = defaultdict(Counter)
        for account, unit, holder, lot, amount in self._all(RIGHTS):
            need(amount >= 0, "negative", "right", account, unit, holder, lot, amount)
            rights[account, unit][holder] += amount
            self.held[account, holder][unit, lot] += amount
        for key in self.balances.keys() | rights.keys():
            if is_counter(key[1]):
                continue
            balance, owed = self.balances.get(key, 0), self.owed.get(key, 0)
            free, all_of = rights[key][""], rights[key].total()
            found = (*key, "balance", balance, "free", free, "held", all_of - free, "owed", owed)
            need(balance == all_of - owed, "identity", *found)
            need(owed >= 0, "negative", *found)
            need(not (owed and free), "free_and_owed", *found)
            purse = purses.get(key, Purse())
            need(owed <= purse.taken_back, "owed_unexplained", *found, purse)

    def _event(self, row: Row) -> set[str]:
        where = f"{row.device}.{row.epoch} event {row.seq}"
        self._position = row.position
        last, previous = self._heads.get(row.device, (0, genesis(row.device, row.epoch)))
        need(row.seq == last + 1, "chain", where, "follows", last)
        need(link(previous, row.raw) == row.hash, "chain", where, "has another hash")
        self._heads[row.device] = (row.seq, row.hash)
        need(row.event_id not in self._ids, "booked_twice", where, row.event_id)
        self._ids.add(row.event_id)
        need(row.outcome == "created", "set_aside", where, row.outcome, row.type)
        if row.device == SERVER:
            return self._own(row.event_id, row.type, decode(row.raw).postings)
        truth = self._tills[row.device]
        need(row.seq <= len(truth.events), "from_nowhere", where)
        made = truth.events[row.seq - 1]
        need((made.raw, made.hash) == (row.raw, row.hash), "altered", where)
        self.acked[row.device] = row.seq
        self._book.update(made.deltas)
        return {made.account}

    def _own(self, event_id: str, kind: str, postings: tuple[Posting, ...]) -> set[str]:
        need(kind in ("grant", "home"), "server_acts", kind)
        if kind == "home":
            need(not postings, "home_moves", event_id)
            return set()
        lots: Counter[Key] = Counter()
        account = device = ""
        for posting in postings:
            _, account, _, holder = posting.credit.split(":")
            device = holder.rpartition(".")[0]
            lots[posting.unit, posting.lot] += posting.amount
        self.grants[event_id] = Given(device, account, dict(lots))
        return {account}

    def _check_heads(self) -> None:
        for device, epoch, acked, head in self._all(HEADS):
            last = self._heads.get(device, (0, genesis(device, epoch)))
            need((acked, head) == last, "head", device, "is kept at", acked, "ends at", last[0])

    def _check_figures(self) -> None:
        self.balances, self.owed = {}, {}
        for account, unit, balance, owed in self._all(BALANCES):
            self.balances[account, unit] = balance
            self.owed[account, unit] = owed
        for key in self.balances.keys() | self._book.keys():
            stored, rebuilt = self.balances.get(key, 0), self._book[key]
            need(
                stored == rebuilt,
                "money",
                f"{key}: the server has {stored}, the tills did {rebuilt}",
            )

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._connection.execute(sql, values).fetchall()
        return found


def rebuilt(sums: list[dict[str, int]]) -> dict[str, int]:
    """Add figures up and leave out what came to nothing."""
    total: Counter[str] = Counter()
    for figures in sums:
        for unit, amount in figures.items():
            total[unit] += amount
    return {unit: amount for unit, amount in total.items() if amount}

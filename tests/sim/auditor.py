"""Reads the server's tables through a connection of its own and rebuilds them from the events."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2

from loyalty.event import Posting, decode, genesis, link
from server.work import SERVER
from tests.sim.faults import need
from tests.sim.truth import Key, Purse, ShopTruth, TillTruth, effects_of, is_counter

EVENTS = (
    "SELECT device, epoch, seq, position, event_id, type, outcome, raw, hash FROM events "
    "WHERE position > ? ORDER BY position"
)
HEADS = "SELECT device, epoch, acked_seq, head FROM epochs"
BALANCES = "SELECT account, unit, balance, owed FROM balances"
RIGHTS = "SELECT account, unit, holder, lot, amount FROM rights"
OF_SOME = " WHERE account IN (SELECT value FROM json_each(?))"
CHANGES = "SELECT key, position FROM changes WHERE kind = 'account' AND position > ?"

OWN_KINDS = frozenset(
    {
        "adjust",
        "counters_joined",
        "benefit",
        "erased",
        "expire",
        "expired_back",
        "home",
        "home_back",
        "merge",
        "pin_reset",
        "put_right",
        "refund",
        "taken_back",
        "transfer",
    }
)
"""What the server does by itself or because its owner said so, beside grants."""


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

    def __init__(
        self, path: Path, key: bytes, tills: dict[str, TillTruth], shop: ShopTruth
    ) -> None:
        self._tills = tills
        self._shop = shop
        self._redirects: dict[str, str] = {}
        self._joined: set[str] = set()
        self._path, self._key = path, key
        self.open()
        self._position = 0
        self._told_position = 0
        self._ids: set[str] = set()
        self._book: Counter[Key] = Counter()
        self._heads: dict[str, tuple[int, bytes]] = {}
        self.acked: dict[str, int] = dict.fromkeys(tills, 0)
        self.balances: dict[Key, int] = {}
        self.owed: dict[Key, int] = {}
        self.held: defaultdict[tuple[str, str], Counter[Key]] = defaultdict(Counter)
        self._rights: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        self._of: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.grants: dict[str, Given] = {}
        self.told: dict[str, dict[int, Told]] = defaultdict(dict)

    def open(self) -> None:
        """Open a connection."""
        self._connection = dbapi2.connect(str(self._path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def look(self, *, whole: bool) -> set[str]:
        """Check what a transaction changed, or everything; give the accounts that it touched."""
        touched = {
            account
            for row in self._all(EVENTS, self._position)
            for account in self._event(Row(*row))
        }
        self._check_heads()
        told = self._all(CHANGES, self._told_position)
        touched |= {account for account, _ in told}
        self._read(touched, whole=whole)
        for account, position in told:
            figures = {unit: n for unit, n in self._of[account].items() if n}
            self.told[account][position] = Told(figures, dict(self.acked))
            self._told_position = max(self._told_position, position)
        return touched

    def check_rights(self, purses: dict[Key, Purse], accounts: set[str]) -> None:
        """Balance == free + held - owed, nothing below zero, and owed is explained."""
        for key in [key for key in self.balances if key[0] in accounts]:
            if is_counter(key[1]):
                continue
            balance, owed = self.balances.get(key, 0), self.owed.get(key, 0)
            free, all_of = self._rights[key][""], self._rights[key].total()
            found = (*key, "balance", balance, "free", free, "held", all_of - free, "owed", owed)
            need(balance == all_of - owed, "identity", *found)
            need(owed >= 0, "negative", *found)
            need(not (owed and free), "free_and_owed", *found)
            purse = purses.get(key, Purse())
            need(owed <= purse.taken_back, "owed_unexplained", *found, purse)

    def people(self) -> set[str]:
        """Give the ids of people whose data the server has."""
        return {row[0] for row in self._all("SELECT person_id FROM people")}

    def members(self) -> set[str]:
        """Give the ids of members that the server knows."""
        return {row[0] for row in self._all("SELECT member_id FROM members")}

    def erased(self) -> set[str]:
        """Give the ids of people who were erased."""
        return {row[0] for row in self._all("SELECT person_id FROM erased")}

    def programmes(self) -> dict[int, bytes]:
        """Give every version of the programme."""
        return dict(self._all("SELECT version, document FROM programmes"))

    def setting(self, name: str) -> str:
        """Give a setting; empty when there is none."""
        found = self._all("SELECT value FROM settings WHERE name = ?", name)
        return str(found[0][0]) if found else ""

    def pins(self) -> dict[str, int]:
        """Give the versions of PINs."""
        return dict(self._all("SELECT member_id, version FROM pins"))

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
            made = decode(row.raw)
            return self._own(row.event_id, row.type, made.postings, made.data)
        truth = self._tills[row.device]
        need(row.seq <= len(truth.events), "from_nowhere", where)
        did = truth.events[row.seq - 1]
        need((did.raw, did.hash) == (row.raw, row.hash), "altered", where)
        self.acked[row.device] = row.seq
        return self._count(did.deltas) | ({self._shop.root(did.account)} if did.account else set())

    def _count(self, deltas: Mapping[Key, int]) -> set[str]:
        """Count what an event did, on the accounts that go on; name them."""
        touched = set()
        for (named, unit), delta in deltas.items():
            account = named
            known = self._joined if is_counter(unit) else self._redirects.keys()
            while account in known:
                account = self._redirects[account]
            self._book[account, unit] += delta
            touched.add(account)
        return touched

    def _own(
        self,
        event_id: str,
        kind: str,
        postings: tuple[Posting, ...],
        data: Mapping[str, Any],
    ) -> set[str]:
        deltas, _ = effects_of(postings)
        touched = self._count(deltas)
        if kind == "merge":
            self._shop.merged.add(data["member"])
            # A card that two tills gave out leads to one account: then nothing is moved.
            if data["from"] != data["to"]:
                self._redirects[data["from"]] = data["to"]
                self._shop.merge(data["from"], data["to"])
            touched |= {data["from"], data["to"]}
        elif kind == "counters_joined":
            self._joined.add(data["from"])
        if kind in ("adjust", "transfer"):
            for key, delta in deltas.items():
                purse = self._shop.purse(key)
                if kind == "transfer" or delta > 0:
                    purse.given += delta
                else:
                    purse.taken_back -= delta
        if kind != "grant":
            need(kind in OWN_KINDS, "server_acts", kind)
            return touched
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

    def _read(self, touched: set[str], *, whole: bool) -> None:
        """Read figures and rights again, of all accounts or of those touched, and check them."""
        if not touched and not whole:
            return
        names = json.dumps(sorted(touched))
        if whole:
            self.balances, self.owed, self._of = {}, {}, defaultdict(dict)
            self.held, self._rights = defaultdict(Counter), defaultdict(Counter)
        for key in [key for key in self.balances if key[0] in touched]:
            del self.balances[key], self.owed[key]
            self._rights.pop(key, None)
        for held in [held for held in self.held if held[0] in touched]:
            del self.held[held]
        for account in touched:
            self._of.pop(account, None)
        for account, unit, balance, owed in (
            self._all(BALANCES) if whole else self._all(BALANCES + OF_SOME, names)
        ):
            self.balances[account, unit] = self._of[account][unit] = balance
            self.owed[account, unit] = owed
        for account, unit, holder, lot, amount in (
            self._all(RIGHTS) if whole else self._all(RIGHTS + OF_SOME, names)
        ):
            need(amount >= 0, "negative", "right", account, unit, holder, lot, amount)
            self._rights[account, unit][holder] += amount
            self.held[account, holder][unit, lot] += amount
            self.balances.setdefault((account, unit), 0)
            self.owed.setdefault((account, unit), 0)
        for key in self.balances.keys() | self._book.keys():
            if not whole and key[0] not in touched:
                continue
            stored, did = self.balances.get(key, 0), self._book[key]
            need(stored == did, "money", f"{key}: the server has {stored}, the tills did {did}")

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

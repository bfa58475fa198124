"""Reads the server's tables through a connection of its own and rebuilds them from the events."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from loyalty.event import Event, decode, genesis, link
from server.work import SERVER
from tests.sim import benefits
from tests.sim.disk import TillTruth
from tests.sim.faults import need
from tests.sim.history import OWN_KINDS, Given, History, Row, Told
from tests.sim.purses import Key
from tests.sim.reading import effects_of, is_counter
from tests.sim.truth import ShopTruth

EVENTS = (
    "SELECT device, epoch, seq, position, event_id, type, outcome, raw, hash FROM events "
    "WHERE tenant_id = 'shop' AND position > ? ORDER BY position"
)
AWAITED = "SELECT device, epoch FROM epochs WHERE state = 'left' AND awaits_seq > acked_seq"
HEADS = "SELECT device, epoch, acked_seq, head, state FROM epochs"
BALANCES = "SELECT account, unit, balance, owed FROM balances"
RIGHTS = "SELECT account, unit, holder, lot, amount FROM rights"
OF_SOME = " WHERE tenant_id = 'shop' AND account IN (SELECT value FROM json_each(?))"
CHANGES = (
    "SELECT key, position FROM changes "
    "WHERE tenant_id = 'shop' AND kind = 'account' AND position > ?"
)
HOMES = "SELECT home_id, account, device, epoch FROM homes WHERE device <> ''"
FEED = "SELECT feed_epoch FROM tenants"
OPEN = "open"
UNITING = frozenset({"household", "merge"})


class Auditor:
    """Knows what the server's disk says, and that it is what the tills really did."""

    def __init__(self, path: Path, key: bytes, tills: list[TillTruth], shop: ShopTruth) -> None:
        self.tills = tills
        self._shop = shop
        self._path, self._key = path, key
        self.open()
        self.histories: dict[str, History] = {}
        self._is_anew = False
        self.now = self._begin()
        self.balances: dict[Key, int] = {}
        self.owed: dict[Key, int] = {}
        self.held: defaultdict[tuple[str, str], Counter[Key]] = defaultdict(Counter)
        self._rights: defaultdict[Key, Counter[str]] = defaultdict(Counter)
        self._of: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self.states: dict[tuple[str, int], str] = {}
        self.homes: dict[str, tuple[str, str, int]] = {}
        """The account of each home that is lent, and the till and the epoch that have it."""

    def open(self) -> None:
        """Open a connection."""
        self._known: dict[tuple[object, ...], list[tuple[Any, ...]]] = {}
        self._version = 0
        self._connection = dbapi2.connect(str(self._path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def begin_again(self) -> None:
        """Read everything anew, because the server's books are others now."""
        self.now = self._begin()
        self._shop.roots.clear()
        self._shop.merged.clear()
        self._shop.programmes &= set(self.programmes())
        self._is_anew = True
        self.look(whole=True)
        self._is_anew = False
        self._shop.server_forgot(self.now.own)
        for till in self.tills:
            till.sort_out(self.now.booked)

    def look(self, *, whole: bool) -> set[str]:
        """Check what a transaction changed, or everything; give the accounts that it touched."""
        now = self.now
        touched = {
            account for row in self._all(EVENTS, now.position) for account in self._event(Row(*row))
        }
        self._check_heads()
        is_open = {epoch: state == OPEN for epoch, state in self.states.items()}
        now.returns.check(self._shop, is_open)
        self._check_gifts()
        back = self.people() & self.erased()
        need(not back, "erased_again", *sorted(back))
        told = self._all(CHANGES, now.told_position)
        touched |= {account for account, _ in told}
        self._read(touched, whole=whole)
        for account, position in told:
            figures = {unit: n for unit, n in self._of[account].items() if n}
            now.told[account][position] = Told(figures)
            now.told_position = max(now.told_position, position)
        return touched

    def check_rights(self, accounts: set[str]) -> None:
        """Balance == free + held - owed, nothing below zero, and owed is explained."""
        units = set()
        for key in [key for key in self.balances if key[0] in accounts]:
            if is_counter(key[1]):
                continue
            balance, owed = self.balances.get(key, 0), self.owed.get(key, 0)
            free, all_of = self._rights[key][""], self._rights[key].total()
            found = (*key, "balance", balance, "free", free, "held", all_of - free, "owed", owed)
            need(balance == all_of - owed, "identity", *found)
            need(owed >= 0, "negative", *found)
            need(not (owed and free), "free_and_owed", *found)
            if owed:
                units.add(key[1])
        for unit in units if not self.is_recovering() else ():
            self._shop.purses.check_owed(self.owed, unit)

    def _has_claimed(self, device: str) -> bool:
        """Say whether a till may be given anything: it and all others said what they know."""
        found = json.loads(self.setting("recovery") or "{}")
        return not found.get("active") and device not in found.get("waits", {})

    def is_recovering(self) -> bool:
        """Say whether the books were put back and some till has not told all that it knows."""
        if self.now.is_first:
            return False
        found = json.loads(self.setting("recovery") or "{}")
        return bool(found.get("active") or found.get("waits"))

    def may_hold(self, device: str, epoch: int, feed: str) -> bool:
        """Say whether a till in this epoch is where the server believes it to be."""
        return feed == self.now.feed and self.states.get((device, epoch)) == OPEN

    def is_left_open(self, device: str, epoch: int) -> bool:
        """Say whether an epoch is open that no till goes on in."""
        goes_on = any((one.device, one.disk.epoch) == (device, epoch) for one in self.tills)
        return self.states.get((device, epoch)) == OPEN and not goes_on

    def is_awaited_in_vain(self, device: str, epoch: int) -> bool:
        """Say whether an ended epoch waits for events that no till's disk has any more."""
        awaited = self._unchanged(AWAITED)
        made = {(one.device, each.epoch) for one in self.tills for each in one.disk.made.values()}
        return (device, epoch) in awaited and (device, epoch) not in made

    def is_beside(self, truth: TillTruth) -> bool:
        """Say whether the server has events of another copy in the epoch of this disk."""
        sent = self.now.sent[truth.device, truth.disk.epoch]
        return truth.was_copied and not truth.disk.made.keys() >= sent

    def people(self) -> set[str]:
        """Give the ids of people whose data the server has."""
        return {row[0] for row in self._unchanged("SELECT person_id FROM people")}

    def members(self) -> set[str]:
        """Give the ids of members that the server knows."""
        return {row[0] for row in self._unchanged("SELECT member_id FROM members")}

    def erased(self) -> set[str]:
        """Give the ids of people who were erased."""
        return {row[0] for row in self._unchanged("SELECT person_id FROM erased")}

    def programmes(self) -> dict[int, bytes]:
        """Give every version of the programme."""
        return dict(self._all("SELECT version, document FROM programmes"))

    def setting(self, name: str) -> str:
        """Give a setting; empty when there is none."""
        found = self._unchanged("SELECT value FROM settings WHERE name = ?", name)
        return str(found[0][0]) if found else ""

    def pins(self) -> dict[str, int]:
        """Give the versions of PINs."""
        return dict(self._unchanged("SELECT member_id, version FROM pins"))

    def _begin(self) -> History:
        feed = str(self._all(FEED)[0][0])
        made = self.histories[feed] = History(feed, is_first=not self.histories)
        return made

    def _event(self, row: Row) -> set[str]:
        now = self.now
        where = f"{row.device}.{row.epoch} event {row.seq}"
        now.position = row.position
        chain = (row.device, row.epoch)
        last, previous = now.heads.get(chain, (0, genesis(*chain)))
        need(row.seq == last + 1, "chain", where, "follows", last)
        need(link(previous, row.raw) == row.hash, "chain", where, "has another hash")
        now.heads[chain] = (row.seq, row.hash)
        if row.device == SERVER:
            need(row.event_id not in now.booked, "booked_twice", where, row.event_id)
            now.booked[row.event_id] = row.position
            return self._own(decode(row.raw))
        did = self._shop.ever.get(row.event_id)
        need(did is not None, "from_nowhere", where, row.type, row.outcome)
        assert did is not None
        is_same = did.raw == row.raw or did.event_id in self._shop.answered_twice
        need(is_same, "altered", where)
        now.sent[chain].add(row.event_id)
        again = row.event_id in now.booked
        need(row.outcome == ("exists" if again else "created"), "outcome", where, row.outcome)
        if again:
            return set()
        now.booked[row.event_id] = row.position
        now.returns.heard(did.event_id, did.type, did.data, did.deltas, by_server=False)
        for till in self.tills:
            till.unbooked.discard(row.event_id)
        if row.event_id in self._shop.gone:
            # It was on the line when its disk was replaced: it arrived after all.
            self._shop.gone.discard(row.event_id)
            self._shop.count(did)
        return self._count(did.deltas) | ({self._shop.root(did.account)} if did.account else set())

    def _count(self, deltas: Mapping[Key, int]) -> set[str]:
        """Count what an event did, on the accounts that go on; name them."""
        now, touched = self.now, set()
        for (named, unit), delta in deltas.items():
            account = named
            known = now.joined if is_counter(unit) else now.redirects.keys()
            while account in known:
                account = now.redirects[account]
            now.book[account, unit] += delta
            if benefits.is_gift(unit):
                now.gifts.add((account, unit))
            touched.add(account)
        return touched

    def _own(self, made: Event) -> set[str]:
        now, data = self.now, made.data
        need(made.type == "grant" or made.type in OWN_KINDS, "server_acts", made.type)
        now.own.add(made.id)
        deltas, _ = effects_of(made.postings)
        now.returns.heard(made.id, made.type, data, deltas, by_server=True)
        touched = self._count(deltas)
        if made.type in UNITING:
            if made.type == "merge":
                self._shop.merged.add(data["member"])
            # A card that two tills gave out leads to one account: then nothing is moved.
            if data["from"] != data["to"]:
                now.redirects[data["from"]] = data["to"]
                self._shop.merge(data["from"], data["to"])
            touched |= {data["from"], data["to"]}
        elif made.type == "counters_joined":
            now.joined.add(data["from"])
        self._shop.server_did(made.id, made.type, deltas)
        if made.type != "grant":
            return touched
        lots: Counter[Key] = Counter()
        account = holder = ""
        for posting in made.postings:
            _, account, _, holder = posting.credit.split(":")
            lots[posting.unit, posting.lot] += posting.amount
        device, _, epoch = holder.rpartition(".")
        need(self._is_anew or self._has_claimed(device), "granted_unclaimed", made.id, holder)
        given = Given(device, int(epoch), data["feed_epoch"], account, dict(lots))
        now.grants[made.id] = now.granted[account][made.id] = given
        return {account}

    def _check_gifts(self) -> None:
        self.homes = {row[0]: row[1:] for row in self._all(HOMES)}
        torn = {account for account, *_ in self.homes.values()} & self.now.joined
        need(not torn, "joined_too_soon", "tills still have the homes of", torn)
        benefits.once(self.now.book, self.now.gifts)
        self.now.gifts.clear()

    def _check_heads(self) -> None:
        for device, epoch, acked, head, state in self._all(HEADS):
            if self.states.get((device, epoch)) == OPEN != state:
                self._ended(device, epoch)
            self.states[device, epoch] = state
            last = self.now.heads.get((device, epoch), (0, genesis(device, epoch)))
            need((acked, head) == last, "head", device, "is kept at", acked, "ends at", last[0])

    def _ended(self, device: str, epoch: int) -> None:
        """Note whom nobody told: the copy that asked for it may die before it hears the answer."""
        for till in self.tills:
            if (till.device, till.disk.epoch) == (device, epoch) and till.others:
                till.put_out()

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
        for key in self.balances.keys() | self.now.book.keys():
            if not whole and key[0] not in touched:
                continue
            stored, did = self.balances.get(key, 0), self.now.book[key]
            need(stored == did, "money", key, "the server has", stored, "the tills did", did)

    def _unchanged(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Read once for as long as nobody writes to the file."""
        [(version,)] = self._all("PRAGMA data_version")
        if version != self._version:
            self._known.clear()
            self._version = version
        if (sql, *values) not in self._known:
            self._known[sql, *values] = self._all(sql, *values)
        return self._known[sql, *values]

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

"""Books events into purses and counters; the same code serves intake and verification. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from loyalty.accounts import COUNT, HELD
from loyalty.event import Posting
from server.judge import Move, moves
from server.purse import Purse


class Freed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an event made free of one lot."""

    account: str
    unit: str
    lot: str
    amount: int


class Book:
    """Purses and counters of the accounts that were loaded; the rest is taken as empty."""

    def __init__(self) -> None:
        self.purses: dict[tuple[str, str], Purse] = {}
        self.counters: dict[tuple[str, str], int] = {}
        self._counted: dict[str, set[str]] = {}
        self.touched: set[tuple[str, str]] = set()
        self.redirects: dict[str, str] = {}
        self._joined: set[str] = set()

    def redirect(self, old: str, new: str, *, joined: bool) -> None:
        """Book what is said of an account on another from now on; counters only once joined."""
        self.redirects[old] = new
        if joined:
            self._joined.add(old)

    def is_joined(self, account: str) -> bool:
        """Say whether the counters of a redirected account went along."""
        return account in self._joined

    def root(self, account: str) -> str:
        """Give the account that goes on for this one: itself, or the last of its merges."""
        while account in self.redirects:
            account = self.redirects[account]
        return account

    def counting(self, account: str) -> str:
        """Give the account on which the counters of this one are kept."""
        while account in self._joined:
            account = self.redirects[account]
        return account

    def purse(self, account: str, unit: str) -> Purse:
        """Give a purse, an empty one when there is none yet."""
        return self.purses.setdefault((account, unit), Purse())

    def put_counter(self, account: str, unit: str, count: int) -> None:
        """Set how far something is counted."""
        self.counters[account, unit] = count
        self._counted.setdefault(account, set()).add(unit)

    def counters_of(self, account: str) -> dict[str, int]:
        """Give what is counted of an account, without what is at nothing."""
        found = {unit: self.counters[account, unit] for unit in self._counted.get(account, ())}
        return {unit: count for unit, count in sorted(found.items()) if count}

    def units(self, account: str) -> list[str]:
        """Give the units of value of an account, in a fixed order."""
        return sorted(unit for name, unit in self.purses if name == account)

    def units_of(self, accounts: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Give accounts in their order, each with its units of value in a fixed order."""
        units: dict[str, list[str]] = {account: [] for account in sorted(accounts)}
        for account, unit in sorted(self.purses):
            if account in units:
                units[account].append(unit)
        return list(units.items())

    def knows(self, account: str) -> bool:
        """Say whether anything was ever booked on an account."""
        return any(name == account for name, _ in (*self.purses, *self.counters))

    def largest(self, postings: tuple[Posting, ...]) -> int:
        """Give what no figure would be above, either way, once these postings were booked."""
        sizes: dict[tuple[str, str], int] = {}
        for move in moves(postings, ""):
            key = self._key(move)
            if key not in sizes:
                is_count = move.part == COUNT
                sizes[key] = abs(self.counters.get(key, 0)) if is_count else self._size(key)
            sizes[key] += abs(move.delta)
        return max(sizes.values(), default=0)

    def apply(self, postings: tuple[Posting, ...], holder: str) -> list[Freed]:
        """Book the postings of one event; `holder` made it. Gives what became free.

        Raises Corrupt `rights_broken` when the figures of a purse do not agree afterwards.
        """
        freed = []
        changed = set()
        for move in moves(postings, holder):
            key = account, unit = self._key(move)
            changed.add(key)
            if move.part == COUNT:
                self.put_counter(account, unit, self.counters.get(key, 0) + move.delta)
                continue
            purse = self.purse(*key)
            if move.part == HELD:
                purse.hold(move.holder, move.lot, move.delta)
            elif move.delta < 0:
                purse.debit(move.lot, -move.delta)
            else:
                amount = purse.credit(move.lot, move.delta)
                freed.append(Freed(account=account, unit=unit, lot=move.lot, amount=amount))
        for key in changed & self.purses.keys():
            self.purses[key].check(*key)
        self.touched |= changed
        return freed

    def _size(self, key: tuple[str, str]) -> int:
        purse = self.purses.get(key)
        return purse.size() if purse else 0

    def _key(self, move: Move) -> tuple[str, str]:
        where = self.counting if move.part == COUNT else self.root
        return where(move.account), move.unit

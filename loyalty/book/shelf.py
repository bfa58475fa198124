"""The rights to every unit of every account: what is free, what each till holds, what is owed.

Booked as the central ledger does (DESIGN.md section 6): balance = free + held by each - owed, what
comes in pays what is owed first, and nobody but its holder lowers what is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loyalty import lots
from loyalty.accounts import COUNT, EXPIRED, HELD, OPEN, changes
from loyalty.event import Posting
from loyalty.lots import HeldLot
from loyalty.standing import Standing

FREE = ""
"""The holder's name under which what nobody holds is kept."""


class Rights:
    """One unit of one account: lots by holder, and what is owed."""

    def __init__(self) -> None:
        self.owed = 0
        self.lots: dict[str, dict[str, int]] = {FREE: {}}

    @property
    def balance(self) -> int:
        """Give what the account has, below zero only by what is owed."""
        return sum(sum(held.values()) for held in self.lots.values()) - self.owed

    def credit(self, lot: str, amount: int) -> None:
        """Book what came in: what is owed is paid first."""
        paid = min(self.owed, amount)
        self.owed -= paid
        self._add(FREE, lot, amount - paid)

    def debit(self, lot: str, amount: int) -> None:
        """Book what went out: of this lot, then of what is free in its order, then owed."""
        free = self.lots[FREE]
        for name in (lot, *sorted(free, key=lots.order)):
            part = min(amount, free.get(name, 0))
            self._add(FREE, name, -part)
            amount -= part
        self.owed += amount

    def hold(self, holder: str, lot: str, delta: int) -> None:
        """Book a holder's own event; what it did not hold comes from free, then is owed."""
        short = max(-delta - self.lots.get(holder, {}).get(lot, 0), 0)
        self._add(holder, lot, delta + short)
        if short:
            self.debit(lot, short)

    def move(self, source: str, target: str, most: int | None = None) -> None:
        """Let one holder have what another has, up to an amount, earliest to end first.

        Nothing that is free is given while something is owed, and what a holder gives back pays
        what is owed first.
        """
        if source == FREE and self.owed:
            return
        for lot in sorted(self.lots.get(source, {}), key=lots.order):
            amount = self.lots[source][lot]
            part = amount if most is None else min(amount, most)
            paid = min(self.owed, part)
            self.owed -= paid
            self._add(source, lot, -part)
            self._add(target, lot, part - paid)
            most = None if most is None else most - part

    def held(self, holder: str) -> tuple[HeldLot, ...]:
        """Give what somebody holds, in the order in which it is spent."""
        mine = self.lots.get(holder, {})
        return tuple(HeldLot(lot=lot, amount=mine[lot]) for lot in sorted(mine, key=lots.order))

    def _add(self, holder: str, lot: str, amount: int) -> None:
        if not amount:
            return
        mine = self.lots.setdefault(holder, {})
        mine[lot] = mine.get(lot, 0) + amount
        if not mine[lot]:
            del mine[lot]


class Shelf:
    """Everything that accounts have, by account and unit, and their counters."""

    def __init__(self) -> None:
        self.rights: dict[str, dict[str, Rights]] = {}
        self.counters: dict[str, dict[str, int]] = {}
        self.expired: dict[str, int] = {}

    def book(self, postings: Iterable[Posting], holder: str) -> None:
        """Book the postings of a holder's event: what it held first, then the rest."""
        moved = tuple(postings)
        found = sorted(changes(moved), key=lambda each: (each.part == OPEN, each.delta > 0))
        for each in found:
            if each.part == COUNT:
                counters = self.counters.setdefault(each.account, {})
                counters[each.unit] = counters.get(each.unit, 0) + each.delta
                continue
            rights = self.of(each.account, each.unit)
            if each.part == HELD:
                rights.hold(holder, each.lot, each.delta)
            elif each.delta > 0:
                rights.credit(each.lot, each.delta)
            else:
                rights.debit(each.lot, -each.delta)
        for posting in moved:
            if posting.credit == EXPIRED:
                self.expired[posting.lot] = self.expired.get(posting.lot, 0) + posting.amount

    def of(self, account: str, unit: str) -> Rights:
        """Give the rights to one unit of one account."""
        return self.rights.setdefault(account, {}).setdefault(unit, Rights())

    def standing(self, account: str, holder: str, *, home: bool) -> Standing:
        """Give one account as one till sees it."""
        units = self.rights.get(account, {})
        return Standing(
            account=account,
            balance={unit: rights.balance for unit, rights in units.items()},
            held={unit: rights.held(holder) for unit, rights in units.items()},
            owed={unit: rights.owed for unit, rights in units.items() if rights.owed},
            counters={k: v for k, v in self.counters.get(account, {}).items() if v},
            home=home,
        )

    def lots(self, account: str, unit: str) -> Mapping[str, int]:
        """Give what is left of each lot, whoever holds it."""
        left: dict[str, int] = {}
        for held in self.of(account, unit).lots.values():
            for lot, amount in held.items():
                left[lot] = left.get(lot, 0) + amount
        return dict(sorted(left.items(), key=lambda each: lots.order(each[0])))

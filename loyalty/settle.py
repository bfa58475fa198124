"""What postings do to a standing, as the server will book them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from loyalty import accounts
from loyalty.event import Posting
from loyalty.lots import HeldLot
from loyalty.standing import Standing


def settled(standing: Standing, postings: Iterable[Posting]) -> Standing:
    """Give the standing after postings to its account.

    Follows DESIGN.md section 6: what is given pays what is owed first; what is taken back beyond
    `free` becomes owed; `held` moves only where a posting names it. What no posting touches is
    shared with the standing before, so that the length of a history costs nothing.
    """
    working = _Working(standing)
    for posting in postings:
        working.move(posting.debit, posting, -posting.amount)
        working.move(posting.credit, posting, posting.amount)
    return Standing(
        account=standing.account,
        balance=working.balance,
        held=working.held(),
        owed={unit: amount for unit, amount in working.owed.items() if amount},
        counters=working.counters,
        home=standing.home,
    )


def counters_after(standing: Standing, postings: Iterable[Posting]) -> Mapping[str, int]:
    """Give only the counters after postings: what levels and benefits are worked out from."""
    counter = accounts.count(standing.account)
    counters = dict(standing.counters)
    for posting in postings:
        if posting.credit == counter:
            counters[posting.unit] = counters.get(posting.unit, 0) + posting.amount
        elif posting.debit == counter:
            counters[posting.unit] = counters.get(posting.unit, 0) - posting.amount
    return counters


class _Working:
    """The figures of one standing while postings move them."""

    __slots__ = ("_before", "_count", "_held", "_lots", "_open", "balance", "counters", "owed")

    def __init__(self, standing: Standing) -> None:
        self.balance, self.owed = dict(standing.balance), dict(standing.owed)
        self.counters = dict(standing.counters)
        self._before = standing.held
        self._lots: dict[str, dict[str, int]] = {}
        account = standing.account
        self._count, self._open = accounts.count(account), accounts.open_(account)
        self._held = accounts.held(account)

    def move(self, name: str, posting: Posting, delta: int) -> None:
        unit = posting.unit
        if name == self._count:
            self.counters[unit] = self.counters.get(unit, 0) + delta
        elif name == self._held:
            lots = self._of(unit)
            lots[posting.lot] = lots.get(posting.lot, 0) + delta
            self.balance[unit] = self.balance.get(unit, 0) + delta
        elif name == self._open:
            self._book(unit, delta)
            self.balance[unit] = self.balance.get(unit, 0) + delta

    def held(self) -> Mapping[str, tuple[HeldLot, ...]]:
        """Give the lots; those of units that did not move are the ones that there were."""
        if not self._lots:
            return self._before
        moved = {
            unit: tuple(HeldLot(lot=lot, amount=amount) for lot, amount in lots.items() if amount)
            for unit, lots in self._lots.items()
        }
        return {**self._before, **moved}

    def _of(self, unit: str) -> dict[str, int]:
        if unit not in self._lots:
            self._lots[unit] = {lot.lot: lot.amount for lot in self._before.get(unit, ())}
        return self._lots[unit]

    def _book(self, unit: str, delta: int) -> None:
        """Change what is owed by an entry that the server books as free or owed."""
        debt = self.owed.get(unit, 0)
        if delta >= 0:
            if debt:
                self.owed[unit] = debt - min(debt, delta)
        else:
            # Free and owed are never both above zero. Without a debt other tills may hold some of
            # what looks free here: the server's own answer comes later.
            held = sum(self._of(unit).values())
            free = 0 if debt else max(self.balance.get(unit, 0) - held, 0)
            self.owed[unit] = debt + max(-delta - free, 0)

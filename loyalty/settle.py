"""What postings do to a standing, as the server will book them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from loyalty.accounts import COUNT, HELD, changes
from loyalty.event import Posting
from loyalty.lots import HeldLot
from loyalty.standing import Standing


def settled(standing: Standing, postings: Iterable[Posting]) -> Standing:
    """Give the standing after postings to its account.

    Follows DESIGN.md section 6: what is given pays what is owed first; what is taken back beyond
    `free` becomes owed; `held` moves only where a posting names it.
    """
    balance, owed = dict(standing.balance), dict(standing.owed)
    counters = dict(standing.counters)
    held = {unit: {lot.lot: lot.amount for lot in lots} for unit, lots in standing.held.items()}
    for change in changes(postings):
        unit, delta = change.unit, change.delta
        if change.account != standing.account:
            continue
        if change.part == COUNT:
            counters[unit] = counters.get(unit, 0) + delta
            continue
        if change.part == HELD:
            lots = held.setdefault(unit, {})
            lots[change.lot] = lots.get(change.lot, 0) + delta
        else:
            _book(unit, delta, balance, owed, sum(held.get(unit, {}).values()))
        balance[unit] = balance.get(unit, 0) + delta
    return replace(
        standing,
        balance=balance,
        owed={unit: amount for unit, amount in owed.items() if amount},
        counters=counters,
        held={
            unit: tuple(HeldLot(lot=lot, amount=amount) for lot, amount in lots.items() if amount)
            for unit, lots in held.items()
        },
    )


def _book(unit: str, delta: int, balance: dict[str, int], owed: dict[str, int], held: int) -> None:
    """Change what is owed by an entry that the server books as free or owed."""
    debt = owed.get(unit, 0)
    if delta >= 0:
        owed[unit] = debt - min(debt, delta)
    else:
        # Free and owed are never both above zero. Without a debt other tills may hold some of
        # what looks free here: the server's own answer comes later.
        free = 0 if debt else max(balance.get(unit, 0) - held, 0)
        owed[unit] = debt + max(-delta - free, 0)

"""Sums over what a ledger in memory holds and has posted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Protocol

from loyalty.lots import last_day
from storage.rebuild import HeldKey
from storage.records import Entry, HeldRow


class Books(Protocol):
    """What is summed."""

    _held: dict[HeldKey, int]
    _entries: dict[tuple[int, int], Entry]
    _carried: dict[tuple[int, int], tuple[tuple[int, int], bytes]]
    _outbox: dict[tuple[int, int], None]


def held_in_all(ledger: Books) -> Mapping[str, int]:
    """Sum what may be paid out here, by unit."""
    total: Counter[str] = Counter()
    for (_, unit, _), amount in ledger._held.items():
        total[unit] += amount
    return dict(total)


def lapsed(ledger: Books, day: str, limit: int) -> tuple[HeldRow, ...]:
    """Give held lots past their last day."""
    return tuple(
        HeldRow(account=account, unit=unit, lot=lot, amount=amount)
        for (account, unit, lot), amount in sorted(ledger._held.items())
        if last_day(lot) < day
    )[:limit]


def unsent_sum(ledger: Books, debit: str, credit: str) -> Mapping[str, int]:
    """Sum what unsent events posted between two sides, by unit."""
    total: Counter[str] = Counter()
    for place in ledger._outbox:
        of = ledger._carried[place][0] if place in ledger._carried else place
        for posting in ledger._entries[of].event.postings:
            if fnmatchcase(posting.debit, debit) and fnmatchcase(posting.credit, credit):
                total[posting.unit] += posting.amount
    return dict(total)

"""What a sale wrote: the entries behind each of its postings, and how much of one is reversed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from loyalty import accounts
from loyalty.entries import Counted, Given, Spent, Weights
from loyalty.event import Event, Posting
from loyalty.lots import first_day, last_day
from loyalty.own_rights import VOUCHED
from loyalty.refunds.returning import SoldLine, share

Key = tuple[str, str, str, str]


Entries = list[tuple[int, Weights]]


def key(posting: Posting) -> Key:
    """Name what a posting moves; a lot by its days, which is all that an entry says of it."""
    debit, credit, lot = posting.debit, posting.credit, posting.lot
    if debit == accounts.GIVEN:
        # What could be used at once went to the till's own rights; the entry is the same.
        credit = _part(credit, accounts.OPEN)
        lot = f"{first_day(lot)}~{last_day(lot)}"
    elif credit == accounts.USED and debit.endswith(f":{accounts.OPEN}"):
        debit, lot = _part(debit, accounts.HELD), VOUCHED
    return debit, credit, posting.unit, lot


def _part(name: str, part: str) -> str:
    return f"{name.rpartition(':')[0]}:{part}"


def entries(sale: Event, account: str) -> dict[Key, Entries]:
    """Give the entries of a sale behind each of its postings."""
    data = sale.data
    found: dict[Key, Entries] = {}

    def add(debit: str, credit: str, unit: str, lot: str, entry: tuple[int, Weights]) -> None:
        found.setdefault((debit, credit, unit, lot), []).append(entry)

    for spent in msgspec.convert(data.get("spent", []), tuple[Spent, ...]):
        for lot in spent.lots:
            entry = (lot.amount, spent.weights)
            add(accounts.held(account), accounts.USED, spent.unit, lot.lot, entry)
    for gift in msgspec.convert(data.get("given", []), tuple[Given, ...]):
        open_ = accounts.open_(gift.account or account)
        lot_days = f"{gift.first_day}~{gift.last_day}"
        add(accounts.GIVEN, open_, gift.unit, lot_days, (gift.amount, gift.weights))
    steps: dict[tuple[str, str], list[Counted]] = {}
    for step in msgspec.convert(data.get("counted", []), tuple[Counted, ...]):
        steps.setdefault((step.account or account, step.unit), []).append(step)
    for (whose, unit), moves in steps.items():
        sides = [accounts.COUNTED, accounts.count(whose)]
        debit, credit = sides if sum(step.delta for step in moves) > 0 else sides[::-1]
        for step in moves:
            add(debit, credit, unit, "", (abs(step.delta), step.weights))
    return found


def targets(
    sale: Event,
    behind: Mapping[Key, Entries],
    lines: Sequence[SoldLine],
    returned: Sequence[Fraction],
) -> list[int]:
    """Give how much of each posting is reversed when so much of each line has come back.

    Each is rounded down by itself, but for what was spent: there the sum of a unit is, and it
    goes back into the lots that were taken last first.
    """
    shares = [_share(each, behind, lines, returned) for each in sale.postings]
    found = [int(part) for part in shares]
    for unit in {each.unit for each in sale.postings if each.credit == accounts.USED}:
        places = [
            at
            for at, each in enumerate(sale.postings)
            if each.credit == accounts.USED and each.unit == unit
        ]
        left = int(sum((shares[at] for at in places), Fraction(0)))
        for at in reversed(places):
            found[at] = min(left, sale.postings[at].amount)
            left -= found[at]
    return found


def _share(
    each: Posting,
    behind: Mapping[Key, Entries],
    lines: Sequence[SoldLine],
    returned: Sequence[Fraction],
) -> Fraction:
    """Give the exact part of a posting that came back, by the entries behind it."""
    theirs = behind.get(key(each)) or [(each.amount, ())]
    whole = sum(amount for amount, _ in theirs)
    parts = (amount * share(weights, lines, returned) for amount, weights in theirs)
    return each.amount * sum(parts, Fraction(0)) / whole

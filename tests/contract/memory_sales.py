"""What a till's events come to, as the ledger in memory sums them up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from loyalty import accounts
from loyalty.days import stamp
from loyalty.lots import HeldLot, order
from storage.journal_rows import at_us
from storage.rebuild import Chain, HeldKey
from storage.records import Entry, Position, SaleRow

Place = tuple[int, int]


def of(
    entries: Mapping[tuple[int, int], Entry], corrected_by: Callable[[str], str | None]
) -> Iterator[SaleRow]:
    """Give every sale, oldest first."""
    for place in sorted(entries):
        entry = entries[place]
        if entry.sale != entry.event.id:
            continue
        yield SaleRow(
            sale=entry.sale,
            at=stamp(at_us(entry.event.at)),
            day=entry.event.day,
            type=entry.event.type,
            account=entry.account,
            amount_minor=entry.amount_minor,
            given=sum(delta for delta in _points(entry) if delta > 0),
            taken=-sum(delta for delta in _points(entry) if delta < 0),
            reversed=corrected_by(entry.event.id) is not None,
            returned_minor=-sum(
                each.amount_minor for each in entries.values() if each.corrects == entry.event.id
            ),
        )


def held(every: Mapping[HeldKey, int], account: str) -> Mapping[str, tuple[HeldLot, ...]]:
    """Give what is held of an account, by unit."""
    found: dict[str, list[HeldLot]] = {}
    for (owner, unit, lot), amount in every.items():
        if owner == account:
            found.setdefault(unit, []).append(HeldLot(lot=lot, amount=amount))
    return {
        unit: tuple(sorted(lots, key=lambda one: order(one.lot))) for unit, lots in found.items()
    }


def effect(
    entries: Mapping[Place, Entry],
    carried: Mapping[Place, tuple[Place, bytes]],
    account: str,
    after: Position,
) -> Mapping[str, int]:
    """Sum what events after a position do to an account, also those that were carried there."""
    total: dict[str, int] = {}
    for place, entry in entries.items():
        later = [to for to, (of_place, _) in carried.items() if of_place == place]
        if max([place, *later]) > (after.epoch, after.seq):
            for change in accounts.changes(entry.event.postings):
                if change.account == account:
                    total[change.unit] = total.get(change.unit, 0) + change.delta
    return {unit: delta for unit, delta in total.items() if delta}


def ends(chains: Mapping[int, Chain], *, forked: bool) -> Mapping[int, int]:
    """Give the last event of each epoch; 0 while a fork waits for its new epoch."""
    if forked:
        return dict.fromkeys(chains, 0)
    return {epoch: chain.seq for epoch, chain in chains.items()}


def _points(entry: Entry) -> list[int]:
    return [
        change.delta
        for change in accounts.changes(entry.event.postings)
        if (change.account, change.unit) == (entry.account, accounts.POINTS)
    ]

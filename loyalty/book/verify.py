"""Holds the books of a shop in memory to its journal: what every event's bytes add up to."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.accounts import COUNT, changes, is_value
from loyalty.book.shop import Shop


def verified(shop: Shop) -> list[str]:
    """Give everything that does not agree: ids, balances, counters, lots and what is owed."""
    return [*_ids(shop), *_figures(shop), *_lots(shop)]


def replayed(shop: Shop) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """Add up the journal's postings: values and counters by account and unit."""
    values: dict[tuple[str, str], int] = {}
    counters: dict[tuple[str, str], int] = {}
    for written in shop.journal:
        for each in changes(written.event.postings):
            sums = counters if each.part == COUNT else values
            key = (each.account, each.unit)
            sums[key] = sums.get(key, 0) + each.delta
    return values, counters


def _ids(shop: Shop) -> Iterator[str]:
    ids = [each.event.id for each in shop.journal]
    if len(set(ids)) != len(ids):
        yield "an event was written twice"
    if [each.event.seq for each in shop.journal] != list(range(1, len(ids) + 1)):
        yield "the journal has a gap"


def _figures(shop: Shop) -> Iterator[str]:
    values, counters = replayed(shop)
    for (account, unit), amount in values.items():
        so = shop.shelf.of(account, unit).balance
        if so != amount:
            yield f"{unit} of {account}: {so} in the books, {amount} by the journal"
    for (account, unit), amount in counters.items():
        so = shop.shelf.counters.get(account, {}).get(unit, 0)
        if so != amount:
            yield f"{unit} of {account}: {so} in the books, {amount} by the journal"


def _lots(shop: Shop) -> Iterator[str]:
    for account, units in shop.shelf.rights.items():
        for unit, rights in units.items():
            amounts = [amount for held in rights.lots.values() for amount in held.values()]
            if any(amount <= 0 for amount in amounts) or rights.owed < 0:
                yield f"{unit} of {account}: a lot or a debt below nothing"
            if rights.owed and any(rights.lots[""].values()):
                yield f"{unit} of {account}: free and owed at once"
            if not is_value(unit):
                yield f"{unit} of {account}: a counter that can be spent"

"""The sales among the entries of a ledger in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from loyalty import accounts
from loyalty.days import stamp
from storage.journal_rows import at_us
from storage.records import Entry, SaleRow


def sales(entries: Iterable[Entry], is_reversed: Callable[[str], bool]) -> Iterator[SaleRow]:
    """Give the sales in the order of the entries."""
    for entry in entries:
        if entry.sale != entry.event.id:
            continue
        points = _points(entry)
        yield SaleRow(
            sale=entry.sale,
            at=stamp(at_us(entry.event.at)),
            day=entry.event.day,
            type=entry.event.type,
            account=entry.account,
            amount_minor=entry.amount_minor,
            given=sum(delta for delta in points if delta > 0),
            taken=-sum(delta for delta in points if delta < 0),
            reversed=is_reversed(entry.event.id),
        )


def _points(entry: Entry) -> list[int]:
    return [
        change.delta
        for change in accounts.changes(entry.event.postings)
        if (change.account, change.unit) == (entry.account, accounts.POINTS)
    ]

"""The rows that an event becomes, made in one place for writing, rebuilding and comparing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from loyalty import accounts
from loyalty import event as events
from loyalty.days import microseconds
from loyalty.errors import Corrupt, Refusal
from loyalty.event import Posting
from storage.records import Entry, Head

PostingRow = tuple[int, int, int, str, str, str, int, str, str | None, str | None]
"""epoch, seq, n, debit, credit, unit, amount, lot, taken_from, given_to."""

POSTING_NAMES = (
    "epoch",
    "seq",
    "n",
    "debit",
    "credit",
    "unit",
    "amount",
    "lot",
    "taken_from",
    "given_to",
)


def check(entry: Entry, head: Head) -> None:
    """Refuse an entry that is not what it says or not the next of the chain.

    Raises Refusal `not_paired`, Corrupt `chain_broken`, `event_bytes` or `account_unknown`.
    """
    if head.epoch == 0:
        raise Refusal("not_paired", "this till has no shop yet: start one or join one first")
    if entry.event.seq != head.seq + 1 or events.link(head.hash, entry.raw) != entry.hash:
        raise Corrupt(
            "chain_broken",
            "an event does not follow the one before it",
            expected=head.seq + 1,
            got=entry.event.seq,
        )
    if events.encode(entry.event) != entry.raw:
        raise Corrupt("event_bytes", "an event and its bytes say different things")
    for posting in entry.event.postings:
        if not (accounts.is_known(posting.debit) and accounts.is_known(posting.credit)):
            raise Corrupt("account_unknown", "a posting names an account that does not exist")


def at_us(at: str) -> int:
    """Read an event's moment. Raises Refusal `event_shape`."""
    try:
        return microseconds(datetime.fromisoformat(at))
    except (ValueError, TypeError) as error:
        raise Refusal("event_shape", "an event's moment is not a time in UTC") from error


def posting_rows(epoch: int, seq: int, postings: Iterable[Posting]) -> list[PostingRow]:
    """Give an event's postings as rows, with whose account each side is."""
    return [
        (
            epoch,
            seq,
            n,
            posting.debit,
            posting.credit,
            posting.unit,
            posting.amount,
            posting.lot,
            _owner(posting.debit),
            _owner(posting.credit),
        )
        for n, posting in enumerate(postings)
    ]


def held_changes(
    postings: Iterable[Posting], *, gains: bool = True
) -> dict[tuple[str, str, str], int]:
    """Sum what postings do to what the till holds, by account, unit and lot.

    Without `gains` only what they take: what an epoch still earns that has to end, the server
    takes back, and nobody pays it out here.
    """
    total: dict[tuple[str, str, str], int] = {}
    for change in accounts.changes(postings):
        if change.part == accounts.HELD:
            key = (change.account, change.unit, change.lot)
            total[key] = total.get(key, 0) + change.delta
    return {key: delta for key, delta in total.items() if delta and (gains or delta < 0)}


def _owner(name: str) -> str | None:
    return name[2:].partition(":")[0] if name.startswith("m:") else None

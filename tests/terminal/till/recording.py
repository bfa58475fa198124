"""Sales recorded at a till without its screens, for tests of what becomes of them."""

from __future__ import annotations

import hashlib

from loyalty import accounts, event, ids, lots
from loyalty.event import Event, Posting, encode
from storage.records import Entry
from tests.stories.counter import Counter


def sold(till: Counter, account: str, amount: int, name: str) -> str:
    """Record that an account earned points; give the event's id, which `name` decides."""
    head = till.ledger.head()
    event_id = ids.uuid7(1_795_000_000_000_000, hashlib.sha256(name.encode()).digest()[:10])
    made = Event(
        id=event_id,
        seq=head.seq + 1,
        at="2026-11-20T10:15:00.123456Z",
        day="2026-11-20",
        clock="ok",
        type="sale",
        actor="cashier:default",
        programme=1,
        postings=(
            Posting(
                debit=accounts.GIVEN,
                credit=accounts.open_(account),
                unit=accounts.POINTS,
                amount=amount,
                lot=lots.name(event_id),
            ),
        ),
        data={},
    )
    raw = encode(made)
    till.ledger.commit(
        Entry(
            event=made,
            raw=raw,
            hash=event.link(head.hash, raw),
            account=account,
            sale=event_id,
            open_sale=None,
        )
    )
    return event_id

"""Decides over sales of this till that were wanted back elsewhere, as soon as it hears of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

from loyalty.errors import Refusal
from loyalty.ids import RANDOM_BYTES, uuid7
from loyalty.refunds.refund import Refund
from loyalty.refunds.returning import LineBack, Part
from sync.wire import RefundRequestRow
from terminal.till import journal, recorder, strip
from terminal.till.desk import Desk

REFUSED = "refund_refused"
_MILLISECONDS_SHIFT = 80
_MICROSECONDS = 1000


def decide(desk: Desk, asked: RefundRequestRow) -> Refund | None:
    """Answer one wish by one event, once, when the right is that of this till in this epoch.

    Gives what was taken back; None when nothing was.

    Raises what storage.ports.Ledger.commit raises; then nothing was decided, and the wish
    comes again.
    """
    ledger = desk.ledger
    head = ledger.head()
    if (asked.device, asked.epoch) != (head.device, head.epoch) or ledger.needs_rejoin():
        return None
    event_id = answer_id(asked.wish)
    if ledger.event(event_id) is not None:
        return None
    lines = tuple(
        LineBack(line=row.line, pieces=row.pieces, amount_minor=row.amount_minor)
        for row in asked.lines
    )
    part = Part(lines=lines, amount_minor=asked.amount_minor)
    try:
        row = journal.row_of(desk, asked.sale)
        return journal.reverse(desk, row, "refund", part=part, event_id=event_id, wish=asked.wish)
    except Refusal as error:
        recorder.record(
            desk,
            keeps_sale=True,
            kind=REFUSED,
            event_id=event_id,
            data={"wish": asked.wish, "sale": asked.sale, "reason": error.code},
        )
        return None


def tell(desk: Desk, decided: Iterable[tuple[RefundRequestRow, Refund | None]]) -> None:
    """Say what of this till was taken back elsewhere, where the strip is free."""
    for asked, back in decided:
        if back is None or desk.sale is not None or desk.question is not None:
            continue
        known = desk.directory.device(asked.asker)
        sentence = desk.say(
            "{till} handed back {amount} for a sale of this till.",
            till=known.name if known else desk.say("another till"),
            amount=desk.words.money(back.money_minor),
        )
        strip.put(desk, "note", desk.say("Taken back"), sentence)


def answer_id(wish: str) -> str:
    """Name the event that answers a wish: the same for each time that it is heard of."""
    try:
        at_us = (UUID(wish).int >> _MILLISECONDS_SHIFT) * _MICROSECONDS
    except ValueError:
        at_us = 0
    return uuid7(at_us, hashlib.sha256(f"refund/{wish}".encode()).digest()[:RANDOM_BYTES])

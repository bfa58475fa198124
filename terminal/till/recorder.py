"""Writes events: makes the bytes once, links them, and commits everything in one transaction."""

from __future__ import annotations

from typing import Any

import msgspec

from loyalty import days, event, ids
from loyalty.event import Event, Posting
from loyalty.programme import Programme, in_force
from storage.records import Credential, Entry, Member, PersonOut, Pin
from terminal.till.desk import Desk


def new_id(desk: Desk) -> str:
    """Make an event's or a member's id."""
    return ids.uuid7(desk.clock.now_us(), desk.randomness(ids.RANDOM_BYTES))


def programme(desk: Desk) -> Programme:
    """Give the version of the programme that is in force on this business date."""
    return in_force(desk.programmes, desk.day())


def record(  # every part of an event is named where it is made
    desk: Desk,
    *,
    kind: str,
    event_id: str,
    data: dict[str, Any],
    postings: tuple[Posting, ...] = (),
    account: str = "",
    sale: str = "",
    corrects: str = "",
    amount_minor: int = 0,
    member: Member | None = None,
    credentials: tuple[Credential, ...] = (),
    person: PersonOut | None = None,
    pin: Pin | None = None,
    keeps_sale: bool = False,
) -> Event:
    """Record one event durably, and forget the open sale in the same transaction.

    With `keeps_sale` the open sale goes on: as it is now, it is saved in that transaction.

    Raises what storage.ports.Ledger.commit raises; then nothing was written.
    """
    head = desk.ledger.head()
    now_us = desk.clock.now_us()
    made = Event(
        id=event_id,
        seq=head.seq + 1,
        at=days.stamp(now_us),
        day=desk.day(),
        clock="suspect" if desk.mark.suspect() else "ok",
        type=kind,
        actor=desk.actor,
        programme=programme(desk).version,
        postings=postings,
        data=data,
    )
    raw = event.encode(made)
    goes_on = msgspec.json.encode(desk.sale) if keeps_sale and desk.sale else None
    desk.ledger.commit(
        Entry(
            event=made,
            raw=raw,
            hash=event.link(head.hash, raw),
            account=account,
            sale=sale,
            corrects=corrects,
            amount_minor=amount_minor,
            member=member,
            credentials=credentials,
            person=person,
            pin=pin,
            open_sale=goes_on,
        )
    )
    desk.saved_sale = goes_on
    desk.committed = True
    if not desk.mark.suspect():
        desk.mark.advance(now_us)
    return made

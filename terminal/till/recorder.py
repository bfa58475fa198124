"""Writes events: makes the bytes once, links them, and commits everything in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Required, TypedDict, Unpack

import msgspec

from loyalty import days, event, ids
from loyalty.event import Event, Posting
from loyalty.programme import Programme, in_force
from storage.records import Credential, Entry, Head, Member, PersonOut, Pin, Told
from terminal.till import redirects
from terminal.till.desk import Desk

REDIRECTED = "redirected"
TAKES_BACK = frozenset({"undo", "refund"})


def new_id(desk: Desk) -> str:
    """Make an event's or a member's id."""
    return ids.uuid7(desk.clock.now_us(), desk.randomness(ids.RANDOM_BYTES))


def programme(desk: Desk) -> Programme:
    """Give the version of the programme that is in force on this business date.

    A machine whose battery is empty begins in 1970: until somebody has put its clock right, the
    first version counts there.
    """
    begins = min((each.from_day for each in desk.programmes), default="")
    return in_force(desk.programmes, max(desk.day(), begins))


class Parts(TypedDict, total=False):
    """What `entry` takes by name."""

    kind: Required[str]
    event_id: Required[str]
    data: Required[dict[str, Any]]
    postings: tuple[Posting, ...]
    account: str
    sale: str
    corrects: str
    amount_minor: int
    member: Member | None
    credentials: tuple[Credential, ...]
    person: PersonOut | None
    pin: Pin | None
    open_sale: bytes | None
    register: tuple[Told, ...]


def entry(  # every part of an event is named where it is made
    desk: Desk,
    head: Head,
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
    open_sale: bytes | None = None,
    register: tuple[Told, ...] = (),
) -> Entry:
    """Make an event that follows `head`, with all that becomes true with it; nothing is written."""
    made = Event(
        id=event_id,
        seq=head.seq + 1,
        at=days.stamp(desk.clock.now_us()),
        day=desk.day(),
        clock="suspect" if desk.mark.suspect() else "ok",
        type=kind,
        actor=desk.actor,
        programme=programme(desk).version,
        postings=postings,
        data=data,
    )
    raw = event.encode(made)
    return Entry(
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
        open_sale=open_sale,
        register=register,
    )


def after(head: Head, made: Entry) -> Head:
    """Give where the chain ends behind an entry."""
    return replace(head, seq=made.event.seq, hash=made.hash)


def record(desk: Desk, *, keeps_sale: bool = False, **parts: Unpack[Parts]) -> Event:
    """Record one event durably, and forget the open sale in the same transaction.

    `parts` are those of `entry`. With `keeps_sale` the open sale goes on: as it is now, it is
    saved in that transaction. Raises what storage.ports.Ledger.commit raises; then nothing
    was written.
    """
    now_us = desk.clock.now_us()
    if parts["kind"] != REDIRECTED:
        # The one event that names an account which goes on as another says just that.
        parts["postings"] = redirects.named_now(desk, parts.get("postings", ()))
        parts["account"] = redirects.account(desk, parts.get("account", ""))
    if keeps_sale and desk.sale:
        parts["open_sale"] = msgspec.json.encode(desk.sale)
    made = entry(desk, desk.ledger.head(), **parts)
    desk.ledger.commit(made)
    desk.saved_sale = made.open_sale
    desk.committed = True
    if parts["kind"] in TAKES_BACK:
        desk.taken_back += (parts.get("corrects", ""),)
    if not desk.mark.suspect():
        desk.mark.advance(now_us)
    return made.event

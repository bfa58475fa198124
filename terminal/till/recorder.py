"""Writes events: makes the bytes once, links them, and commits everything in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
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
    version: int
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
    version: int = 0,
    register: tuple[Told, ...] = (),
) -> Entry:
    """Make an event that follows `head`, with all that becomes true with it; nothing is written.

    `version` is that of the programme it was made under, 0 the one in force.
    """
    made = Event(
        id=event_id,
        seq=head.seq + 1,
        at=days.stamp(desk.clock.now_us()),
        day=desk.day(),
        clock="suspect" if desk.mark.suspect() else "ok",
        type=kind,
        actor=desk.actor,
        programme=version or programme(desk).version,
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
    if keeps_sale and desk.sale:
        parts["open_sale"] = msgspec.json.encode(desk.sale)
    return record_all(desk, (parts,))[0]


def record_all(desk: Desk, several: Sequence[Parts]) -> tuple[Event, ...]:
    """Record events that only mean something together, all in one transaction.

    Raises as `record`; then none of them was written.
    """
    now_us = desk.clock.now_us()
    made: list[Entry] = []
    head = desk.ledger.head()
    for parts in several:
        if parts["kind"] != REDIRECTED:
            # The one event that names an account which goes on as another says just that.
            parts["postings"] = redirects.named_now(desk, parts.get("postings", ()))
            parts["account"] = redirects.account(desk, parts.get("account", ""))
        made.append(entry(desk, head, **parts))
        head = after(head, made[-1])
    if len(made) == 1:
        desk.ledger.commit(made[0])
    else:
        desk.ledger.commit_all(made)
    desk.saved_sale = made[-1].open_sale
    desk.committed = True
    desk.taken_back += tuple(
        parts.get("corrects", "") for parts in several if parts["kind"] in TAKES_BACK
    )
    if not desk.mark.suspect():
        desk.mark.advance(now_us)
    return tuple(each.event for each in made)

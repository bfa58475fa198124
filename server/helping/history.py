"""A member's history, newest first: what happened, where, what it moved, its reasons as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from loyalty import accounts
from loyalty.event import Event, Posting
from server.access import Access
from server.commands import undo, unmerge
from server.commands.uniting import MERGE
from server.work import SERVER
from storage.records import Member
from storage.server import events, heads, histories, redirects
from storage.server.database import Connection

PAGE = 30
INTERNAL = frozenset(
    {
        *("grant", "taken_back", "home", "home_back", "home_return", "tidied", "counters_joined"),
        *("expired_back", "refund_wanted", "visit_pin_wrong", "pin_wrong", "pin_remade"),
    }
)
"""What tills and server settle among themselves, and what tells of wrong PINs."""
ROUNDS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened; `moved` is what a member's account has more or less, by unit.

    `where` is the name of the till, empty for the head office. `undoable` and `partable` say that
    it can be taken back, as an adjustment or as a merge; `undone` that it was.
    """

    position: int
    event_id: str
    type: str
    day: str
    at: str
    where: str
    actor: str
    programme: int
    moved: Mapping[str, int]
    money_minor: int
    data: Mapping[str, Any]
    postings: tuple[Posting, ...]
    undoable: bool = False
    partable: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A page of a history; `before` is where the next one begins, 0 where none follows."""

    lines: tuple[Line, ...]
    before: int = 0


def names_of(connection: Connection, tenant: str, member: Member) -> list[str]:
    """Give the ids and accounts under which a member's history stands: those they were, too."""
    former = redirects.leading_to(connection, tenant, redirects.MEMBER, member.member_id)
    old = redirects.leading_to(connection, tenant, redirects.ACCOUNT, member.account)
    return sorted({member.member_id, member.account, *former, *old})


def read(access: Access, connection: Connection, member: Member, *, before: int = 0) -> History:
    """Give a page of a member's history; what nobody outside needs to see is left out."""
    about = names_of(connection, access.tenant, member)
    tills = {each.device: each.name for each in heads.devices(connection, access.tenant)}
    shown: list[tuple[Event, histories.Past]] = []
    for _ in range(ROUNDS_MAX):
        past = histories.read(connection, access.tenant, about, before=before, limit=PAGE)
        for each in past:
            made = _decoded(each.raw)
            if made is not None and made.type not in INTERNAL:
                shown.append((made, each))
                if len(shown) == PAGE:
                    return History(
                        lines=_lines(access, connection, about, tills, shown), before=each.position
                    )
        if len(past) < PAGE:
            return History(lines=_lines(access, connection, about, tills, shown))
        before = past[-1].position
    return History(lines=_lines(access, connection, about, tills, shown), before=before)


def moved_of(made: Event, about: Sequence[str]) -> dict[str, int]:
    """Add up what an event gave to and took from these accounts, by unit of value."""
    found: dict[str, int] = {}
    for change in accounts.changes(made.postings):
        if change.account in about and accounts.is_value(change.unit):
            found[change.unit] = found.get(change.unit, 0) + change.delta
    return {unit: amount for unit, amount in sorted(found.items()) if amount}


def _lines(
    access: Access,
    connection: Connection,
    about: Sequence[str],
    tills: Mapping[str, str],
    shown: Sequence[tuple[Event, histories.Past]],
) -> tuple[Line, ...]:
    backs = [name for made, _ in shown for name in (undo.id_of(made.id), unmerge.id_of(made.id))]
    done = events.known_ids(connection, access.tenant, backs)
    return tuple(_line(made, past, about, tills, done) for made, past in shown)


def _line(
    made: Event,
    past: histories.Past,
    about: Sequence[str],
    tills: Mapping[str, str],
    done: set[str],
) -> Line:
    undone = bool({undo.id_of(made.id), unmerge.id_of(made.id)} & done)
    is_own = past.device == SERVER
    is_merge = is_own and made.type == MERGE and made.data.get("into") in about
    said = [made.data.get(name) for name in ("to_pay_minor", "money_minor", "amount_minor")]
    return Line(
        position=past.position,
        event_id=made.id,
        type=made.type,
        day=made.day,
        at=made.at,
        where="" if is_own else tills.get(past.device, past.device),
        actor=made.actor,
        programme=made.programme,
        moved=moved_of(made, about),
        money_minor=next((each for each in said if isinstance(each, int)), 0),
        data=made.data,
        postings=made.postings,
        undoable=undo.can_be(made, past.device) and not undone,
        partable=is_merge and not undone,
        undone=undone,
    )


def _decoded(raw: bytes) -> Event | None:
    try:
        return msgspec.json.decode(raw, type=Event)
    except msgspec.MsgspecError:
        return None

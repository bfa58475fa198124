"""Events that the server made for its owner, done again from the words of the tills that kept them.

The event keeps its id, and with it the names of its lots: what tills paid out of them meanwhile
finds them there again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from loyalty.errors import Refusal
from loyalty.event import Event, Posting, decode
from server import pins
from server.commands.adjust import given, taken
from server.people import People
from server.work import MEMBER_ACTS, VALUE_ACTS, Work
from storage.records import ACTIVE, BLOCKED, Member
from storage.server import changes, events, members
from storage.server import pins as pin_rows
from sync.sign import act_message
from sync.wire import ACTS_MAX, ActRow

_STATUS = {"member_blocked": BLOCKED, "member_unblocked": ACTIVE}
_PARTS = 3


def unknown(work: Work, rows: Sequence[ActRow]) -> dict[str, str]:
    """Give those that the books do not have, as text by id; without our own seal none counts."""
    said: dict[str, ActRow] = {}
    for row in rows[:ACTS_MAX]:
        made = _read(bytes(row.event))
        if made is not None:
            said[made.id] = row
    known = events.known_ids(work.connection, work.tenant.tenant, list(said))
    return {
        event_id: bytes(row.event).decode()
        for event_id, row in said.items()
        if event_id not in known and _is_sealed(work, row)
    }


def is_value(text: str) -> bool:
    """Say whether it moved points, stamps or rewards: that is never too late."""
    return decode(text.encode()).type in VALUE_ACTS


def do(work: Work, sealed_by: People, told: Mapping[str, str]) -> None:
    """Do them again in the order in which they were done."""
    known = events.known_ids(work.connection, work.tenant.tenant, list(told))
    for event_id in sorted(told.keys() - known):
        made = decode(told[event_id].encode())
        if made.type in VALUE_ACTS:
            work.act(made.type, _postings(work, made), made.data, event_id=made.id)
        elif made.type == "pin_reset":
            _without_pin(work, sealed_by, made)
        elif made.type == "level_given":
            work.act(made.type, made.postings, made.data, event_id=made.id)
        else:
            _of_member(work, made)


def _read(raw: bytes) -> Event | None:
    try:
        made = decode(raw)
    except Refusal:
        return None
    return made if made.type in VALUE_ACTS | MEMBER_ACTS else None


def _is_sealed(work: Work, row: ActRow) -> bool:
    try:
        seal = bytes.fromhex(row.seal)
    except ValueError:
        return False
    return work.is_own(act_message(bytes(row.event)), seal)


def _postings(work: Work, made: Event) -> list[Posting]:
    """Give what it gave, lot by lot; take what it took from what is free now, the rest is owed."""
    gives, takes = list[Posting](), Counter[tuple[str, str]]()
    named = {_account(name) for one in made.postings for name in (one.debit, one.credit)} - {""}
    work.shelf.fetch(sorted(named))
    book = work.shelf.book
    if made.type == "transfer" and len({book.root(name) for name in named}) == 1:
        return []  # both have one account by now
    for one in made.postings:
        source, target = _account(one.debit), _account(one.credit)
        if source:
            takes[book.root(source), one.unit] += one.amount
        if target:
            gives.append(given(book.root(target), one.unit, one.amount, one.lot))
    for (account, unit), amount in sorted(takes.items()):
        gives.extend(taken(book.purse(account, unit), account, unit, amount))
    return gives


def _account(name: str) -> str:
    """Give the member's account in the name of a ledger account; empty for one of the shop's."""
    parts = name.split(":")
    return parts[1] if len(parts) == _PARTS and parts[0] == "m" else ""


def _of_member(work: Work, made: Event) -> None:
    """Block them, let them in, or let them leave a household, as it was; not who is unknown now."""
    tenant, member_id = work.tenant.tenant, made.data["member"]
    found = members.read(work.connection, tenant, [member_id]).get(member_id)
    after = _after(work, found, made) if found else None
    if after is not None:
        work.act(made.type, (), made.data, event_id=made.id)
        members.save(work.connection, tenant, [after])
        work.tell(changes.MEMBER, member_id)


def _without_pin(work: Work, sealed_by: People, made: Event) -> None:
    """Take the PIN away that was taken away; one that was chosen later stays."""
    who = made.data["member"]
    known = pin_rows.versions(work.connection, work.tenant.tenant, [who])
    if known and known[who] < made.data["version"]:
        pins.put(work, sealed_by.keys, who, "")


def _after(work: Work, found: Member, made: Event) -> Member | None:
    if made.type in _STATUS:
        is_there = found.status in (ACTIVE, BLOCKED)
        return replace(found, status=_STATUS[made.type]) if is_there else None
    left = made.data["from"]
    work.shelf.fetch([left, found.account])
    book = work.shelf.book
    is_at_home = book.root(found.account) == book.root(left)
    return replace(found, account=made.data["account"]) if is_at_home else None

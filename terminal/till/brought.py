"""Remembers which imports there were, and takes one back by reversals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import msgspec

from loyalty import accounts, event
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from loyalty.refunds.refund import reverse
from loyalty.standing import Standing
from storage.ports import Ledger
from storage.records import Entry, Head, Member, Person, PersonOut
from terminal.till import recorder, roll
from terminal.till.desk import Desk
from terminal.till.taking_over import AGAIN, IMPORT

KEPT: Final = "imports"
UNDONE: Final = "import_undo"
LAST: Final = "last"
KEPT_MAX: Final = 50
TOGETHER: Final = 50
_PAGE: Final = 500
_LOOKED_AT: Final = 50
_IMPORTS: Final = frozenset({"enrol", AGAIN})


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """One import: from which event on, of which file, and whether it was taken back."""

    id: str
    file: str
    at_us: int
    epoch: int
    seq: int
    members: int = 0
    points: int = 0
    done: bool = False
    undone: bool = False


@dataclass(slots=True, kw_only=True)
class Undone:
    """What taking an import back came to."""

    members: int = 0
    points: int = 0
    detached: int = 0
    kept: int = 0


def every(ledger: Ledger) -> tuple[Import, ...]:
    """Give the imports that this till made, oldest first."""
    raw = ledger.get(KEPT)
    return msgspec.json.decode(raw, type=tuple[Import, ...]) if raw else ()


def note(ledger: Ledger, one: Import) -> None:
    """Remember an import, or what became of it."""
    others = [each for each in every(ledger) if each.id != one.id]
    kept = sorted([*others, one], key=lambda each: each.at_us)[-KEPT_MAX:]
    ledger.put(KEPT, msgspec.json.encode(kept).decode())


def find(ledger: Ledger, named: str) -> Import:
    """Find an import by its id, the end of it, or `last`. Raises Refusal `import_unknown`."""
    known = [one for one in every(ledger) if not one.undone]
    if named == LAST:
        known = known[-1:]
    else:
        known = [one for one in known if len(named) > 3 and one.id.endswith(named)]  # noqa: PLR2004
    if len(known) != 1:
        raise Refusal("import_unknown", "this till knows no such import that could be taken back")
    return known[0]


def was_taken_back(desk: Desk, member: Member) -> bool:
    """Say whether a member came by an import that was taken back, and not again since."""
    for stored in desk.ledger.recent_of(member.account, _LOOKED_AT):
        made = event.decode(stored.raw)
        if made.data.get("member") != member.member_id:
            continue
        if made.type == UNDONE:
            return True
        if made.type in _IMPORTS:
            return False
    return False


def undo(desk: Desk, one: Import, undone: Undone | None = None) -> Iterator[int]:
    """Take everything back that an import gave, and let go of whoever did nothing since.

    Gives after each few how many are done; `undone` is filled on the way. What was spent
    meanwhile is owed, as after a refund. Raises what storage.ports.Ledger.commit raises; what is
    done by then stays done, and doing it again does the rest.
    """
    undone = undone or Undone()
    made = _made_by(desk, one)
    while some := list(islice(made, TOGETHER)):
        head, entries = desk.ledger.head(), list[Entry]()
        for each in some:
            entry = _back(desk, head, each, one.id, undone)
            head = recorder.after(head, entry)
            entries.append(entry)
        desk.ledger.commit_all(entries)
        yield undone.members
    note(desk.ledger, msgspec.structs.replace(one, undone=True))
    yield undone.members


def _made_by(desk: Desk, one: Import) -> Iterator[Event]:
    """Give the events of an import that nobody took back yet; sales may lie between them."""
    head = desk.ledger.head()
    for epoch in range(one.epoch, head.epoch + 1):
        seq = one.seq if epoch == one.epoch else 1
        while page := desk.ledger.events(epoch, seq, _PAGE):
            for stored in page:
                if stored.epoch == head.epoch and stored.seq > head.seq:
                    return
                made = event.decode(stored.raw)
                is_ours = made.type in _IMPORTS and made.data.get(IMPORT) == one.id
                if is_ours and desk.ledger.corrected_by(made.id) is None:
                    yield made
            seq = page[-1].seq + 1


def _back(desk: Desk, head: Head, made: Event, run: str, undone: Undone) -> Entry:
    account, member_id = str(made.data["account"]), str(made.data["member"])
    standing = roll.standing(desk, account)
    member = roll.member(desk, member_id)
    # Another till may have been first with this member: what this one wrote was booked nowhere.
    is_booked = member is None or member.account == standing.account
    is_idle = is_booked and _did_nothing(desk, made, account)
    undone.members += 1
    undone.points += is_booked * sum(
        each.amount
        for each in made.postings
        if each.debit == accounts.GIVEN and each.unit == accounts.POINTS
    )
    undone.detached += is_idle
    undone.kept += not is_idle
    return recorder.entry(
        desk,
        head,
        kind=UNDONE,
        event_id=recorder.new_id(desk),
        data={
            "member": member_id,
            "account": standing.account,
            "corrects": made.id,
            IMPORT: run,
            "detached": is_idle,
        },
        postings=_reversed(desk, made, standing) if is_booked else (),
        account=standing.account,
        corrects=made.id,
        person=_nobody(desk, member_id) if is_idle else None,
        open_sale=desk.ledger.open_sale(),
    )


def _reversed(desk: Desk, made: Event, standing: Standing) -> tuple[Posting, ...]:
    """Turn what was given round, and forgive what was brought as owed."""
    given = [each for each in made.postings if each.credit != accounts.GIVEN]
    owed = [each for each in made.postings if each.credit == accounts.GIVEN]
    back = reverse(given, standing=standing, day=desk.day(), account=standing.account)
    turned = (msgspec.structs.replace(one, debit=one.credit, credit=one.debit) for one in owed)
    return (*back, *turned)


def _did_nothing(desk: Desk, made: Event, account: str) -> bool:
    """Say whether a member is just what the import made of them, at this till and at others."""
    newest = desk.ledger.recent_of(account, 1)
    if newest and event.decode(newest[0].raw).id != made.id:
        return False
    brought_here: dict[str, int] = {}
    for change in accounts.changes(made.postings):
        brought_here[change.unit] = brought_here.get(change.unit, 0) + change.delta
    standing = roll.standing(desk, account)
    now = {**standing.balance, **standing.counters}
    units = {*brought_here, *now}
    return all(brought_here.get(unit, 0) == now.get(unit, 0) for unit in units)


def _nobody(desk: Desk, member_id: str) -> PersonOut | None:
    """Give the row that takes somebody's personal data away; None where there is none."""
    before = roll.person(desk, member_id)
    if before is None:
        return None
    return PersonOut(person=Person(person_id=member_id, version=before.version + 1), blind={})

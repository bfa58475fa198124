"""Members who come from another system: their card, what they are called, and their points."""

from __future__ import annotations

import msgspec

from loyalty import ids
from loyalty.accounts import POINTS
from loyalty.benefits.periods import lasts_until
from loyalty.entries import Given
from loyalty.postings import of_entries
from loyalty.why import why
from storage.records import (
    CARD,
    LEGACY,
    PHONE,
    Credential,
    Entry,
    Head,
    Member,
    Person,
    PersonOut,
)
from terminal.till import enrol, recorder
from terminal.till.desk import Desk


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """Who comes; `phone_e164` and `name` may be empty, `points` is what they had."""

    key: str
    name: str = ""
    phone_e164: str = ""
    points: int = 0


def entry(desk: Desk, head: Head, who: Newcomer, numbers: set[str]) -> Entry:
    """Make the event that takes a member over; nothing is written yet.

    It is an enrolment like every other, with what they had as a lot of its own. What joining
    brings is not given: they joined long ago. `numbers` are those of entries that still wait, and
    gets this one's.
    """
    number = enrol.new_number(desk)
    while number in numbers:
        number = enrol.new_number(desk)
    numbers.add(number)
    event_id, member_id = recorder.new_id(desk), recorder.new_id(desk)
    account = ids.account_of_number(desk.tenant_key, number)
    given = _opening(desk, who.points)
    return recorder.entry(
        desk,
        head,
        kind="enrol",
        event_id=event_id,
        data={
            "member": member_id,
            "account": account,
            "number": number,
            "old_cards": [who.key],
            "given": msgspec.to_builtins(given),
            "counted": [],
        },
        postings=of_entries(account, event_id, given=given),
        account=account,
        member=Member(member_id=member_id, account=account, number=number, joined_day=desk.day()),
        credentials=_credentials(desk, member_id, number, who),
        person=_person(desk, member_id, who),
        # A sale that a crash left open is none of this.
        open_sale=desk.ledger.open_sale(),
    )


def _opening(desk: Desk, points: int) -> tuple[Given, ...]:
    if not points:
        return ()
    ends = lasts_until(recorder.programme(desk).points, desk.day())
    reason = why("opening", given=points)
    return (Given(rule="opening", unit=POINTS, amount=points, last_day=ends, why=reason),)


def _credentials(desk: Desk, member_id: str, number: str, who: Newcomer) -> tuple[Credential, ...]:
    shown = [(CARD, number), (LEGACY, who.key)]
    if who.phone_e164:
        shown.append((PHONE, ids.blind_phone(desk.tenant_key, who.phone_e164)))
    return tuple(Credential(kind=kind, key=key, member_id=member_id) for kind, key in shown)


def _person(desk: Desk, member_id: str, who: Newcomer) -> PersonOut | None:
    if not (who.name or who.phone_e164):
        return None
    blind = {PHONE: ids.blind_phone(desk.tenant_key, who.phone_e164)} if who.phone_e164 else {}
    person = Person(person_id=member_id, version=1, name=who.name, phone=who.phone_e164)
    return PersonOut(person=person, blind=blind)

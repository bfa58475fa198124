"""What happens to members beside sales: joining, activities, opening figures, gifts, changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from loyalty import accounts
from loyalty.accounts import POINTS, USED
from loyalty.benefits.bonuses import activity, enrolled
from loyalty.benefits.gifts import Benefit, due_of
from loyalty.benefits.periods import bucket, lasts_until
from loyalty.benefits.totals import needs
from loyalty.book.people import Person
from loyalty.book.shop import Shop, Written, plain
from loyalty.entries import Counted, Given
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.lots import NEVER, take
from loyalty.lots import name as lot_name
from loyalty.postings import of_entries
from loyalty.programme.benefits import Gift
from loyalty.scene import Facts
from loyalty.why import why


def join(shop: Shop, name: str, facts: Facts, account: str = "", till: str = "") -> Person:
    """Let somebody join, with what the programme gives for it. Raises Refusal `member_exists`."""
    person = shop.roll.add(name, facts, account)
    given, counted = enrolled(shop.scene(person, till))[:2]
    enter(shop, "enrol", person, given, counted, till=till)
    return person


def record_activity(shop: Shop, person: Person, name: str, till: str = "") -> Written | None:
    """Record something that a member did. Raises Refusal `activity_unknown`, `member_blocked`."""
    given, counted = activity(shop.scene(person, till), name)[:2]
    return enter(shop, "activity", person, given, counted, till=till, activity=name)


def opening(
    shop: Shop,
    person: Person,
    amounts: Mapping[str, int],
    *,
    last: str = "",
    first: str = "",
    till: str = "",
) -> Written | None:
    """Take over what a member had elsewhere: points, stamps, vouchers, money spent and visits.

    Points last as the programme says from today, unless `last` names their last day. Raises
    Refusal `amount_negative`.
    """
    programme, day = shop.programme, shop.day
    if min(amounts.values(), default=0) < 0:
        raise Refusal("amount_negative", "nobody begins with less than nothing")
    given, counted = [], []
    for unit, amount in amounts.items():
        if accounts.is_value(unit):
            ends = last or (lasts_until(programme.points, day) if unit == POINTS else NEVER)
            reason = why("opening", given=amount)
            gift = Given(
                rule="opening",
                unit=unit,
                amount=amount,
                first_day=first if first > day else "",
                last_day=ends,
                why=reason,
            )
            given.append(gift)
            continue
        units = {unit}
        units |= {bucket(n.counter, n.period, day) for n in needs(programme) if n.counter == unit}
        counted += [Counted(unit=each, delta=amount) for each in sorted(units)]
    return enter(shop, "opening", person, given, counted, till=till)


def issue(
    shop: Shop,
    people: Iterable[Person],
    reward: str,
    *,
    times: int = 1,
    first: str = "",
    last: str = "",
    till: str = "",
) -> list[Written]:
    """Give vouchers for a reward to members. Raises Refusal `reward_unknown`, `quantity`."""
    if times < 1:
        raise Refusal("quantity", "at least one voucher", got=times)
    programme, made = shop.programme, []
    for person in people:
        benefit = Benefit(
            id="",
            because="adjusted",
            rule=reward,
            name=programme.reward(reward).name,
            gift=Gift(reward=reward),
            times=times,
            everywhere=True,
        )
        given = due_of(shop.scene(person, till), [benefit]).given
        dated = [_dated(each, first if first > shop.day else "", last) for each in given]
        written = enter(shop, "issue", person, dated, (), till=till)
        made += [written] if written else []
    return made


def adjust(
    shop: Shop, person: Person, unit: str, amount: int, *, reason: str, till: str = ""
) -> Written | None:
    """Put a figure right by hand. What is taken beyond what is there is owed."""
    day = shop.day
    note = why("adjusted", reason=reason, given=amount)
    if not accounts.is_value(unit):
        return enter(shop, "adjust", person, (), [Counted(unit=unit, delta=amount)], till=till)
    if amount >= 0:
        life = shop.programme.points if unit == POINTS else None
        ends = lasts_until(life, day) if life else NEVER
        gift = Given(rule="adjust", unit=unit, amount=amount, last_day=ends, why=note)
        return enter(shop, "adjust", person, [gift] if amount else [], (), till=till)
    shop.reach(till)
    account, name = person.account, shop.new_id()
    here = shop.standing(account, till).held.get(unit, ())
    lots, missing = take(here, -amount)
    moved = [(accounts.held(account), lot.lot, lot.amount) for lot in lots]
    if missing:
        moved.append((accounts.open_(account), lot_name(name), missing))
    postings = [
        Posting(debit=debit, credit=USED, unit=unit, lot=lot, amount=part)
        for debit, lot, part in moved
    ]
    data = {"why": plain([note])[0], "reason": reason}
    return shop.write("adjust", postings=postings, data=data, person=person, till=till)


def enter(
    shop: Shop,
    kind: str,
    person: Person,
    given: Iterable[Given],
    counted: Iterable[Counted],
    *,
    event_id: str = "",
    till: str = "",
    day: str = "",
    **data: Any,
) -> Written | None:
    """Write an event that gives and counts; one that does neither is written too."""
    made_id = event_id or shop.new_id()
    given, counted = tuple(given), tuple(counted)
    kept = {"given": plain(given), "counted": plain(counted), **data}
    return shop.write(
        kind,
        postings=of_entries(person.account, made_id, given=given, counted=counted),
        data=kept,
        event_id=made_id,
        person=person,
        till=till,
        day=day,
    )


def _dated(given: Given, first: str, last: str) -> Given:
    return msgspec.structs.replace(
        given, first_day=first or given.first_day, last_day=last or given.last_day
    )

"""An owner's correction of what a member has, with a reason from a list.

The list is short and closed, because an event is never changed or erased: nobody can write a
name into it.
"""

from __future__ import annotations

from loyalty import accounts, lots
from loyalty.benefits.periods import lasts_until
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.programme import Programme, in_force
from loyalty.programme.terms import FOR_EVER, Life
from server import terms
from server.commands import finding
from server.commands.asking import Answer
from server.purse import FREE, Purse
from server.work import Work

REASONS = ("goodwill", "correction", "complaint", "misuse", "other")
AMOUNT_MAX = 10**9


def adjust(work: Work, who: str, amount: int, unit: str, reason: str) -> Answer:
    """Give an amount (above zero) or take one: free first, the rest is owed.

    Raises Refusal `member_unknown`, `amount_wrong`, `reason_unknown`, `unit_unknown`.
    """
    programme = check(work, amount, unit, reason)
    member = finding.member(work, who)
    work.shelf.fetch([member.account])
    purse = work.shelf.book.purse(member.account, unit)
    event_id = work.new_id()
    if amount > 0:
        last_day = lasts_until(life(programme, unit), work.day)
        postings = [given(member.account, unit, amount, lots.name(event_id, last_day))]
    else:
        postings = taken(purse, member.account, unit, -amount)
    data = {"member": member.member_id, "account": member.account, "reason": reason}
    work.act("adjust", postings, data, event_id=event_id)
    return {
        "member": member.member_id,
        "unit": unit,
        "amount": amount,
        "balance": purse.balance,
        "free": purse.total(FREE),
        "owed": purse.owed,
    }


def check(work: Work, amount: int, unit: str, reason: str) -> Programme:
    """Give the programme in force if this can be adjusted. Raises as `adjust` does."""
    if not 0 < abs(amount) <= AMOUNT_MAX:
        raise Refusal("amount_wrong", "an adjustment is a whole number that is not 0", got=amount)
    if reason not in REASONS:
        raise Refusal(
            "reason_unknown",
            f"a reason is one of {', '.join(REASONS)}",
            expected=list(REASONS),
            got=reason,
        )
    programme = in_force(terms.known(work), work.day)
    finding.check_unit(programme, unit)
    return programme


def given(account: str, unit: str, amount: int, lot: str) -> Posting:
    """Write what gives an amount of a lot to what is free of an account."""
    return Posting(
        debit=accounts.GIVEN, credit=accounts.open_(account), unit=unit, amount=amount, lot=lot
    )


def taken(purse: Purse, account: str, unit: str, amount: int) -> list[Posting]:
    """Take free lots by their names, and what is missing without one: that is owed."""
    parts, missing = lots.take(purse.held(FREE), amount)
    named = [(part.lot, part.amount) for part in parts]
    return [
        Posting(
            debit=accounts.open_(account), credit=accounts.GIVEN, unit=unit, amount=part, lot=lot
        )
        for lot, part in (*named, ("", missing))
        if part
    ]


def life(programme: Programme, unit: str) -> Life:
    """Give how long this unit lasts when it is given today."""
    if unit == accounts.POINTS:
        return programme.points
    card = programme.stamp_card(unit)
    if card is not None:
        return card.life or FOR_EVER
    rewards = (each for each in programme.rewards if accounts.voucher(each.id) == unit)
    return next(rewards).life or FOR_EVER

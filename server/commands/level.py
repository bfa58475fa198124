"""A level by hand with a last day: a counter that tills read as they read all the others."""

from __future__ import annotations

from datetime import date

from loyalty import accounts
from loyalty.benefits import granted
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.programme import in_force
from server import terms
from server.commands import finding
from server.commands.adjust import REASONS
from server.commands.asking import Answer
from server.work import Work

LEVEL_GIVEN = "level_given"
YEARS_MAX = 5


def give(work: Work, who: str, level: str, last_day: str, reason: str) -> Answer:
    """Let a member have a level at least through a day (ISO); an empty level takes it back.

    It takes the place of one that was given by hand before. What sales bring is not changed: who
    earns a higher level has that one. Raises Refusal `member_unknown`, `level_unknown` (expected:
    the levels there are), `day_wrong` and `reason_unknown`.
    """
    member = finding.member(work, who)
    programme = in_force(terms.known(work), work.day)
    known = [tier.id for tier in programme.tiers]
    if level and level not in known:
        shown = ", ".join(known) or "none"
        raise Refusal("level_unknown", f"the programme's levels are: {shown}", expected=known)
    if level and not work.day <= last_day <= _furthest(work.day):
        raise Refusal(
            "day_wrong",
            f"a level is given through a day from {work.day} to {_furthest(work.day)}",
            expected=_furthest(work.day),
            got=last_day,
        )
    if reason not in REASONS:
        raise Refusal("reason_unknown", f"a reason is one of {', '.join(REASONS)}", got=reason)
    work.shelf.fetch([member.account])
    counters = work.shelf.book.counters_of(work.shelf.book.counting(member.account))
    count = accounts.count(member.account)
    postings = [
        Posting(debit=count, credit=accounts.COUNTED, unit=unit, amount=amount)
        for unit, amount in sorted(counters.items())
        if amount > 0 and unit.startswith(granted.PREFIX)
    ]
    if level:
        unit = granted.unit(level, work.day, last_day)
        postings = [each for each in postings if each.unit != unit]
        if counters.get(unit, 0) <= 0:
            made = Posting(debit=accounts.COUNTED, credit=count, unit=unit, amount=1)
            postings.append(made)
    through = last_day if level else ""
    data = {"member": member.member_id, "account": member.account, "level": level}
    work.act(LEVEL_GIVEN, postings, {**data, "last_day": through, "reason": reason})
    return {"member": member.member_id, "level": level, "last_day": through}


def _furthest(day: str) -> str:
    on = date.fromisoformat(day)
    return on.replace(year=on.year + YEARS_MAX, day=min(on.day, 28)).isoformat()

"""What a till pays out by itself beside what it was granted: its own earns at once, and goodwill.

Both are the owner's to allow (loyalty.limits). An earn that can be used at once is posted to what
the till holds, every other one to what the server books. Goodwill is spent as a lot of its own
name and posted from what the server books: free pays it, and the rest is owed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from loyalty import accounts, lots
from loyalty.event import Posting
from loyalty.lots import HeldLot
from loyalty.standing import Standing

VOUCHED = f"~goodwill~{lots.NEVER}"
"""The lot that goodwill is shown as; it comes last, because it never ends."""


def at_once(
    postings: Iterable[Posting], account: str, allowed: Mapping[str, int]
) -> tuple[Posting, ...]:
    """Post what a sale gives to what its till holds, as far as `allowed` says by unit.

    What begins later, and what goes to somebody else, is for the server to book.
    """
    left = dict(allowed)
    posted: list[Posting] = []
    for each in postings:
        is_given = (each.debit, each.credit) == (accounts.GIVEN, accounts.open_(account))
        now = min(left.get(each.unit, 0), each.amount) if is_given else 0
        if now <= 0 or lots.first_day(each.lot):
            posted.append(each)
            continue
        left[each.unit] -= now
        posted.append(replace(each, credit=accounts.held(account), amount=now))
        if each.amount > now:
            posted.append(replace(each, amount=each.amount - now))
    return tuple(posted)


def vouching(standing: Standing, left: Mapping[str, int]) -> Standing:
    """Let a till pay out more than it holds, up to `left` and to what the member has.

    Nothing where something is owed, and nothing of a unit of which the member has no more.
    """
    held = dict(standing.held)
    for unit, most in left.items():
        here = sum(lot.amount for lot in held.get(unit, ()))
        more = min(most, standing.amount(unit) - here)
        if more > 0 and not standing.owed.get(unit, 0):
            held[unit] = (*held.get(unit, ()), HeldLot(lot=VOUCHED, amount=more))
    return replace(standing, held=held)


def vouched(postings: Iterable[Posting], event_id: str) -> tuple[Posting, ...]:
    """Post goodwill from what the server books; what comes back of it is a lot of this event."""
    return tuple(
        replace(
            each,
            debit=f"{each.debit.rpartition(':')[0]}:{accounts.OPEN}",
            lot=lots.name(event_id),
        )
        if each.lot == VOUCHED and each.credit == accounts.USED
        else each
        for each in postings
    )

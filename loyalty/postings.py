"""Postings: what entries move between accounts, one posting per unit and lot."""

from __future__ import annotations

from collections.abc import Iterable

from loyalty import accounts
from loyalty.entries import Counted, Given, Spent
from loyalty.event import Posting
from loyalty.lots import name


def of_entries(
    account: str,
    event_id: str,
    *,
    spent: Iterable[Spent] = (),
    given: Iterable[Given] = (),
    counted: Iterable[Counted] = (),
) -> tuple[Posting, ...]:
    """Give the postings of entries; `account` is the member's and `event_id` names the new lots.

    What a reward costs leaves what is held here, what is given the server books as free or
    against what is owed. Entries that name another account move that one.
    """
    moved: dict[tuple[str, str, str, str], int] = {}
    for cost in spent:
        for lot in cost.lots:
            key = (accounts.held(account), accounts.USED, cost.unit, lot.lot)
            moved[key] = moved.get(key, 0) + lot.amount
    open_here = accounts.open_(account)
    for gift in given:
        to = accounts.open_(gift.account) if gift.account else open_here
        new = name(event_id, gift.last_day, gift.first_day)
        key = (accounts.GIVEN, to, gift.unit, new)
        moved[key] = moved.get(key, 0) + gift.amount
    posted = [
        Posting(debit=debit, credit=credit, unit=unit, amount=amount, lot=lot)
        for (debit, credit, unit, lot), amount in moved.items()
        if amount
    ]
    count_here = accounts.count(account)
    for (whose, unit), delta in _steps(counted).items():
        counter = accounts.count(whose) if whose else count_here
        if delta > 0:
            posted.append(Posting(debit=accounts.COUNTED, credit=counter, unit=unit, amount=delta))
        elif delta < 0:
            posted.append(Posting(debit=counter, credit=accounts.COUNTED, unit=unit, amount=-delta))
    return tuple(posted)


def _steps(counted: Iterable[Counted]) -> dict[tuple[str, str], int]:
    steps: dict[tuple[str, str], int] = {}
    for step in counted:
        key = (step.account, step.unit)
        steps[key] = steps.get(key, 0) + step.delta
    return steps

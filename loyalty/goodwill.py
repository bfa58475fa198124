"""Goodwill: what a cashier may give without a purchase, counted for the member and the shift."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loyalty import accounts, lots
from loyalty.accounts import POINTS
from loyalty.benefits.periods import lasts_until
from loyalty.counter_limits import CounterLimits
from loyalty.event import Posting
from loyalty.programme import FOR_EVER, Programme

MONTH = len("2026-11")
REASONS = ("1", "2", "3", "4")
"""A complaint, a long wait, our mistake, something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """What can be given: stamps of a card or points, and what it counts as in minor units."""

    unit: str
    amount: int
    worth_minor: int


def gifts(programme: Programme, limits: CounterLimits) -> tuple[Gift, ...]:
    """Give what an owner lets a cashier give: stamps of each card, then points.

    A stamp has no price, so that the stamps of a month count as the whole of its money.
    """
    found = [
        Gift(
            unit=accounts.stamps(card.id),
            amount=limits.goodwill_stamps,
            worth_minor=limits.goodwill_minor,
        )
        for card in programme.stamp_cards
        if limits.goodwill_stamps
    ]
    worth = programme.point_worth
    points = limits.goodwill_minor * worth.points // worth.minor if worth.minor else 0
    if points and programme.earn:
        found.append(Gift(unit=POINTS, amount=points, worth_minor=limits.goodwill_minor))
    return tuple(found)


def counter(day: str) -> str:
    """Name the counter of what a member was given in the month of a business date."""
    return f"goodwill:{day[:MONTH]}"


def is_over(
    counters: Mapping[str, int], day: str, shift_minor: int, gift: Gift, limits: CounterLimits
) -> bool:
    """Say whether a gift is more than a cashier gives alone, to this member or in this shift."""
    this_month = counters.get(counter(day), 0) + gift.worth_minor
    this_shift = shift_minor + gift.worth_minor
    return this_month > limits.goodwill_minor or this_shift > limits.goodwill_shift_minor


def postings(
    programme: Programme, account: str, event_id: str, gift: Gift, day: str
) -> tuple[Posting, ...]:
    """Give the postings of a gift: the server books it as free or against what is owed."""
    card = programme.stamp_card(gift.unit)
    life = programme.points if card is None else card.life or FOR_EVER
    lot = lots.name(event_id, lasts_until(life, day))
    given = Posting(
        debit=accounts.GIVEN,
        credit=accounts.open_(account),
        unit=gift.unit,
        amount=gift.amount,
        lot=lot,
    )
    counted = Posting(
        debit=accounts.COUNTED,
        credit=accounts.count(account),
        unit=counter(day),
        amount=gift.worth_minor,
    )
    return (given, counted) if gift.worth_minor else (given,)


def back(made: Iterable[Posting]) -> tuple[Posting, ...]:
    """Give what takes a gift back, the counter too."""
    return tuple(
        Posting(
            debit=each.credit,
            credit=each.debit,
            unit=each.unit,
            amount=each.amount,
            lot=each.lot,
        )
        for each in made
    )

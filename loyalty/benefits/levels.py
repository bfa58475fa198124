"""Levels: which one a member has on a day, worked out from counters and never from the balance.

A level is a function of the buckets (see `periods`), so that two tills that count into the same
buckets agree without asking each other. The time behind us is cut into stretches. What was reached
in the first of them, the one that runs through today, still stands whole: it holds the days of
grace and, with `keep_next_period`, the calendar period before them. With `one_step` each further
stretch, one period long, counts one level less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from loyalty.accounts import EARNED, SPEND, VISITS
from loyalty.benefits import granted
from loyalty.benefits.periods import Dated, first_day, total
from loyalty.programme import Levels, Programme, Tier
from loyalty.programme.terms import Calendar, Ever, Period, Rolling

COUNTER_OF = {"spend": SPEND, "visits": VISITS, "points": EARNED}


def tier_on(programme: Programme, counters: Mapping[str, int], day: str) -> Tier | None:
    """Give the level that a member has on a business date, or None below the first."""
    rank = rank_on(programme, counters, day)
    return programme.tiers[rank] if rank >= 0 else None


def next_tier(
    programme: Programme, counters: Mapping[str, int], day: str
) -> tuple[Tier, int] | None:
    """Give the next level up and what is missing to it in its measure."""
    above = rank_on(programme, counters, day) + 1
    if above == len(programme.tiers):
        return None
    tier = programme.tiers[above]
    return tier, tier.from_amount - _total(tier, counters, day)


def mark(tier: Tier) -> str:
    """Name the counter that says that a level was reached once, where none is ever lost."""
    return f"reached:{tier.id}"


def rank_on(programme: Programme, counters: Mapping[str, int], day: str) -> int:
    """Give the place in the ladder of the level on a business date; -1 below the first.

    A level that was given by hand is had through its last day, however little was earned.
    """
    earned = _rank_earned(programme, counters, day)
    is_top = earned == len(programme.tiers) - 1
    return earned if is_top else max(earned, granted.rank(programme, counters, day))


def _rank_earned(programme: Programme, counters: Mapping[str, int], day: str) -> int:
    tiers, is_kept = programme.tiers, programme.levels.downgrade == "never"
    for rank in range(len(tiers) - 1, -1, -1):
        tier = tiers[rank]
        if is_kept or type(tier.period) is not Ever:
            return _rank_over_periods(programme, counters, day)
        # Over all time nothing is ever lost: the highest level reached is the one.
        if counters.get(COUNTER_OF[tier.measure], 0) >= tier.from_amount:
            return rank
    return -1


def _rank_over_periods(programme: Programme, counters: Mapping[str, int], day: str) -> int:
    best = -1
    past = _Past(programme.levels, counters, day)
    for rank in range(len(programme.tiers) - 1, -1, -1):
        if rank <= best:
            break
        best = max(best, rank - past.lost(programme.tiers[rank], rank - best))
    return best


def reached(programme: Programme, counters: Mapping[str, int], day: str) -> Iterator[Tier]:
    """Give the levels that the totals of their own periods reach on a business date."""
    for tier in programme.tiers:
        if _total(tier, counters, day) >= tier.from_amount:
            yield tier


def oldest_day(programme: Programme, period: Period, day: str) -> str:
    """Give the first business date whose bucket can still decide a level; empty for all time."""
    if isinstance(period, Ever):
        return ""
    starts = _starts(programme.levels, period, day)
    for _ in range(len(programme.tiers) if programme.levels.downgrade == "one_step" else 0):
        next(starts)
    return first_day(period, next(starts))


def _total(tier: Tier, counters: Mapping[str, int], day: str) -> int:
    return total(counters, COUNTER_OF[tier.measure], tier.period, day)


class _Past:
    """What a member's counters say of the days up to one, read once for all levels."""

    __slots__ = ("_counters", "_dated", "_day", "_is_at_once", "_levels", "_totals")

    def __init__(self, levels: Levels, counters: Mapping[str, int], day: str) -> None:
        self._levels, self._counters, self._day = levels, counters, day
        # Without grace and another period there is no earlier day that still counts.
        has_time = levels.grace_days or levels.keep_next_period
        self._is_at_once = levels.downgrade == "reached" and not has_time
        self._dated: dict[str, Dated] = {}
        self._totals: list[tuple[str, Period, int]] = []

    def _now(self, tier: Tier) -> int:
        """Give what counts for a level today; most ladders ask one thing of all their levels."""
        for measure, period, amount in self._totals:
            if measure == tier.measure and period == tier.period:
                return amount
        amount = _total(tier, self._counters, self._day)
        self._totals.append((tier.measure, tier.period, amount))
        return amount

    def lost(self, tier: Tier, most: int) -> int:
        """Count how many levels are off by now since a level was last reached; `most` is all."""
        if self._now(tier) >= tier.from_amount:
            return 0
        downgrade = self._levels.downgrade
        if downgrade == "never":
            return 0 if self._counters.get(mark(tier), 0) > 0 else most
        if isinstance(tier.period, Ever) or self._is_at_once:
            return most
        starts, end = _starts(self._levels, tier.period, self._day), self._day
        for steps in range(most if downgrade == "one_step" else 1):
            start = next(starts)
            if self._had(tier, start, end):
                return steps
            end = _back(start, 1)
        return most

    def _had(self, tier: Tier, start: str, end: str) -> bool:
        """Say whether a level was reached on any day from `start` through `end`."""
        if isinstance(tier.period, Rolling):
            return self._had_rolling(tier, start, end)
        while end >= start:
            if _total(tier, self._counters, end) >= tier.from_amount:
                return True
            end = _back(first_day(tier.period, end), 1)
        return False

    def _had_rolling(self, tier: Tier, start: str, end: str) -> bool:
        if start == self._day:
            return False
        counter = COUNTER_OF[tier.measure]
        if counter not in self._dated:
            self._dated[counter] = Dated(self._counters, counter)
        dated = self._dated[counter]
        if dated.total(first_day(tier.period, start), end) < tier.from_amount:
            return False
        # A rolling total rises only on days that have a bucket; the first day has what is left.
        return any(
            dated.total(first_day(tier.period, on), on) >= tier.from_amount
            for on in (start, *dated.between(start, end))
        )


def _starts(levels: Levels, period: Period, day: str) -> Iterator[str]:
    """Give the first days of the stretches, from today backwards."""
    start = _back(day, levels.grace_days)
    if isinstance(period, Calendar):
        start = first_day(period, start)
        if levels.keep_next_period:
            start = first_day(period, _back(start, 1))
    while True:
        yield start
        start = _back(first_day(period, start), 1)
        if isinstance(period, Calendar):
            start = first_day(period, start)


def _back(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()

"""Levels: which one a member has on a day, worked out from counters and never from the balance.

A level is a function of the buckets (see `periods`), so that two tills that count into the same
buckets agree without asking each other. What a level was on an earlier day is asked of the same
buckets: that is how grace, keeping for the next period and falling step by step are worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from loyalty.accounts import EARNED, SPEND, VISITS
from loyalty.periods import first_day, total
from loyalty.programme import Programme, Tier
from loyalty.programme.terms import Calendar, Ever

COUNTER_OF = {"spend": SPEND, "visits": VISITS, "points": EARNED}


def tier_on(programme: Programme, counters: Mapping[str, int], day: str) -> Tier | None:
    """Give the level that a member has on a business date, or None below the first."""
    rank = _rank(programme, counters, day)
    return programme.tiers[rank] if rank >= 0 else None


def next_tier(
    programme: Programme, counters: Mapping[str, int], day: str
) -> tuple[Tier, int] | None:
    """Give the next level up and what is missing to it in its measure."""
    for tier in programme.tiers[_rank(programme, counters, day) + 1 :]:
        missing = tier.from_amount - total(counters, COUNTER_OF[tier.measure], tier.period, day)
        return tier, max(missing, 0)
    return None


def mark(tier: Tier) -> str:
    """Name the counter that says that a level was reached once, where none is ever lost."""
    return f"reached:{tier.id}"


def _supported(programme: Programme, counters: Mapping[str, int], day: str) -> int:
    """Give the rank that the buckets of the period support on a day; -1 below the first."""
    rank = -1
    for at, tier in enumerate(programme.tiers):
        if total(counters, COUNTER_OF[tier.measure], tier.period, day) >= tier.from_amount:
            rank = at
    return rank


def _rank(programme: Programme, counters: Mapping[str, int], day: str) -> int:
    now = _supported(programme, counters, day)
    if not programme.tiers or isinstance(programme.tiers[0].period, Ever):
        return now
    levels, top = programme.levels, len(programme.tiers) - 1
    if levels.downgrade == "never":
        reached = [at for at, tier in enumerate(programme.tiers) if counters.get(mark(tier), 0) > 0]
        return max([now, *reached])
    for drops, earlier in _earlier(programme, counters, day):
        if now == top:
            break
        now = max(now, _supported(programme, counters, earlier) - drops)
    return now


def _earlier(
    programme: Programme, counters: Mapping[str, int], day: str
) -> list[tuple[int, str]]:
    """Give the days whose level still counts today, and how many levels are off it by now."""
    levels, period = programme.levels, programme.tiers[0].period
    reach = len(programme.tiers) if levels.downgrade == "one_step" else 0
    if isinstance(period, Calendar):
        return _earlier_calendar(programme, day, reach)
    grace = levels.grace_days + (_length_days(programme, day) if levels.keep_next_period else 0)
    step = _length_days(programme, day)
    days = [(0, _back(day, grace))] if grace else []
    lowest = _back(day, grace + reach * step)
    prefix = f"{COUNTER_OF[programme.tiers[0].measure]}/"
    for unit in counters:
        on = unit.removeprefix(prefix)
        if unit.startswith(prefix) and len(on) == len(day) and lowest <= on < day:
            over = (date.fromisoformat(day) - date.fromisoformat(on)).days - grace
            days.append((max(-(-over // step), 0), on))
    for drops in range(1, reach + 1):
        days.append((drops, _back(day, grace + drops * step)))
    return days


def _earlier_calendar(programme: Programme, day: str, reach: int) -> list[tuple[int, str]]:
    levels, period = programme.levels, programme.tiers[0].period
    days, start, kept = [], day, int(levels.keep_next_period)
    for periods_ago in range(1, kept + reach + 2):
        last = _back(first_day(period, start), 1)
        # Grace begins when the level would be lost: at the end of the last period that keeps it.
        in_grace = (date.fromisoformat(day) - date.fromisoformat(last)).days <= levels.grace_days
        drops = max(periods_ago - kept, 0)
        if periods_ago == kept + 1 and _since_start(period, day) <= levels.grace_days:
            drops = 0
        if drops <= reach or in_grace:
            days.append((0 if in_grace else drops, last))
        start = last
    return days


def _since_start(period: Calendar, day: str) -> int:
    start = date.fromisoformat(first_day(period, day))
    return (date.fromisoformat(day) - start).days + 1


def _length_days(programme: Programme, day: str) -> int:
    start = date.fromisoformat(first_day(programme.tiers[0].period, day))
    return (date.fromisoformat(day) - start).days + 1


def _back(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()

"""How much one cashier may do alone before somebody else is asked: the owner's limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median_low

import msgspec

from loyalty.accounts import earned_on

MANY = 1_000_000_000
MINUTE_US = 60_000_000
LARGE_LOOKED_AT = 100
"""How many of a till's last sales say what is usual there."""
LARGE_LEAST, LARGE_MANY = 5, 20
"""From how many sales on anything is asked, and from how many the largest of them say enough."""
LARGE_PERCENT = 97
"""Above so many per cent of all sales one is among the largest."""
FEW_TIMES = 8
"""How far above the usual an amount is asked about while few sales are known."""


class CounterLimits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What may be done without a supervisor; each with what a small shop would choose.

    Late additions and moves count a shift, moves only up to `move_minutes` after the sale, visits
    that earn a member a day, and `stamp_minutes` lie between two stamps (0 of these two: no
    limit). Goodwill is stamps or money's worth a member a month, and money's worth a shift. An
    amount over `large_times` the usual one may be asked about once (0: never). `lock_minutes` of
    nobody touching anything lock a counter at which several work (0: never).
    """

    late_additions: int = 3
    moves: int = 5
    move_minutes: int = 15
    earning_visits: int = 4
    stamp_minutes: int = 30
    goodwill_stamps: int = 1
    goodwill_minor: int = 200
    goodwill_shift_minor: int = 1_000
    take_back_minor: int = 5_000
    large_times: int = 3
    lock_minutes: int = 5


def is_right(limits: CounterLimits) -> bool:
    """Say whether every limit is a number from nothing up that a database can keep."""
    figures = (getattr(limits, name) for name in limits.__struct_fields__)
    return all(0 <= each <= MANY for each in figures)


def is_large(amount_minor: int, recent_minor: Sequence[int], limits: CounterLimits) -> bool:
    """Say whether an amount looks like a digit too many, and is worth asking about once.

    `recent_minor` are the amounts of the till's last sales. An amount over `large_times` the
    usual one is asked about where it is over twice what all but one of them came to, or where it
    is among the largest and a digit in it stands twice that leaves a usual amount when it is taken
    away: a table that pays together is nothing strange. While few are known, only what is about
    ten times the usual is.
    """
    many = len(recent_minor)
    if many < LARGE_LEAST or not limits.large_times:
        return False
    usual_minor = median_low(recent_minor)
    if many < LARGE_MANY:
        return amount_minor > max(limits.large_times, FEW_TIMES) * usual_minor
    if amount_minor <= limits.large_times * usual_minor:
        return False
    known = sorted(recent_minor)
    if amount_minor > 2 * known[-2]:
        return True
    is_high = amount_minor > known[many * LARGE_PERCENT // 100 - 1]
    return is_high and any(
        usual_minor <= 2 * each and 5 * each <= 8 * usual_minor for each in _undoubled(amount_minor)
    )


def _undoubled(amount_minor: int) -> set[int]:
    """Give what somebody may have meant whose finger pressed one key twice."""
    digits = str(amount_minor)
    return {
        int(digits[:at] + digits[at + 1 :])
        for at in range(1, len(digits))
        if digits[at] == digits[at - 1]
    }


def visits_over(counters: Mapping[str, int], day: str, limits: CounterLimits) -> int:
    """Give how often a member has earned on a business date, where that is the limit; else 0."""
    visits = counters.get(earned_on(day), 0)
    return visits if limits.earning_visits and visits >= limits.earning_visits else 0


def stamp_wait_minutes(last_us: int, now_us: int, limits: CounterLimits) -> int:
    """Give the minutes that have to pass before the next stamp, begun ones counted; 0 for none."""
    left_us = last_us + limits.stamp_minutes * MINUTE_US - now_us
    return max(-(-left_us // MINUTE_US), 0) if last_us and now_us >= last_us else 0

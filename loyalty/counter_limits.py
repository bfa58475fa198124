"""How much one cashier may do alone before somebody else is asked: the owner's limits."""

from __future__ import annotations

import msgspec

MANY = 1_000_000_000


class CounterLimits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What may be done without a supervisor; each with what a small shop would choose.

    Late additions and moves count a shift, moves only up to `move_minutes` after the sale, visits
    that earn a member a day. Goodwill is stamps or money's worth a member a month, and money's
    worth a shift. An amount over `large_times` the usual one is asked about once. `lock_minutes`
    of nobody touching anything lock a counter at which several work (0: never).
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


def is_large(amount_minor: int, usual_minor: int, limits: CounterLimits) -> bool:
    """Say whether an amount is so far above the usual one that it is asked about once.

    A shop without a usual amount yet (0) is asked nothing.
    """
    return usual_minor > 0 and amount_minor > limits.large_times * usual_minor

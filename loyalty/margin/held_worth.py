"""What a till that holds rights could pay out by itself at most, in money."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from loyalty.accounts import POINTS, voucher
from loyalty.margin.worth_most import Worths
from loyalty.programme import Programme


def most_minor(programme: Programme, held: Mapping[str, int]) -> int:
    """Give in minor units, rounded up, what so much of each unit is worth with its best reward.

    A reward whose worth only the size of the sale limits counts nothing: no amount can be named.
    """
    worths = Worths(programme)
    vouchers = {voucher(reward.id): reward for reward in programme.rewards}
    total = Fraction(0)
    for unit, amount in held.items():
        if unit == POINTS:
            total += amount * worths.point_minor
        elif unit in vouchers:
            total += amount * (worths.of(vouchers[unit]).minor or 0)
        else:
            total += amount * max((each for _, each in worths.per_unit(unit)), default=Fraction(0))
    return math.ceil(total)

"""Whether members buy more since they joined, with the interval in which the truth lies.

Three whole months before the month of joining are held against three whole months after it, for
those who were already buying on their card before they gave their name. They are compared with
themselves, and where there are enough others, with those who bought as much meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt

from server.access import Access
from server.insight.overview import share
from server.insight.period import month_later
from storage.server import insight
from storage.server.insight import Before

MONTHS = 3
FEWEST = 30
"""Of fewer people nothing is said: chance would speak."""
_WIDTH_HUNDREDTHS = 196


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplift:
    """What joining changed, per thousand of what was spent before; it lies from `low` to `high`."""

    people: int
    change: int
    low: int
    high: int


def uplift(access: Access, today: str) -> Uplift | None:
    """Compare those whose three months after joining ended last; None where they are too few."""
    joined_in = month_later(today[:7], -MONTHS - 1)
    with access.database.read() as connection:
        rows = insight.joined(
            connection,
            access.tenant,
            joined_in,
            month_later(joined_in, -MONTHS),
            month_later(joined_in, MONTHS),
        )
    return compared(rows)


def compared(rows: Sequence[Before]) -> Uplift | None:
    """Give the change of what people spend, in pairs, and its interval of 95 per cent."""
    count = len(rows)
    before = sum(row.before_minor for row in rows)
    if count < FEWEST or before <= 0:
        return None
    changes = [row.after_minor - row.before_minor for row in rows]
    total = sum(changes)
    squares = sum(each * each for each in changes)
    # The variance of the sum of so many changes: n times that of one, in whole numbers.
    variance = (count * squares - total * total) // (count - 1)
    half = isqrt(variance) * _WIDTH_HUNDREDTHS // 100
    return Uplift(
        people=count,
        change=_of(total, before),
        low=_of(total - half, before),
        high=_of(total + half, before),
    )


def _of(part: int, whole: int) -> int:
    found = share(part, whole)
    assert found is not None, "they spent something before"
    return found

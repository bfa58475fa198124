"""Periods: which stretch of days a total is over, and the counters that keep it.

A counter over a period is kept in buckets, `<counter>/<label>`: a calendar period has one bucket
(`spend/2026`, `spend/2026-Q4`, `spend/2026-11`, `spend/2026-W47`, `spend/2026-11-22`), a rolling
one has a bucket a day. Buckets only ever grow by what happened on their days, so two tills that
never met count into the same ones and any till can add them up. What no rule can need any more
is dropped once a store-day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from loyalty.lots import NEVER
from loyalty.programme.terms import Calendar, Ever, Life, Period, Rolling

_YEAR_MONTHS = 12
_DAY_LENGTH = len(NEVER)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later or earlier, or that month's last day."""
    years, month = divmod(day.month - 1 + months, _YEAR_MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def label(period: Period, day: str) -> str:
    """Name the bucket of a period that a business date (ISO) belongs to; empty for all time."""
    match period:
        case Ever():
            return ""
        case Calendar(unit="year"):
            return day[:4]
        case Calendar(unit="month"):
            return day[:7]
        case Calendar(unit="quarter"):
            return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
        case Calendar(unit="week"):
            year, week, _ = date.fromisoformat(day).isocalendar()
            return f"{year}-W{week:02}"
        case _:
            return day


def bucket(counter: str, period: Period, day: str) -> str:
    """Name the unit that counts for a period on a business date."""
    named = label(period, day)
    return f"{counter}/{named}" if named else counter


def first_day(period: Period, day: str) -> str:
    """Give the first business date of the period that a day belongs to; empty for all time."""
    on = date.fromisoformat(day)
    match period:
        case Ever():
            return ""
        case Rolling(months=None, days=None):
            return (months_after(on, -_YEAR_MONTHS) + timedelta(days=1)).isoformat()
        case Rolling(months=months, days=days):
            back = months_after(on, -months) if months else on
            return (back - timedelta(days=(days or 0) - 1)).isoformat()
        case Calendar(unit="year"):
            return on.replace(month=1, day=1).isoformat()
        case Calendar(unit="quarter"):
            return on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1).isoformat()
        case Calendar(unit="month"):
            return on.replace(day=1).isoformat()
        case Calendar(unit="week"):
            return (on - timedelta(days=on.weekday())).isoformat()
        case _:
            return day


def total(counters: Mapping[str, int], counter: str, period: Period, day: str) -> int:
    """Add up what a counter holds for the period that ends or runs on a business date."""
    if not isinstance(period, Rolling):
        return counters.get(bucket(counter, period, day), 0)
    # What sorts between two units of one counter and is as long as they are is a day of it.
    first, last = f"{counter}/{first_day(period, day)}", f"{counter}/{day}"
    size = len(last)
    return sum(
        amount for unit, amount in counters.items() if first <= unit <= last and len(unit) == size
    )


class Dated:
    """The day buckets of one counter in the order of their days, for many totals of it."""

    __slots__ = ("_days", "_sums")

    def __init__(self, counters: Mapping[str, int], counter: str) -> None:
        first, last = f"{counter}/0", f"{counter}/{NEVER}"
        start, size = len(counter) + 1, len(last)
        dated = sorted(
            (unit[start:], amount)
            for unit, amount in counters.items()
            if first <= unit <= last and len(unit) == size
        )
        self._days: list[str] = [day for day, _ in dated]
        self._sums: list[int] = [0]
        for _, amount in dated:
            self._sums.append(self._sums[-1] + amount)

    def between(self, start: str, end: str) -> Sequence[str]:
        """Give the business dates with a bucket from `start` through `end`."""
        return self._days[bisect_left(self._days, start) : bisect_right(self._days, end)]

    def total(self, start: str, end: str) -> int:
        """Add up the buckets from `start` through `end`."""
        below = self._sums[bisect_left(self._days, start)]
        return self._sums[bisect_right(self._days, end)] - below

    def latest(self, day: str) -> str:
        """Give the last business date through `day` on which something was counted, or empty."""
        for at in range(bisect_right(self._days, day) - 1, -1, -1):
            if self._sums[at + 1] > self._sums[at]:
                return self._days[at]
        return ""


def is_day(named: str) -> bool:
    """Say whether the label of a bucket is a single day."""
    return len(named) == _DAY_LENGTH and named[4] == named[7] == "-"


def lasts_until(life: Life, day: str) -> str:
    """Give the last day of something given on a business date; `9999-12-31` when it never ends.

    So many months and days later, stretched to the end of that month or year: ten points of
    2020-07-06 that last twelve months until the end of the month can be spent through 2021-07-31.
    """
    if life.months is None and life.days is None and life.until is None:
        return NEVER
    end = months_after(date.fromisoformat(day), life.months or 0) + timedelta(days=life.days or 0)
    if life.until == "year":
        end = end.replace(month=12, day=31)
    elif life.until == "month":
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return end.isoformat()


def runs_until(months: int | None, days: int | None, first: str) -> str:
    """Give the last day of what runs whole months and days, the first day counted."""
    end = months_after(date.fromisoformat(first), months or 0) + timedelta(days=days or 0)
    return (end - timedelta(days=1)).isoformat()

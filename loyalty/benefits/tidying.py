"""Tidying: which counters nobody can need any more, so that no member's history slows a sale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from loyalty.accounts import CAME, EARNS, VISITS, issued
from loyalty.assurance import NO_PIN
from loyalty.benefits import granted
from loyalty.benefits.gifts import later
from loyalty.benefits.levels import COUNTER_OF, oldest_day
from loyalty.benefits.periods import Dated, first_day, is_day, label
from loyalty.benefits.totals import needs, over_periods
from loyalty.pin import is_old_try
from loyalty.programme import Programme
from loyalty.programme.terms import Calendar, Period, Rolling

_DIGITS = str.maketrans("123456789", "000000000")
_CALENDARS = {
    "0000": Calendar(unit="year"),
    "0000-Q0": Calendar(unit="quarter"),
    "0000-00": Calendar(unit="month"),
    "0000-W00": Calendar(unit="week"),
    "0000-00-00": Calendar(unit="day"),
}
_LABEL_AT = {"birthday": -1, "activity": -1, "milestone": 1, "stairs": 1, "entry": 1}
_COUNTERS = frozenset(COUNTER_OF.values())
_OF_A_DAY = ("cap:", "stampcap:", "used:", NO_PIN, CAME, EARNS)


def stale(programme: Programme, counters: Mapping[str, int], day: str) -> Iterator[str]:
    """Give the counters that can be taken back to zero on a business date, in order.

    Buckets of periods that no rule asks for any more, the caps of days gone by, memberships and
    levels by hand that have ended, wrong PINs of days gone by (never a lock), and the marks of
    what can no longer be given again.
    """
    oldest = _oldest(programme, counters, day)
    windows = _windows(programme, day)
    for unit in sorted(counters):
        if counters[unit] == 0:
            continue
        if (
            _is_over(unit, counters, day)
            or _is_old_mark(unit, windows, day)
            or _is_old_bucket(unit, oldest)
            or is_old_try(unit, counters[unit], day)
        ):
            yield unit


def _is_over(unit: str, counters: Mapping[str, int], day: str) -> bool:
    """Say whether a counter is about a day or days that are over, or was kept to be given."""
    _, _, tail = unit.partition("/")
    if unit.startswith("due:"):
        return counters[unit] < 0 or counters.get(issued(unit.removeprefix("due:")), 0) > 0
    if unit.startswith(("pass:", granted.PREFIX)):
        return tail.rpartition("~")[2] < day
    return unit.startswith(_OF_A_DAY) and is_day(tail) and tail < day


def _is_old_bucket(unit: str, oldest: Mapping[tuple[str, str], str]) -> bool:
    counter, _, named = unit.partition("/")
    if counter not in _COUNTERS and not counter.startswith("count:"):
        return False
    shape = _shape(named)
    return shape in _CALENDARS and named < oldest.get((counter, shape), "~")


def _shape(named: str) -> str:
    """Tell the labels of years, quarters, months, weeks and days from one another."""
    return named.translate(_DIGITS)


def _oldest(
    programme: Programme, counters: Mapping[str, int], day: str
) -> dict[tuple[str, str], str]:
    """Give the oldest label that is needed of each counter and kind of period."""
    oldest: dict[tuple[str, str], str] = {}

    def keep(counter: str, period: Period, since: str) -> None:
        named = label(period, since)
        key = (counter, _shape(named))
        oldest[key] = min(oldest.get(key, named), named)

    for need in needs(programme):
        keep(need.counter, need.period, _before(need.period, day))
    for tier in programme.tiers:
        since = oldest_day(programme, tier.period, day) or day
        keep(COUNTER_OF[tier.measure], tier.period, since)
    if programme.points.inactive_days is not None:
        keep(VISITS, Rolling(), Dated(counters, VISITS).latest(day) or day)
    return oldest


def _before(period: Period, day: str) -> str:
    """Give the first business date that a benefit over a period can still ask for."""
    start = first_day(period, day) or day
    return first_day(period, later(start, -1)) if isinstance(period, Calendar) else start


def _windows(programme: Programme, day: str) -> dict[str, str]:
    """Give the first day of the running period of each benefit over a rolling one."""
    named = {f"entry/{tier.id}": tier.period for tier in programme.tiers}
    for rule in over_periods(programme):
        named[f"milestone/{rule.id}"] = named[f"stairs/{rule.id}"] = rule.period
    return {
        head: first_day(period, day)
        for head, period in named.items()
        if isinstance(period, Rolling)
    }


def _is_old_mark(unit: str, windows: Mapping[str, str], day: str) -> bool:
    """Say whether a benefit was given for a period before the one that can be caught up."""
    kind, *rest = unit.removeprefix("issued:").split("/")
    at = _LABEL_AT.get(kind)
    if at is None or len(rest) < 2 or not unit.startswith("issued:"):  # noqa: PLR2004
        return False
    rule, named = rest[0], rest[at]
    if f"{kind}/{rule}" in windows and _shape(named) == "0000-00-00":
        return named < windows[f"{kind}/{rule}"]
    period = _CALENDARS.get(_shape(named))
    return period is not None and named < label(period, _before(period, day))

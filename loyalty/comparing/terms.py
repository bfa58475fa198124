"""Compares terms that many rules share: how long something lasts, when and for whom it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loyalty.programme import Gift
from loyalty.programme.terms import Hours, Life, Rule, Scoped

DAY_MINUTES = 24 * 60
_WEEK = frozenset({"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
_MONTH_DAYS = 30
_NEVER = "9999-12-31"
_STRETCH = {None: 0, "month": 1, "year": 2}


def is_shorter(was: Life, now: Life) -> bool:
    """Say whether something may end sooner; nothing named is for ever."""
    if not (now.months or now.days or now.until):
        return False
    if not (was.months or was.days or was.until):
        return True
    # A month may have 28 days: what was named in months and is now in days counts by the longest.
    before, after = _days(was, _MONTH_DAYS + 1), _days(now, _MONTH_DAYS - 2)
    if (was.months, was.days) == (now.months, now.days):
        return _STRETCH[now.until] < _STRETCH[was.until]
    if was.days == now.days:
        before, after = was.months or 0, now.months or 0
    return after < before or (_STRETCH[now.until] < _STRETCH[was.until])


def _days(life: Life, month_days: int) -> int:
    return (life.months or 0) * month_days + (life.days or 0)


def is_smaller(was: Gift | None, now: Gift | None) -> bool:
    """Say whether a gift may be less: fewer points, or another reward or none."""
    if was is None or was == now:
        return False
    if now is None:
        return True
    return now.points < was.points or (was.reward is not None and now.reward != was.reward)


def narrower(was: Rule, now: Rule) -> Iterator[str]:
    """Name the conditions that may leave out what was covered: lines, times and members."""
    if _covers_less(was, now):
        yield "categories"
    if not set(now.weekdays or _WEEK) >= set(was.weekdays or _WEEK):
        yield "weekdays"
    if not _minutes(now.hours) >= _minutes(was.hours):
        yield "hours"
    if (now.valid_from or "") > (was.valid_from or ""):
        yield "valid_from"
    if (now.valid_until or _NEVER) < (was.valid_until or _NEVER):
        yield "valid_until"
    for name in ("tiers", "segments", "memberships"):
        if _asks_more(getattr(was, name), getattr(now, name)):
            yield name
    if now.personal and not was.personal:
        yield "personal"
    if now.code is not None and now.code != was.code:
        yield "code"


def _covers_less(was: Scoped, now: Scoped) -> bool:
    named = {*was.categories, *was.products}
    kept = {*now.categories, *now.products}
    if kept and (not named or not kept >= named):
        return True
    left_out = {*was.except_categories, *was.except_products}
    return not left_out >= {*now.except_categories, *now.except_products}


def _asks_more(was: Iterable[str], now: Iterable[str]) -> bool:
    before, after = set(was), set(now)
    return bool(after) and (not before or not after >= before)


def _minutes(hours: tuple[Hours, ...]) -> set[int]:
    if not hours:
        return set(range(DAY_MINUTES))
    found: set[int] = set()
    for each in hours:
        start, until = _clock(each.start), _clock(each.until)
        last = until if until > start else until + DAY_MINUTES
        found.update(at % DAY_MINUTES for at in range(start, last))
    return found


def _clock(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)

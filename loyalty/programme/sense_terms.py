"""Checks the terms of each rule: its lines, days, hours, levels, groups and code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

from loyalty.programme import sense_places as places
from loyalty.programme.sense_head import is_day
from loyalty.programme.sense_remark import Remark, blank, known, once, remark
from loyalty.programme.shapes import Programme
from loyalty.programme.terms import Rule, Scoped, Weekday

WEEKDAYS: tuple[str, ...] = get_args(Weekday)
"""In the order in which a date numbers them, Monday first."""


def remarks(programme: Programme) -> Iterator[Remark]:
    """Check the terms of every rule."""
    for path, rule in places.rules(programme):
        yield from _days(rule, path)
        yield from _hours(rule, path)
        yield from _for_whom(programme, rule, path)
        yield from _lines(rule, path)
        if rule.code is not None and not rule.code.strip():
            yield remark(f"{path}.code", rule.code, "text that is not empty")


def weekdays_of(rule: Rule) -> frozenset[str]:
    """Give the weekdays on which a rule can hold, also by the days that it begins and ends."""
    named = frozenset(rule.weekdays or WEEKDAYS)
    first, last = rule.valid_from, rule.valid_until
    if first is None or last is None or not (is_day(first) and is_day(last)):
        return named
    return named & weekdays_between(first, last)


def weekdays_between(first: str, last: str) -> frozenset[str]:
    """Give the weekdays from one day of the calendar through another, none when it is before."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    count = min((end - start).days + 1, len(WEEKDAYS))
    return frozenset(WEEKDAYS[(start + timedelta(days=n)).weekday()] for n in range(count))


def _days(rule: Rule, path: str) -> Iterator[Remark]:
    first, last = rule.valid_from, rule.valid_until
    for name, day in (("valid_from", first), ("valid_until", last)):
        if day is not None and not is_day(day):
            yield remark(f"{path}.{name}", day, "a day of the calendar")
    yield from once(rule.weekdays, f"{path}.weekdays", "weekday")
    if first is not None and last is not None:
        if last < first:
            yield remark(f"{path}.valid_until", last, f"{first} or later")
        elif not weekdays_of(rule):
            wanted = f"a weekday that there is from {first} through {last}"
            yield remark(f"{path}.weekdays", list(rule.weekdays), wanted)


def _hours(rule: Rule, path: str) -> Iterator[Remark]:
    for at, hours in enumerate(rule.hours):
        if hours.start == hours.until:
            wanted = "another time than from: it is the first minute after"
            yield remark(f"{path}.hours[{at}].until", hours.until, wanted)
        if hours in rule.hours[:at]:
            yield remark(f"{path}.hours[{at}].from", hours.start, "each part of the day once")


def _for_whom(programme: Programme, rule: Rule, path: str) -> Iterator[Remark]:
    referred = (
        ("tiers", rule.tiers, [each.id for each in programme.tiers], "a tier"),
        ("segments", rule.segments, programme.segments, "a segment, which segments lists"),
        ("memberships", rule.memberships, [m.id for m in programme.memberships], "a membership"),
    )
    for name, items, ids, what in referred:
        yield from once(items, f"{path}.{name}", name.removesuffix("s"))
        for at, item in enumerate(items):
            yield from known(item, ids, f"{path}.{name}[{at}]", what, name)


def _lines(rule: Scoped, path: str) -> Iterator[Remark]:
    pairs = (
        ("categories", "category", rule.categories, rule.except_categories),
        ("products", "product", rule.products, rule.except_products),
    )
    for name, what, named, excepted in pairs:
        for field, items in ((name, named), (f"except_{name}", excepted)):
            yield from blank(items, f"{path}.{field}")
            yield from once(items, f"{path}.{field}", what)
        for at, item in enumerate(excepted):
            if item in named:
                wanted = f"a {what} that {name} does not name"
                yield remark(f"{path}.except_{name}[{at}]", item, wanted)

"""The most points that a programme can give for money and for a visit, whoever comes when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product

from loyalty.earning.conditions import weekday, within
from loyalty.programme import EarnAmount, EarnItem, EarnPercent, EarnRule, Programme
from loyalty.programme.terms import Hours, Rule

_WHOLE = 100
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Points per minor unit paid and points per visit, multiplied, and by how much in per cent."""

    per_minor: Fraction
    per_visit: Fraction
    raised_percent: Fraction


@dataclass(frozen=True, slots=True)
class Situation:
    """Who comes when: a level (empty below the first), a business date, a time of day."""

    tier: str
    day: str
    minute: int


def most(programme: Programme, typical_minor: int = 0) -> Rates:
    """Give the most that earn rules and multipliers that can hold together give.

    Rules for some groups, lines or codes only count as if they held for everybody. With a typical
    amount a visit counts as such a sale.
    """
    rules = (*programme.earn, *programme.multipliers)
    found = [_rates(programme, each, typical_minor) for each in situations(programme, rules)]
    return Rates(
        per_minor=max(each.per_minor for each in found),
        per_visit=max(each.per_visit for each in found),
        raised_percent=max(each.raised_percent for each in found),
    )


def _rates(programme: Programme, at: Situation, typical_minor: int) -> Rates:
    base = [
        (*_rate(programme, rule, typical_minor), rule.exclusive)
        for rule in programme.earn
        if holds(rule, at)
    ]
    factor = Fraction(1)
    alone = Fraction(1)
    for each in programme.multipliers:
        if holds(each, at):
            raised = 1 + Fraction(each.percent, _WHOLE)
            if each.exclusive:
                alone = max(alone, raised)
            else:
                factor *= raised
    factor *= alone
    return Rates(
        per_minor=_together((money, is_alone) for money, _, is_alone in base) * factor,
        per_visit=_together((visit, is_alone) for _, visit, is_alone in base) * factor,
        raised_percent=(factor - 1) * _WHOLE,
    )


def _together(rates: Iterable[tuple[Fraction, bool]]) -> Fraction:
    """Add what adds, and of what excludes each other the most."""
    total, alone = ZERO, ZERO
    for rate, is_alone in rates:
        if is_alone:
            alone = max(alone, rate)
        else:
            total += rate
    return total + alone


def _rate(programme: Programme, rule: EarnRule, typical_minor: int) -> tuple[Fraction, Fraction]:
    """Give the points of one rule per minor unit and per visit."""
    match rule:
        case EarnAmount():
            return Fraction(rule.points, rule.per_minor), ZERO
        case EarnPercent():
            worth = programme.point_worth
            return Fraction(rule.percent * worth.points, _WHOLE * worth.minor), ZERO
        case EarnItem():
            # What a piece costs is not known: one piece a visit, and no minimum helps.
            points, least_minor = Fraction(rule.points, rule.pieces), typical_minor
        case _:
            least_minor = max(rule.minimum_minor, typical_minor)
            points = Fraction(rule.points)
    return (points / least_minor, ZERO) if least_minor else (ZERO, points)


def situations(programme: Programme, rules: Sequence[Rule]) -> Iterator[Situation]:
    """Give one situation of each kind that the rules tell apart: level, day, time of day."""
    tiers = {"", *(tier for rule in rules for tier in rule.tiers)}
    starts = {programme.from_day}
    for rule in rules:
        starts |= {day for day in (rule.valid_from, rule.valid_until) if day is not None}
    days = {
        date.fromordinal(date.fromisoformat(start).toordinal() + later).isoformat()
        for start in starts
        for later in range(7 if any(rule.weekdays for rule in rules) else 1)
    }
    minutes = {0, *(_minute(hours) for rule in rules for hours in rule.hours)}
    for tier, day, minute in product(sorted(tiers), sorted(days), sorted(minutes)):
        yield Situation(tier, day, minute)


def _minute(hours: Hours) -> int:
    return int(hours.start[:2]) * 60 + int(hours.start[3:])


def holds(rule: Rule, at: Situation) -> bool:
    """Say whether a rule can hold in a situation."""
    if rule.tiers and at.tier not in rule.tiers:
        return False
    if rule.valid_from is not None and at.day < rule.valid_from:
        return False
    if rule.valid_until is not None and at.day > rule.valid_until:
        return False
    if rule.weekdays and weekday(at.day) not in rule.weekdays:
        return False
    return not rule.hours or any(within(each, at.minute) for each in rule.hours)

"""The totals that a programme asks for: which counter each rule measures, over which period.

A measure of the whole sale has one counter that all rules share (`spend`, `visits`, `earned`). A
milestone or staircase over some lines, of pieces, or with days, levels or anything else of a rule
named has a counter of its own, `count:<id>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from loyalty.accounts import VISITS
from loyalty.benefits.levels import COUNTER_OF
from loyalty.programme import Milestone, Programme, Staircase
from loyalty.programme.terms import Period, Rolling

_EVERY_DAY = Rolling(days=1)


class Need(NamedTuple):
    """A total that some rule asks for: the counter and the period."""

    counter: str
    period: Period


def own_counter(rule: Milestone | Staircase) -> bool:
    """Say whether a milestone or staircase counts by itself: only what its terms cover."""
    return rule.measure == "items" or rule.is_scoped or not rule.is_always


def counter_of(rule: Milestone | Staircase) -> str:
    """Name the counter that a milestone or staircase over a period measures."""
    return f"count:{rule.id}" if own_counter(rule) else COUNTER_OF[rule.measure]


def over_periods(programme: Programme) -> Iterator[Milestone | Staircase]:
    """Give the milestones and staircases that count over more than one sale."""
    for milestone in programme.milestones:
        if milestone.within == "period":
            yield milestone
    yield from programme.staircases


def needs(programme: Programme) -> Iterator[Need]:
    """Give every total over a period that the programme asks for, some of them twice."""
    for tier in programme.tiers:
        yield Need(COUNTER_OF[tier.measure], tier.period)
    for rule in over_periods(programme):
        yield Need(counter_of(rule), rule.period)
    if programme.points.inactive_days is not None:
        yield Need(VISITS, _EVERY_DAY)

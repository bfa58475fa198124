"""Milestones and staircases: what the total of a period reached, less what stands as given.

A rule that comes later than a member's own history starts where it finds them: what was reached
before it first looked is settled without a gift, for a new version never rewrites the past.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count, islice
from typing import NamedTuple

from loyalty.accounts import issued
from loyalty.benefits.gifts import Benefit, later
from loyalty.benefits.periods import first_day, label, total
from loyalty.benefits.totals import counter_of, over_periods, own_counter
from loyalty.entries import Counted
from loyalty.programme import Milestone, Staircase, Tier
from loyalty.programme.benefits import Gift
from loyalty.programme.terms import Calendar, Period, Rolling
from loyalty.scene import Scene

MOST_AT_ONCE = 100
"""How many gifts of one milestone are given at once; the rest follows with the next sale."""

CATCH_UP_DAYS = 30
"""How long after its end a calendar period still brings what was reached in it."""

NUMBERED = 3
"""How many slashes the id of a numbered gift of a milestone has."""

LOOKS = 5
"""How many sales say that a rule looked, so that refunds of the first ones do not unsay it."""


def reached(rule: Milestone, amount: int) -> int:
    """Say how many gifts an amount of the measure brings."""
    if rule.every is not None:
        return amount // rule.every
    return int(rule.at is not None and amount >= rule.at)


def over_totals(scene: Scene, counters: Mapping[str, int]) -> Iterator[Benefit]:
    """Give what milestones and staircases over periods bring with the counters after a sale."""
    for rule in over_periods(scene.programme):
        if _is_later(scene, rule):
            settled = {**counters}
            for step in _settling(scene, rule):
                settled[step.unit] = settled.get(step.unit, 0) + step.delta
            yield from _of_rule(scene, settled, rule, scene.day)
            continue
        for day in _open_days(rule.period, scene.day):
            yield from _of_rule(scene, counters, rule, day)


def looks(scene: Scene, *, is_sale: bool) -> Iterator[Counted]:
    """Keep that rules looked at a member, and settle what was reached before they first did."""
    for rule in over_periods(scene.programme):
        looked = looked_at(rule.id)
        if own_counter(rule) or scene.standing.counters.get(looked, 0) >= LOOKS:
            continue
        is_later = _is_later(scene, rule)
        if is_later and scene.standing.home:
            yield from _settling(scene, rule)
        if scene.standing.home if is_later else is_sale:
            yield Counted(unit=looked, delta=1)


def is_in_all(unit: str) -> bool:
    """Say whether a counter has all gifts of a milestone: `issued:milestone/RULE/PERIOD`.

    Those of two members add up, while each numbered gift beside it still stands once.
    """
    return unit.startswith(issued("milestone/")) and unit.count("/") < NUMBERED


def looked_at(rule_id: str) -> str:
    """Name the counter of the first sales that a rule or the levels looked at."""
    return f"seen:{rule_id}"


def _is_later(scene: Scene, rule: Milestone | Staircase) -> bool:
    """Say whether a rule meets a member for the first time who reached something before it."""
    counters = scene.standing.counters
    if own_counter(rule) or counters.get(looked_at(rule.id), 0) > 0:
        return False
    return next(_of_rule(scene, counters, rule, scene.day), None) is not None


def _settling(scene: Scene, rule: Milestone | Staircase) -> Iterator[Counted]:
    """Give the marks that stand for gifts that a rule came too late for."""
    counters = scene.standing.counters
    if isinstance(rule, Milestone) and rule.every is not None:
        amount = total(counters, counter_of(rule), rule.period, scene.day)
        if not isinstance(rule.period, Rolling):
            unit = issued(Named(f"milestone/{rule.id}", rule.period, scene.day).id)
            yield Counted(unit=unit, delta=reached(rule, amount) - counters.get(unit, 0))
            return
    for each in _of_rule(scene, counters, rule, scene.day):
        yield Counted(unit=issued(each.id), delta=1)


def _of_rule(
    scene: Scene, counters: Mapping[str, int], rule: Milestone | Staircase, day: str
) -> Iterator[Benefit]:
    amount = total(counters, counter_of(rule), rule.period, day)
    if amount <= 0:
        return
    if isinstance(rule, Milestone):
        yield from _milestones(scene, counters, rule, reached(rule, amount), day)
    else:
        yield from _steps(scene, counters, rule, amount, day)


def _open_days(period: Period, day: str) -> Iterator[str]:
    """Give the day, and the last one of the period before while that one may be caught up."""
    yield day
    if isinstance(period, Calendar):
        start = first_day(period, day)
        if later(start, CATCH_UP_DAYS) > day:
            yield later(start, -1)


class Named(NamedTuple):
    """A benefit over a period: its id says what it is for and which period it was reached in.

    Over a rolling period the id names the day, and the benefit stands through the days of one.
    """

    head: str
    period: Period
    day: str
    tail: str = ""

    @property
    def id(self) -> str:
        """Give the id under which the benefit is issued on this day."""
        return f"{self.head}/{label(self.period, self.day) or '-'}{self.tail}"

    def stands(self, counters: Mapping[str, int]) -> int:
        """Count how often the benefit stands as given for the period of this day."""
        if not isinstance(self.period, Rolling):
            return int(counters.get(issued(self.id), 0) > 0)
        prefix, start = f"{issued(self.head)}/", first_day(self.period, self.day)
        days = slice(len(prefix), len(prefix) + len(self.day))
        return sum(
            amount > 0
            and unit.startswith(prefix)
            and start <= unit[days] <= self.day
            and unit.endswith(self.tail)
            for unit, amount in counters.items()
        )


def _milestones(
    scene: Scene, counters: Mapping[str, int], rule: Milestone, wanted: int, day: str
) -> Iterator[Benefit]:
    """Give the gifts of a milestone that are missing to those reached, the lowest first."""
    if not wanted:
        return
    named = Named(f"milestone/{rule.id}", rule.period, day)
    also: tuple[Counted, ...] = ()
    if isinstance(rule.period, Rolling):
        stand = named.stands(counters)
    elif rule.every is None:
        stand = named._replace(tail="/1").stands(counters)
    else:
        # So many gifts stand in all: asking for each of them would take longer every year.
        stand = counters.get(issued(named.id), 0)
        also = (Counted(unit=issued(named.id), delta=1),)
    ids = (f"{named.id}/{n}" for n in count(1))
    free = (each for each in ids if counters.get(issued(each), 0) <= 0)
    for benefit_id in islice(free, min(max(wanted - stand, 0), MOST_AT_ONCE)):
        yield benefit(scene, rule, rule.gift, "milestone", benefit_id, also=also)


def _steps(
    scene: Scene, counters: Mapping[str, int], rule: Staircase, amount: int, day: str
) -> Iterator[Benefit]:
    for step in rule.steps:
        if step.from_amount <= amount:
            named = Named(f"stairs/{rule.id}", rule.period, day, f"/{step.from_amount}")
            if not named.stands(counters):
                yield benefit(scene, rule, step.gift, "staircase", named.id)


def benefit(
    scene: Scene,
    rule: Milestone | Staircase | Tier,
    gift: Gift,
    because: str,
    benefit_id: str,
    *,
    also: tuple[Counted, ...] = (),
) -> Benefit:
    return Benefit(
        id=benefit_id,
        because=because,
        rule=rule.id,
        name=rule.name,
        gift=gift,
        pending_days=scene.programme.points.pending_days,
        also=also,
    )

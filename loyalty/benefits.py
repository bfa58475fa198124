"""What is due to a member now and was not given yet: milestones, staircases, levels, bonuses.

Everything is worked out from counters, so that what a till could not give, because the member's
home right is elsewhere, is given later by whoever holds it, under the same id. A total that
reached an amount brings as many gifts as it reached, less those that stand: after a refund and a
new purchase nothing is given twice, and what was taken back is given again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, islice
from typing import NamedTuple

from loyalty.accounts import VISITS, issued
from loyalty.bonuses import dated, referrals, remembered
from loyalty.conditions import holds
from loyalty.counting import counter_of, measured, over_periods
from loyalty.discount import Pricing
from loyalty.entries import Counted, Given
from loyalty.gifts import NOTHING, Benefit, Due, due_of, later
from loyalty.levels import rank_on
from loyalty.periods import first_day, label, total
from loyalty.programme import Milestone, Staircase, Tier
from loyalty.programme.benefits import Gift
from loyalty.programme.terms import Calendar, Period, Rolling
from loyalty.scene import Scene
from loyalty.standing import Standing

MOST_AT_ONCE = 100
"""How many gifts of one milestone are given at once; the rest follows with the next sale."""

_LOOKED = "seen:-"
"""The counter of the sales that looked whether a level with a gift was reached."""

CATCH_UP_DAYS = 30
"""How long after its end a calendar period still brings what was reached in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleSeen:
    """What benefits need of the sale that brings them: its prices, what it earns, the codes."""

    pricing: Pricing
    given: Sequence[Given] = ()
    codes: tuple[str, ...] = ()
    visited: bool = False
    tier: Tier | None = None


def due(scene: Scene, after: Standing, *, sale: SaleSeen | None = None) -> Due:
    """Give everything that is due with the standing after a sale, or without one, on a day.

    `scene.standing` is the standing before it. What needs the home right is given only where it
    is (`scene.standing.home`); elsewhere its reasons are what follows.
    """
    programme = scene.programme
    has_entries = any(tier.entry is not None for tier in programme.tiers)
    brings = has_entries or programme.milestones or programme.staircases or programme.bonuses
    if not brings or scene.facts.blocked:
        return NOTHING
    now = rank_on(programme, after.counters, scene.day) if has_entries else -1
    found = chain(
        _within_sale(scene, sale),
        _over_periods(scene, after.counters),
        _entries(scene, after.counters, now) if has_entries else (),
        referrals(scene, after.counters),
        remembered(scene, after.counters, every=sale is None),
        dated(scene, after.counters),
    )
    given, counted, follows = due_of(scene, found)
    if has_entries:
        counted = (*counted, *_looks(scene, after.counters, now, sale))
    return Due(given, counted, follows)


def _within_sale(scene: Scene, sale: SaleSeen | None) -> Iterator[Benefit]:
    """Give what one sale alone reaches; any till may, and every sale may again."""
    if sale is None:
        return
    for rule in scene.programme.milestones:
        if rule.within != "sale" or not holds(
            rule, scene, rule_id=rule.id, tier=sale.tier, codes=sale.codes
        ):
            continue
        moved = list(measured(rule, sale.pricing, sale.given, visited=sale.visited))
        times = _reached(rule, sum(each.delta for each in moved))
        if times:
            weights = moved[0].weights
            yield Benefit(
                id="",
                because="milestone",
                rule=rule.id,
                name=rule.name,
                gift=rule.gift,
                times=times,
                pending_days=scene.programme.points.pending_days,
                everywhere=True,
                weights=weights,
            )


def _reached(rule: Milestone, amount: int) -> int:
    """Say how many gifts an amount of the measure brings."""
    if rule.every is not None:
        return amount // rule.every
    return int(rule.at is not None and amount >= rule.at)


def _over_periods(scene: Scene, counters: Mapping[str, int]) -> Iterator[Benefit]:
    for rule in over_periods(scene.programme):
        for day in _open_days(rule.period, scene.day):
            amount = total(counters, counter_of(rule), rule.period, day)
            if amount <= 0:
                continue
            if isinstance(rule, Milestone):
                yield from _milestones(scene, counters, rule, _reached(rule, amount), day)
            else:
                yield from _steps(scene, counters, rule, amount, day)


def _open_days(period: Period, day: str) -> Iterator[str]:
    """Give the day, and the last one of the period before while that one may be caught up."""
    yield day
    if isinstance(period, Calendar):
        start = first_day(period, day)
        if later(start, CATCH_UP_DAYS) > day:
            yield later(start, -1)


class _Named(NamedTuple):
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
    scene: Scene, counters: Mapping[str, int], rule: Milestone, reached: int, day: str
) -> Iterator[Benefit]:
    """Give the gifts of a milestone that are missing to those reached, the lowest first."""
    if not reached:
        return
    named = _Named(f"milestone/{rule.id}", rule.period, day)
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
    for benefit_id in islice(free, min(max(reached - stand, 0), MOST_AT_ONCE)):
        yield _benefit(scene, rule, rule.gift, "milestone", benefit_id, also=also)


def _steps(
    scene: Scene, counters: Mapping[str, int], rule: Staircase, amount: int, day: str
) -> Iterator[Benefit]:
    for step in rule.steps:
        if step.from_amount <= amount:
            named = _Named(f"stairs/{rule.id}", rule.period, day, f"/{step.from_amount}")
            if not named.stands(counters):
                yield _benefit(scene, rule, step.gift, "staircase", named.id)


def _benefit(
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


def _entries(scene: Scene, counters: Mapping[str, int], now: int) -> Iterator[Benefit]:
    """Give the entry gifts of the levels that a member has and was not given for reaching them.

    A level that was had before counts as settled once the home right saw it, or when it is older
    than the gifts: then there are sales but none that looked for levels. Two tills that were
    offline may each have counted half of what a level takes; it is found here all the same.
    """
    programme, before_sale = scene.programme, scene.standing.counters
    before = rank_on(programme, before_sale, scene.day)
    is_older = before_sale.get(_LOOKED, 0) <= 0 and before_sale.get(VISITS, 0) > 0
    new = []
    for rank, tier in enumerate(programme.tiers[: now + 1]):
        if rank <= before and (is_older or before_sale.get(_seen(tier), 0) > 0):
            continue
        named = _Named(f"entry/{tier.id}", tier.period, scene.day)
        if tier.entry is not None and not named.stands(counters):
            new.append(_benefit(scene, tier, tier.entry, "tier_entry", named.id))
    yield from new[-1:] if programme.levels.entry == "highest" else new


def _seen(tier: Tier) -> str:
    """Name the counter that says that the home right saw this level and it was not lost since."""
    return f"seen:{tier.id}"


def _looks(
    scene: Scene, counters: Mapping[str, int], now: int, sale: SaleSeen | None
) -> Iterator[Counted]:
    """Keep which levels the home right saw, and that a sale looked."""
    if sale is not None:
        yield Counted(unit=_LOOKED, delta=1)
    if scene.standing.home:
        for rank, tier in enumerate(scene.programme.tiers):
            step = int(rank <= now) - counters.get(_seen(tier), 0)
            if step:
                yield Counted(unit=_seen(tier), delta=step)

"""Multipliers: by how many whole points each one raises what the earn rules give.

The points of all rules are multiplied together and floored once, at the end. A multiplier for
some lines raises only what was earned on those. To know that, the whole points of a rule are
handed out to its lines: the lines that are multiplied most come first, each getting exactly what
its money or pieces earn, the kept remainder with the first, until the rule's points are gone. So
a purchase with one more line never earns less: the new line can take nothing from a better one.
Fractions are integers over one common denominator.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import lcm
from typing import NamedTuple, TypeVar

from loyalty.basket import Basket
from loyalty.boost import RULE, Boosted
from loyalty.earning.conditions import holds
from loyalty.earning.measuring import Outcome
from loyalty.earning.plan import Plan, PlannedMultiplier
from loyalty.programme import Multiplier, Tier
from loyalty.rewards.discount import Pricing
from loyalty.scene import Scene

_WHOLE_PERCENT = 100

_Each = TypeVar("_Each")


class Active(NamedTuple):
    """A multiplier in force and the places that it covers; None is the whole sale."""

    planned: PlannedMultiplier
    places: Collection[int] | None

    @property
    def rule(self) -> Multiplier:
        """The multiplier itself."""
        return self.planned.rule


class Chosen(NamedTuple):
    """The rules and multipliers that count, and by how much each multiplier raises the points."""

    outcomes: Sequence[Outcome]
    active: Sequence[Active]
    raises: Sequence[int]


def in_force(
    plan: Plan, scene: Scene, basket: Basket, pricing: Pricing, tier: Tier | None
) -> list[Active]:
    """Give the multipliers that hold now, in their order; a boost raises what they made."""
    found = [
        Active(each, frozenset(pricing.covered(each.rule)) if each.is_scoped else None)
        for each in plan.multipliers
        if _holds(each, scene, basket, tier)
    ]
    boost = scene.boost
    return [*found, Active(_boosting(boost), None)] if boost and boost.percent else found


def _boosting(boost: Boosted) -> PlannedMultiplier:
    return PlannedMultiplier(
        rule=Multiplier(id=RULE, percent=boost.percent),
        is_scoped=False,
        is_always=True,
        is_by_level=False,
        is_timed=False,
        name="",
    )


def _holds(each: PlannedMultiplier, scene: Scene, basket: Basket, tier: Tier | None) -> bool:
    rule = each.rule
    if each.is_by_level:
        return tier is not None and tier.id in rule.tiers
    return each.is_always or holds(rule, scene, rule_id=rule.id, tier=tier, codes=basket.codes)


def chosen(plan: Plan, outcomes: list[Outcome], active: list[Active]) -> Chosen:
    """Keep what adds and, of exclusive rules and of exclusive multipliers, the best one.

    The best is what gives the member most in the end, multipliers included: comparing rules
    before their multipliers could let a bigger purchase change to a rule that gives less. Equals
    are decided by priority and then id.
    """
    if not plan.has_choice:
        return Chosen(outcomes, active, _raises(outcomes, active) if active else ())
    rules = _alternatives(outcomes, [each.planned.rule.exclusive for each in outcomes])
    boosts = _alternatives(active, [each.rule.exclusive for each in active])
    parts = _common_parts(outcomes)
    best = min(
        ((some, those) for some in rules for those in boosts),
        key=lambda pair: (-_total(pair[0], pair[1], parts), *_rank(*pair)),
    )
    return Chosen(*best, _raises(*best))


def _alternatives(items: list[_Each], exclusive: list[bool]) -> list[list[_Each]]:
    """Give the lists in which one exclusive item at most is left."""
    if sum(exclusive) <= 1:
        return [items]
    return [
        [item for at, item in enumerate(items) if at == kept or not exclusive[at]]
        for kept, alone in enumerate(exclusive)
        if alone
    ]


def _rank(outcomes: Sequence[Outcome], active: Sequence[Active]) -> tuple[int, str, int, str]:
    rule = next((o.planned.rule for o in outcomes if o.planned.rule.exclusive), None)
    boost = next((each.rule for each in active if each.rule.exclusive), None)
    return (
        -rule.priority if rule else 0,
        rule.id if rule else "",
        -boost.priority if boost else 0,
        boost.id if boost else "",
    )


def _raises(outcomes: Sequence[Outcome], active: Sequence[Active]) -> list[int]:
    """Tell each multiplier, in its order, the whole points by which it raises the result."""
    so_far = sum(each.points for each in outcomes)
    raises = []
    if all(each.places is None for each in active):
        product, scale = so_far, 1
        for each in active:
            product, scale = product * (_WHOLE_PERCENT + each.rule.percent), scale * _WHOLE_PERCENT
            raises.append(product // scale - so_far)
            so_far += raises[-1]
        return raises
    parts = scale = _common_parts(outcomes)
    for count in range(1, len(active) + 1):
        scale *= _WHOLE_PERCENT
        raises.append(_total(outcomes, active[:count], parts) // scale - so_far)
        so_far += raises[-1]
    return raises


def _common_parts(outcomes: Sequence[Outcome]) -> int:
    return lcm(*(each.planned.parts for each in outcomes))


def _total(outcomes: Sequence[Outcome], active: Sequence[Active], parts: int) -> int:
    """Give all points, multiplied, in 1/(parts * 100 ** multipliers) of a point."""
    everywhere = _factor(active, None)
    return sum(
        factor * share * (parts // each.planned.parts)
        for each in outcomes
        for factor, share in _shares(each, active, everywhere)
    )


def _factor(active: Sequence[Active], place: int | None) -> int:
    product = 1
    for each in active:
        covered = each.places is None or place in each.places
        product *= _WHOLE_PERCENT + (each.rule.percent if covered else 0)
    return product


def _shares(each: Outcome, active: Sequence[Active], everywhere: int) -> Iterator[tuple[int, int]]:
    """Hand out a rule's points over its lines: how often multiplied, how much, in 1/parts."""
    left = each.points * each.planned.parts
    lines = [
        (_factor(active, place), base)
        for place, base in zip(each.places, each.bases, strict=True)
        if base
    ]
    if each.planned.is_once:
        # Points for coming in are earned on no line; those for buying some lines on all of them.
        best = max(lines)[0] if lines and each.planned.is_scoped else everywhere
        yield best, left
        return
    reached = each.before
    for factor, base in sorted(lines, reverse=True):
        reached += base * each.planned.number
        share = min(max(reached, 0), left)
        yield factor, share
        left -= share
        reached -= share

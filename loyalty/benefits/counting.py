"""What a sale counts: money, visits, points and pieces, in all and for each period some rule needs.

Which counters there are is worked out in `totals`. One of a rule's own moves only by the sales and
lines that the rule covers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from loyalty.accounts import EARNED, POINTS, SPEND, VISITS
from loyalty.basket import GOODS, Basket
from loyalty.benefits.levels import mark, reached, tier_on
from loyalty.benefits.periods import bucket
from loyalty.benefits.totals import counter_of
from loyalty.earning.conditions import holds
from loyalty.earning.plan import Plan
from loyalty.entries import Counted, Given, Weights
from loyalty.programme import Milestone, ReferralBonus, Staircase
from loyalty.rewards.discount import Pricing
from loyalty.scene import Scene

_EARNING = ("earn_", "multiplier", "boost")


class Moved(NamedTuple):
    """How far a counter moves by one sale, and which lines brought it about."""

    delta: int
    weights: Weights = ()


def qualified(bonus: ReferralBonus) -> str:
    """Name the counter that says that a friend who was brought bought enough in one sale."""
    return f"qualified:{bonus.id}"


def counted(
    scene: Scene, basket: Basket, pricing: Pricing, given: Sequence[Given], *, visited: bool
) -> tuple[Counted, ...]:
    """Give what a priced sale counts; `given` is what it earns, `visited` that it is a visit.

    Money is what is left to pay on goods after rewards and points.
    """
    money = _money(pricing, range(len(pricing.lines)))
    found = [Counted(unit=SPEND, delta=money.delta, weights=money.weights)] if money.delta else []
    if visited:
        found.append(Counted(unit=VISITS, delta=1))
    plan = scene.plan or Plan.of(scene.programme)
    if plan.counts_more:
        sale = _Sale(basket, pricing, given, visited, money)
        found += _for_periods(plan, scene, sale)
        found += _friend(scene, money)
        found += _marks(scene, found)
    return tuple(found)


class _Sale(NamedTuple):
    basket: Basket
    pricing: Pricing
    given: Sequence[Given]
    visited: bool
    money: Moved


def _for_periods(plan: Plan, scene: Scene, sale: _Sale) -> Iterator[Counted]:
    """Count for the periods and the counters that rules ask for, each bucket once."""
    moves: dict[str, list[Moved]] = {SPEND: [sale.money], VISITS: [Moved(int(sale.visited))]}
    buckets = {SPEND, VISITS}
    for rule in plan.own_counters:
        counts = _counts(scene, rule, sale.basket.codes)
        moves[counter_of(rule)] = list(_measured(rule, sale)) if counts else []
    for need in plan.needs:
        if need.counter == EARNED and EARNED not in moves:
            moves[EARNED] = [Moved(each.amount, each.weights) for each in _earnings(sale.given)]
            yield from _moved(EARNED, moves[EARNED])
            buckets.add(EARNED)
        unit = bucket(need.counter, need.period, scene.day)
        if unit not in buckets:
            buckets.add(unit)
            yield from _moved(unit, moves[need.counter])


def _moved(unit: str, moves: Iterable[Moved]) -> Iterator[Counted]:
    return (
        Counted(unit=unit, delta=each.delta, weights=each.weights) for each in moves if each.delta
    )


def _earnings(given: Iterable[Given]) -> Iterator[Given]:
    return (each for each in given if each.unit == POINTS and each.why.code.startswith(_EARNING))


def _goods(pricing: Pricing, places: Iterable[int]) -> list[int]:
    return [place for place in places if pricing.lines[place].kind == GOODS]


def _money(pricing: Pricing, places: Sequence[int]) -> Moved:
    """Give what is left to pay on the goods among some lines."""
    lines, net, index = pricing.lines, pricing.net, pricing.index
    if len(places) == 1:
        place = places[0]
        minor = net[place] if lines[place].kind == GOODS else 0
        return Moved(minor, ((index[place], minor),) if minor else ())
    weights = tuple(
        [
            (index[place], net[place])
            for place in places
            if net[place] and lines[place].kind == GOODS
        ]
    )
    return Moved(sum([minor for _, minor in weights]), weights)


def _measured(rule: Milestone | Staircase, sale: _Sale) -> Iterator[Moved]:
    return measured(rule, sale.pricing, sale.given, visited=sale.visited)


def _counts(
    scene: Scene,
    rule: Milestone | Staircase,
    codes: tuple[str, ...],
) -> bool:
    """Say whether a rule that counts by itself counts this sale."""
    tier = tier_on(scene.programme, scene.standing.counters, scene.day) if rule.tiers else None
    return holds(rule, scene, rule_id=rule.id, tier=tier, codes=codes)


def measured(
    rule: Milestone | Staircase, pricing: Pricing, given: Sequence[Given], *, visited: bool
) -> Iterator[Moved]:
    """Measure the lines of one sale that a rule covers."""
    places = pricing.covered(rule)
    money = _money(pricing, places)
    match rule.measure:
        case "spend":
            yield money
        case "items":
            yield Moved(pricing.pieces(rule), money.weights)
        case "visits":
            came = money.delta > 0 if rule.is_scoped else visited
            yield Moved(int(came), money.weights if rule.is_scoped else ())
        case "points":
            yield from (Moved(each.amount, each.weights) for each in _earnings(given))


def _friend(scene: Scene, money: Moved) -> Iterator[Counted]:
    """Count the first sale that is enough for the member who brought this one to be thanked."""
    if scene.facts.referred_by in {"", scene.standing.account} or not money.delta:
        return
    for bonus in scene.programme.bonuses:
        if isinstance(bonus, ReferralBonus) and money.delta >= bonus.minimum_minor:
            unit = qualified(bonus)
            if scene.standing.counters.get(unit, 0) <= 0:
                yield Counted(unit=unit, delta=1)


def _marks(scene: Scene, found: Iterable[Counted]) -> Iterator[Counted]:
    """Mark the levels that are reached for the first time where none is ever lost."""
    programme = scene.programme
    if programme.levels.downgrade != "never" or not programme.tiers:
        return
    counters = dict(scene.standing.counters)
    for each in found:
        counters[each.unit] = counters.get(each.unit, 0) + each.delta
    for tier in reached(programme, counters, scene.day):
        if counters.get(mark(tier), 0) <= 0:
            yield Counted(unit=mark(tier), delta=1)

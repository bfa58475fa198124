"""What a sale gives: points by the earn rules and multipliers, stamps by the cards, counters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from loyalty.accounts import EARNED, POINTS, SPEND, VISITS, carry, stamps
from loyalty.basket import GOODS, Basket
from loyalty.discount import Pricing
from loyalty.errors import Refusal
from loyalty.lots import NEVER
from loyalty.programme import EarnAmount, Multiplier, Programme, StampCard, Tier
from loyalty.programme.shapes import Scoped, TierMultiplier
from loyalty.standing import Standing
from loyalty.why import Why, why

_EVERYTHING = Scoped()


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule gives: so much of a unit, spendable through `last_day`, and why."""

    rule: str
    unit: str
    amount: int
    last_day: str
    why: Why


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How far a counter moves; `delta` is signed."""

    unit: str
    delta: int


@dataclass(frozen=True, slots=True)
class _Outcome:
    rule: EarnAmount
    base_minor: int
    before: int
    points: int
    after: int


def earned(
    programme: Programme,
    standing: Standing,
    basket: Basket,
    pricing: Pricing,
    *,
    tier: Tier | None,
    day: str,
) -> tuple[tuple[Given, ...], tuple[Counted, ...]]:
    """Give what a priced sale earns a member of a tier, and what it counts.

    Raises Refusal `stamps_negative`, `stamps_absurd`, `stamps_unknown` for stamps typed by hand.
    """
    outcomes = _chosen([_by_amount(rule, standing, pricing) for rule in programme.earn])
    given = [
        *_base(programme, outcomes, _last_day(day, programme.points_life_days)),
        *_stamps(programme, basket, pricing, day),
    ]
    points = sum(outcome.points for outcome in outcomes)
    given[len(outcomes) : len(outcomes)] = _multiplied(programme, points, tier, day)
    given = [each for each in given if each.amount]
    return tuple(given), tuple(_counted(programme, basket, pricing, outcomes, given))


def _last_day(day: str, life_days: int | None) -> str:
    if life_days is None:
        return NEVER
    return (date.fromisoformat(day) + timedelta(days=life_days)).isoformat()


def _by_amount(rule: EarnAmount, standing: Standing, pricing: Pricing) -> _Outcome:
    """Work out floor((base + carried) * rate) for one rule, the remainder in 1/per_minor."""
    before = standing.counters.get(carry(rule.id, rule.per_minor), 0) if rule.carry else 0
    base_minor = pricing.net_minor(rule)
    if base_minor == 0 or base_minor < rule.minimum_minor:
        return _Outcome(rule, 0, before, 0, before)
    whole = base_minor * rule.points + before
    # Two tills that were offline can use one remainder twice: then it has to be made up first.
    points = max(whole // rule.per_minor, 0)
    return _Outcome(rule, base_minor, before, points, whole - points * rule.per_minor)


def _chosen(outcomes: list[_Outcome]) -> list[_Outcome]:
    """Keep the stackable rules and, of the exclusive ones, the best for the member."""
    exclusive = [outcome for outcome in outcomes if outcome.rule.exclusive]
    if not exclusive:
        return outcomes
    best = min(exclusive, key=lambda each: (-each.points, -each.rule.priority, each.rule.id))
    return [each for each in outcomes if each is best or not each.rule.exclusive]


def _base(programme: Programme, outcomes: list[_Outcome], last_day: str) -> list[Given]:
    return [
        Given(
            rule=outcome.rule.id,
            unit=POINTS,
            amount=outcome.points,
            last_day=last_day,
            why=why(
                "earn_amount",
                base_minor=outcome.base_minor,
                points=outcome.rule.points,
                per_minor=outcome.rule.per_minor,
                major_minor=10**programme.scale,
                carried=outcome.before,
                given=outcome.points,
            ),
        )
        for outcome in outcomes
    ]


def _applies(multiplier: Multiplier, tier: Tier | None) -> bool:
    if isinstance(multiplier, TierMultiplier):
        return tier is not None and multiplier.tier == tier.id
    return True


def _multiplied(programme: Programme, points: int, tier: Tier | None, day: str) -> Iterable[Given]:
    """Multiply the sum of the base points by every multiplier, and floor once at the end.

    Each is told the whole points by which it raises the result, in the order of priority.
    """
    active = [each for each in programme.multipliers if _applies(each, tier)]
    active.sort(key=lambda each: (-each.priority, each.id))
    exclusive = [each for each in active if each.exclusive]
    best = max(exclusive, key=lambda each: each.percent, default=None)
    product, scale, so_far = points, 1, points
    for each in active:
        if each.exclusive and each is not best:
            continue
        product, scale = product * (100 + each.percent), scale * 100
        more = product // scale - so_far
        so_far += more
        yield Given(
            rule=each.id,
            unit=POINTS,
            amount=more,
            last_day=_last_day(day, programme.points_life_days),
            why=_multiplier_why(programme, each, more),
        )


def _multiplier_why(programme: Programme, each: Multiplier, more: int) -> Why:
    if not isinstance(each, TierMultiplier):
        return why("multiplier", percent=each.percent, given=more)
    tier = programme.tier(each.tier)
    name = programme.text(tier.name, programme.languages[0]) if tier else each.tier
    return why("multiplier_tier", tier=each.tier, name=name, percent=each.percent, given=more)


def _stamps(programme: Programme, basket: Basket, pricing: Pricing, day: str) -> Iterable[Given]:
    typed = basket.stamps
    if typed is not None:
        _check_typed(programme, typed)
    for at, card in enumerate(programme.stamp_cards):
        by_hand = (typed or 0) if at == 0 else 0
        amount = _automatic(card, pricing) if typed is None else by_hand
        yield Given(
            rule=card.id,
            unit=stamps(card.id),
            amount=amount,
            last_day=_last_day(day, card.life_days),
            why=why(
                "stamps",
                card=card.id,
                name=programme.text(card.name, programme.languages[0]),
                given=amount,
            ),
        )


def _check_typed(programme: Programme, typed: int) -> None:
    if typed < 0:
        raise Refusal("stamps_negative", "stamps cannot be negative", got=typed)
    if typed and not programme.stamp_cards:
        raise Refusal("stamps_unknown", "this programme has no stamp card", got=typed)
    if typed and typed > programme.stamp_cards[0].most_at_once:
        most = programme.stamp_cards[0].most_at_once
        raise Refusal("stamps_absurd", f"at most {most} stamps at once", got=typed, most=most)


def _automatic(card: StampCard, pricing: Pricing) -> int:
    paid_minor = pricing.net_minor(card)
    if paid_minor == 0 or paid_minor < card.minimum_minor:
        return 0
    if card.per == "visit":
        return 1
    if card.per == "item":
        return pricing.pieces(card)
    return paid_minor // card.per_minor


def _counted(
    programme: Programme,
    basket: Basket,
    pricing: Pricing,
    outcomes: list[_Outcome],
    given: list[Given],
) -> Iterable[Counted]:
    visited = any(line.kind == GOODS and line.amount_minor for line in basket.lines)
    points = sum(each.amount for each in given if each.unit == POINTS)
    moved = [
        (SPEND, pricing.net_minor(_EVERYTHING)),
        (VISITS, int(visited)),
        (EARNED, points if programme.counts_points else 0),
        *(
            (carry(each.rule.id, each.rule.per_minor), each.after - each.before)
            for each in outcomes
            if each.rule.carry
        ),
    ]
    return (Counted(unit=unit, delta=delta) for unit, delta in moved if delta)

"""What a sale puts on the member's stamp cards, and the remainder of money that they keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from loyalty.accounts import capped_stamps
from loyalty.basket import Basket
from loyalty.benefits.periods import lasts_until
from loyalty.boost import RULE
from loyalty.earning.conditions import holds
from loyalty.earning.measuring import left_today, paid_minor, paid_pieces, weights
from loyalty.earning.plan import Plan, PlannedCard
from loyalty.entries import Counted, Given, Weights
from loyalty.errors import Refusal
from loyalty.programme import Programme, Tier
from loyalty.rewards.discount import Pricing
from loyalty.scene import Scene
from loyalty.why import Why

_WHOLE_PERCENT = 100


class _Stamps(NamedTuple):
    amount: int
    moved: int = 0
    weights: Weights = ()


_NONE = _Stamps(0)


def stamped(
    plan: Plan, scene: Scene, basket: Basket, pricing: Pricing, tier: Tier | None
) -> tuple[list[Given], list[Counted]]:
    """Give the stamps of every card, counted by the cards or typed for the first of them.

    A cashier's own count stands for what the lines say, never for the days, hours and members
    that a card is for, nor for its cap per day. Raises Refusal `stamps_negative`,
    `stamps_absurd`, `stamps_unknown`.
    """
    if basket.stamps is not None:
        check_typed(scene.programme, basket.stamps)
    given: list[Given] = []
    counted: list[Counted] = []
    for at, card in enumerate(plan.cards):
        rule = card.rule
        if not card.is_always and not holds(
            rule, scene, rule_id=rule.id, tier=tier, codes=basket.codes
        ):
            continue
        if basket.stamps is None:
            got = _automatic(card, scene, basket, pricing)
        else:
            got = _NONE if at else _Stamps(basket.stamps)
        if got is not _NONE:
            _add(card, scene, got, given, counted)
    return given, counted


def check_typed(programme: Programme, typed: int) -> None:
    """Refuse stamps that nobody can have counted, see `stamped`."""
    if typed < 0:
        raise Refusal("stamps_negative", "stamps cannot be negative", got=typed)
    if typed and not programme.stamp_cards:
        raise Refusal("stamps_unknown", "this programme has no stamp card", got=typed)
    if typed and typed > programme.stamp_cards[0].most_at_once:
        most = programme.stamp_cards[0].most_at_once
        raise Refusal("stamps_absurd", f"at most {most} stamps at once", got=typed, most=most)


def _automatic(card: PlannedCard, scene: Scene, basket: Basket, pricing: Pricing) -> _Stamps:
    rule = card.rule
    places = pricing.covered(rule)
    net_minor = paid_minor(pricing, places)
    is_visit = basket.visit and rule.per == "visit" and not card.is_scoped
    if net_minor < rule.minimum_minor or not (net_minor or is_visit):
        return _NONE
    if rule.per == "visit":
        return _Stamps(1, 0, _by_money(pricing, places))
    if rule.per == "item":
        pieces = paid_pieces(pricing, places)
        return _Stamps(sum(pieces), 0, weights(pricing, places, pieces))
    before = scene.standing.counters.get(card.carry_unit, 0)
    whole = net_minor + before
    # A remainder that two tills used at once is below zero: it is made up before the next stamp.
    stamps = max(whole // rule.per_minor, 0)
    after = whole - stamps * rule.per_minor
    return _Stamps(stamps, after - before, _by_money(pricing, places))


def _by_money(pricing: Pricing, places: Sequence[int]) -> Weights:
    if len(pricing.lines) == 1:
        return ()
    return weights(pricing, places, [pricing.net[place] for place in places])


def _add(
    card: PlannedCard, scene: Scene, got: _Stamps, given: list[Given], counted: list[Counted]
) -> None:
    """Note what a card gets; stamps beyond its cap per day are lost, as points are."""
    rule, amount, boost = card.rule, got.amount, scene.boost
    extra = amount * boost.percent // _WHOLE_PERCENT if boost else 0
    if rule.most_per_day is not None:
        unit = capped_stamps(rule.id, scene.day)
        left = left_today(scene, unit, rule.most_per_day)
        amount = min(amount, left)
        extra = min(extra, left - amount)
        if amount:
            counted.append(Counted(unit=unit, delta=amount + extra, weights=got.weights))
    if got.moved:
        counted.append(Counted(unit=card.carry_unit, delta=got.moved, weights=got.weights))
    if amount:
        params: dict[str, int | str] = {"card": rule.id, "name": card.name, "given": amount}
        if amount < got.amount:
            params["capped_from"] = got.amount
        given.append(
            Given(
                rule=rule.id,
                unit=card.unit,
                amount=amount,
                last_day=lasts_until(card.life, scene.day),
                why=Why(code="stamps", params=params),
                weights=got.weights,
            )
        )
    if extra:
        params = {"card": rule.id, "name": card.name, "given": extra}
        params |= {"percent": boost.percent, "until": boost.until} if boost else {}
        given.append(
            Given(
                rule=RULE,
                unit=card.unit,
                amount=extra,
                last_day=lasts_until(card.life, scene.day),
                why=Why(code="boost", params=params),
                weights=got.weights,
            )
        )

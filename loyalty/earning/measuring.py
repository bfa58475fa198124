"""What one earn rule makes of a sale: what its lines come to, its points, its remainder."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from loyalty.accounts import capped
from loyalty.basket import Basket
from loyalty.earning.conditions import holds
from loyalty.earning.plan import PlannedRule
from loyalty.entries import Weights
from loyalty.programme import EarnAmount, EarnItem, EarnPercent, EarnVisit, Tier
from loyalty.rewards.discount import Pricing
from loyalty.scene import Scene


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What one rule gives for a sale.

    `bases` are what it measured on each of `places`, minor units or pieces, and `base` their sum.
    `before` and `after` are its remainder in 1/parts of a point. `whole` is what it came to and
    `points` that, cut by the rule's own caps.
    """

    planned: PlannedRule
    places: Sequence[int]
    bases: Sequence[int]
    base: int
    before: int
    after: int
    whole: int
    points: int


def outcome(
    planned: PlannedRule, scene: Scene, basket: Basket, pricing: Pricing, tier: Tier | None
) -> Outcome | None:
    """Work out one rule, or None when it does not apply to the sale.

    Points are floor(base * rate + remainder). What a cap cuts off is lost: only the remainder of
    less than one point is kept, or a cap would merely put off what it is there to prevent.
    """
    rule = planned.rule
    if not planned.is_always and not holds(
        rule, scene, rule_id=rule.id, tier=tier, codes=basket.codes
    ):
        return None
    places = pricing.covered(rule)
    net = pricing.net
    bases = [net[place] for place in places]
    base = sum(bases)
    if base < rule.minimum_minor:
        return None
    if not planned.is_paid:
        bases = _measured(planned, pricing, places)
        base = sum(bases)
    before = after = 0
    if planned.is_once:
        if not base and not _is_visit(planned, basket):
            return None
        whole = planned.number
    elif not base:
        return None
    elif isinstance(rule, EarnItem):
        whole = base // planned.parts * planned.number
    else:
        before = scene.standing.counters.get(planned.carry_unit, 0) if planned.carry_unit else 0
        in_parts = base * planned.number + before
        # Two tills that were offline can use one remainder twice: then it is made up first.
        whole = max(in_parts // planned.parts, 0)
        after = in_parts - whole * planned.parts
    points = _cut(planned, scene, whole) if planned.is_capped else whole
    return Outcome(planned, places, bases, base, before, after, whole, points)


def paid_minor(pricing: Pricing, places: Sequence[int]) -> int:
    """Give what is paid on some lines, after rewards and without what points pay."""
    net = pricing.net
    if len(places) == 1:
        return net[places[0]]
    return sum(net[place] for place in places)


def paid_pieces(pricing: Pricing, places: Sequence[int]) -> list[int]:
    """Count the pieces of each of some lines that are paid for."""
    lines, net, given = pricing.lines, pricing.net, pricing.pieces_given
    return [lines[at].quantity - given[at] if net[at] > 0 else 0 for at in places]


def weights(pricing: Pricing, places: Sequence[int], amounts: Sequence[int]) -> Weights:
    """Give how much each line of the basket brought about; none for a sale of one line."""
    if len(pricing.lines) == 1:
        return ()
    index = pricing.index
    pairs = zip(places, amounts, strict=True)
    return tuple(sorted((index[place], amount) for place, amount in pairs if amount))


def _is_visit(planned: PlannedRule, basket: Basket) -> bool:
    """Somebody who came in and bought nothing; a rule about some lines needs those lines."""
    return basket.visit and isinstance(planned.rule, EarnVisit) and not planned.is_scoped


def _measured(planned: PlannedRule, pricing: Pricing, places: Sequence[int]) -> list[int]:
    rule = planned.rule
    if isinstance(rule, EarnAmount | EarnPercent):
        return [_money(rule, pricing, place) for place in places]
    return paid_pieces(pricing, places)


def _money(rule: EarnAmount | EarnPercent, pricing: Pricing, place: int) -> int:
    """Give what one line earns on: its price or what is paid, with or without its tax."""
    line = pricing.lines[place]
    if rule.basis == "price":
        base_minor = line.amount_minor - pricing.points_paid[place]
    else:
        base_minor = pricing.net[place]
    if rule.tax == "excluded" and base_minor:
        # The tax of a line that is paid in part is that part of it, half a minor unit rounded up.
        doubled = 2 * line.tax_minor * base_minor + line.amount_minor
        base_minor -= doubled // (2 * line.amount_minor)
    return max(base_minor, 0)


def _cut(planned: PlannedRule, scene: Scene, points: int) -> int:
    rule = planned.rule
    if rule.most_per_sale is not None:
        points = min(points, rule.most_per_sale)
    if rule.most_per_day is not None:
        points = min(points, left_today(scene, capped(rule.id, scene.day), rule.most_per_day))
    return points


def left_today(scene: Scene, unit: str, most: int) -> int:
    """Give how much a cap per business date leaves; returned goods never raise it."""
    return max(most - max(scene.standing.counters.get(unit, 0), 0), 0)

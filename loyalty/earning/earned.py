"""What a sale earns: points by the earn rules and multipliers, within caps, and stamps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from loyalty.accounts import POINTS, capped
from loyalty.basket import Basket
from loyalty.benefits.periods import lasts_until
from loyalty.boost import RULE
from loyalty.earning.measuring import Outcome, left_today, outcome, weights
from loyalty.earning.multiplying import Active, Chosen, chosen, in_force
from loyalty.earning.plan import Plan
from loyalty.earning.stamping import stamped
from loyalty.entries import Counted, Given, Weights
from loyalty.lots import NEVER
from loyalty.programme import Earning, Programme, Tier
from loyalty.programme.terms import Life
from loyalty.rewards.discount import Pricing
from loyalty.scene import Scene
from loyalty.why import Why

_Terms = tuple[str, str]
_EVER: _Terms = ("", NEVER)
_ALL_RULES = "all"
_FINE = 1000


def earned(
    scene: Scene, basket: Basket, pricing: Pricing, *, tier: Tier | None
) -> tuple[tuple[Given, ...], tuple[Counted, ...]]:
    """Give what a priced sale earns a member who has a level, and what has to be kept of it.

    Kept are the remainders of rules and cards and what caps per day count; nothing else is.
    Raises Refusal `stamps_negative`, `stamps_absurd`, `stamps_unknown` for stamps typed by hand.
    """
    plan = scene.plan or Plan.of(scene.programme)
    assert plan.programme is scene.programme, plan.programme.id
    outcomes = []
    for planned in plan.earn:
        each = outcome(planned, scene, basket, pricing, tier)
        if each is not None:
            outcomes.append(each)
    active = in_force(plan, scene, basket, pricing, tier) if plan.multipliers or scene.boost else []
    best = chosen(plan, outcomes, active)
    amounts = [each.points for each in best.outcomes]
    amounts += best.raises
    if plan.is_capped:
        amounts = _within_caps(scene, amounts)
    given, counted = _by_rules(scene, pricing, best.outcomes, amounts)
    if best.raises:
        given += _by_multipliers(scene, pricing, best, amounts[len(best.outcomes) :], tier)
    if plan.is_capped:
        counted += _capped_today(scene, sum(amounts))
    if plan.cards or basket.stamps:
        more, kept = stamped(plan, scene, basket, pricing, tier)
        given += more
        counted += kept
    return tuple(given), tuple(counted)


def _within_caps(scene: Scene, amounts: list[int]) -> list[int]:
    """Cut what all rules and multipliers give to what the programme allows, the last first."""
    caps = scene.programme.caps
    most = sum(amounts)
    if caps.points_per_sale is not None:
        most = min(most, caps.points_per_sale)
    if caps.points_per_day is not None:
        most = min(most, left_today(scene, capped(_ALL_RULES, scene.day), caps.points_per_day))
    cut = []
    for amount in amounts:
        cut.append(min(amount, most))
        most -= cut[-1]
    return cut


def _by_rules(
    scene: Scene, pricing: Pricing, outcomes: Sequence[Outcome], amounts: Sequence[int]
) -> tuple[list[Given], list[Counted]]:
    """Give what each rule gives, and count its remainder and what its cap per day looks at."""
    given, counted = [], []
    for at, each in enumerate(outcomes):
        planned, amount = each.planned, amounts[at]
        its_weights = weights(pricing, each.places, each.bases)
        moved = each.after - each.before
        if moved and planned.carry_unit:
            counted.append(Counted(unit=planned.carry_unit, delta=moved, weights=its_weights))
        if not amount:
            continue
        first_day, last_day = _terms(each, scene.day)
        given.append(
            Given(
                rule=planned.rule.id,
                unit=POINTS,
                amount=amount,
                first_day=first_day,
                last_day=last_day,
                why=_why(scene.programme, each, amount),
                weights=its_weights,
            )
        )
        if planned.is_capped and planned.rule.most_per_day is not None:
            unit = capped(planned.rule.id, scene.day)
            counted.append(Counted(unit=unit, delta=amount, weights=its_weights))
    return given, counted


def _by_multipliers(
    scene: Scene, pricing: Pricing, best: Chosen, amounts: Sequence[int], tier: Tier | None
) -> list[Given]:
    first_day, last_day = _shared_terms(scene, best.outcomes)
    return [
        Given(
            rule=boost.rule.id,
            unit=POINTS,
            amount=amount,
            first_day=first_day,
            last_day=last_day,
            why=_multiplier_why(scene, boost, whole, amount, tier),
            weights=_raised_weights(pricing, best.outcomes, boost),
        )
        for boost, amount, whole in zip(best.active, amounts, best.raises, strict=True)
        if amount
    ]


def _capped_today(scene: Scene, points: int) -> list[Counted]:
    if not points or scene.programme.caps.points_per_day is None:
        return []
    return [Counted(unit=capped(_ALL_RULES, scene.day), delta=points)]


def _terms(each: Outcome, day: str) -> _Terms:
    if each.planned.is_ever:
        return _EVER
    return lasting(each.planned.life, each.planned.pending_days, day)


def lasting(life: Life, pending_days: int, day: str) -> _Terms:
    """Give the first day (empty when at once) and the last day of points given on a day.

    Points that would end before they begin can be spent on the day on which they begin.
    """
    last_day = lasts_until(life, day)
    if not pending_days:
        return "", last_day
    first_day = (date.fromisoformat(day) + timedelta(days=pending_days)).isoformat()
    return first_day, max(first_day, last_day)


def _shared_terms(scene: Scene, outcomes: Sequence[Outcome]) -> _Terms:
    """Extra points begin and end with those that they raise, or as the programme says."""
    if len(outcomes) == 1:
        return _terms(outcomes[0], scene.day)
    those = {_terms(each, scene.day) for each in outcomes if each.points}
    if len(those) == 1:
        return those.pop()
    points = scene.programme.points
    return lasting(points, points.pending_days, scene.day)


def _why(programme: Programme, each: Outcome, amount: int) -> Why:
    planned = each.planned
    params = dict(planned.said)
    params["given"] = amount
    if planned.base_name:
        params[planned.base_name] = each.base
    if planned.by_money:
        params["carried"] = each.before
    if amount < each.whole:
        params["capped_from"] = each.whole
        params |= _cap(programme, planned.rule)
    return Why(code=planned.code, params=params)


def _multiplier_why(scene: Scene, boost: Active, whole: int, amount: int, tier: Tier | None) -> Why:
    programme = scene.programme
    rule, code, name = boost.rule, "multiplier", boost.planned.name
    params: dict[str, int | str] = {"rule": rule.id, "percent": rule.percent, "given": amount}
    if amount < whole:
        params["capped_from"] = whole
        params |= _cap(programme)
    if rule.tiers and not name and tier is not None:
        code, name = "multiplier_tier", programme.text(tier.name, programme.languages[0])
        params["tier"] = tier.id
    if boost.planned.is_timed:
        params["timed"] = 1
    if rule.id == RULE and scene.boost is not None:
        return Why(code="boost", params=params | {"until": scene.boost.until})
    params["name"] = name
    return Why(code=code, params=params)


def _raised_weights(pricing: Pricing, outcomes: Sequence[Outcome], boost: Active) -> Weights:
    """Give how much of what a multiplier raises each line brought about.

    What several rules measured is compared in thousandths of a point, for money and pieces
    cannot be added.
    """
    if len(pricing.lines) == 1:
        return ()
    raised = [each for each in outcomes if each.points and each.base]
    amounts: dict[int, int] = {}
    for each in raised:
        number, parts = (each.points * _FINE, each.base) if len(raised) > 1 else (1, 1)
        for place, base in zip(each.places, each.bases, strict=True):
            if boost.places is None or place in boost.places:
                amounts[place] = amounts.get(place, 0) + base * number // parts
    return weights(pricing, list(amounts), list(amounts.values()))


def _cap(programme: Programme, rule: Earning | None = None) -> dict[str, int | str]:
    """Give the cap that cut, where there is only one that can have."""
    caps = programme.caps
    most = [(caps.points_per_sale, "sale"), (caps.points_per_day, "day")]
    if rule is not None:
        most += [(rule.most_per_sale, "sale"), (rule.most_per_day, "day")]
    found = [(points, per) for points, per in most if points is not None]
    return {"most": found[0][0], "most_per": found[0][1]} if len(found) == 1 else {}

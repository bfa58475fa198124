"""The plan: what every sale under one programme works out alike, worked out once.

A plan is made of a programme alone, so whoever prices many sales makes it once and hands it on in
the `Scene`; without one it is made for each sale, with the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import structs

from loyalty.accounts import carry, stamps
from loyalty.benefits.levels import COUNTER_OF
from loyalty.benefits.totals import Need, needs, over_periods, own_counter
from loyalty.programme import (
    EarnAmount,
    EarnItem,
    EarnPercent,
    EarnRule,
    EarnVisit,
    Milestone,
    Multiplier,
    Programme,
    Staircase,
    StampCard,
    Tier,
)
from loyalty.programme.terms import FOR_EVER, Ever, Life

_WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """An earn rule with its rate: `number` points for every `parts` of what it measures.

    It measures the money of its lines (`by_money`; `is_paid`: simply what is paid) or their paid
    pieces, or gives its points once (`is_once`). `carry_unit` names the counter of its remainder
    in 1/parts of a point; empty when none is kept. `code`, `said` and `base_name` make its reason:
    the figures that are always the same, and what the measured one is called there.
    """

    rule: EarnRule
    number: int
    parts: int
    by_money: bool
    is_once: bool
    is_paid: bool
    is_scoped: bool
    is_always: bool
    is_capped: bool
    carry_unit: str
    life: Life
    pending_days: int
    is_ever: bool
    code: str
    said: Mapping[str, int | str]
    base_name: str


@dataclass(frozen=True, slots=True)
class PlannedMultiplier:
    """A multiplier; one that `is_scoped` raises only what was earned on the lines it covers.

    `is_timed` says that its days or hours are what it is about: "it is double-point Tuesday".
    For one that `is_by_level` the member's level is all that decides.
    """

    rule: Multiplier
    is_scoped: bool
    is_always: bool
    is_by_level: bool
    is_timed: bool
    name: str


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """A stamp card with its unit, the counter of its remainder of money and its shown name."""

    rule: StampCard
    unit: str
    carry_unit: str
    name: str
    is_scoped: bool
    is_always: bool
    life: Life


@dataclass(frozen=True, slots=True)
class Plan:
    """What a programme earns, ready for any number of sales; multipliers in their order.

    `has_choice` says that exclusive rules or multipliers may have to be compared, `counts_more`
    that more than all-time money and visits may have to be counted, `brings` that a sale may
    bring gifts, `applies` that a reward may apply by itself. `ladder` are the levels from
    the top where nothing but all-time counters decides them. `own_counters` are the rules that
    count for themselves, `needs` the totals over periods.
    """

    programme: Programme
    earn: tuple[PlannedRule, ...]
    multipliers: tuple[PlannedMultiplier, ...]
    cards: tuple[PlannedCard, ...]
    has_choice: bool
    is_capped: bool
    counts_more: bool
    brings: bool
    applies: bool
    ladder: tuple[tuple[str, int, Tier], ...] | None
    own_counters: tuple[Milestone | Staircase, ...]
    needs: tuple[Need, ...]

    @classmethod
    def of(cls, programme: Programme) -> Plan:
        """Make the plan of a programme."""
        ordered = sorted(programme.multipliers, key=lambda each: (-each.priority, each.id))
        alone = [sum(each.exclusive for each in group) for group in (programme.earn, ordered)]
        caps = programme.caps
        return cls(
            programme=programme,
            earn=tuple(_rule(programme, rule) for rule in programme.earn),
            multipliers=tuple(_multiplier(programme, each) for each in ordered),
            cards=tuple(_card(programme, card) for card in programme.stamp_cards),
            has_choice=max(alone) > 1,
            is_capped=caps.points_per_sale is not None or caps.points_per_day is not None,
            counts_more=counts_more(programme),
            brings=brings(programme),
            applies=any(reward.automatic for reward in programme.rewards),
            ladder=_ladder(programme),
            own_counters=tuple(each for each in over_periods(programme) if own_counter(each)),
            needs=_each_once(needs(programme)),
        )


def _each_once(wanted: Iterable[Need]) -> tuple[Need, ...]:
    """Levels of one ladder ask for one total: counting it once is enough."""
    kept: list[Need] = []
    for each in wanted:
        if each not in kept:
            kept.append(each)
    return tuple(kept)


def _ladder(programme: Programme) -> tuple[tuple[str, int, Tier], ...] | None:
    """Give the levels from the top with what each takes, or None where earlier days count too."""
    if programme.levels.downgrade == "never":
        return None
    if not all(isinstance(tier.period, Ever) for tier in programme.tiers):
        return None
    steps = [(COUNTER_OF[tier.measure], tier.from_amount, tier) for tier in programme.tiers]
    return tuple(reversed(steps))


def counts_more(programme: Programme) -> bool:
    """Say whether anything but all-time money and visits may have to be counted."""
    return bool(
        programme.milestones
        or programme.staircases
        or programme.bonuses
        or programme.points.inactive_days
        or any(
            tier.measure == "points" or not isinstance(tier.period, Ever)
            for tier in programme.tiers
        )
        or (programme.tiers and programme.levels.downgrade == "never")
    )


def brings(programme: Programme) -> bool:
    """Say whether a sale may bring anything besides what its earn rules give."""
    return bool(
        programme.milestones
        or programme.staircases
        or programme.bonuses
        or any(tier.entry is not None for tier in programme.tiers)
    )


def _rate(programme: Programme, rule: EarnRule) -> tuple[int, int]:
    """Give the points and the parts of a rule's rate.

    The parts name the counter of the remainder, so they are not shortened: a programme that only
    raises its points goes on with the remainders that its members have.
    """
    if isinstance(rule, EarnAmount):
        return rule.points, rule.per_minor
    if isinstance(rule, EarnPercent):
        worth = programme.point_worth
        return rule.percent * worth.points, _WHOLE_PERCENT * worth.minor
    if isinstance(rule, EarnItem):
        return rule.points, rule.pieces
    return rule.points, 1


def _said(programme: Programme, rule: EarnRule) -> tuple[str, str, dict[str, int | str]]:
    """Give the code of a rule's reason, what its measured figure is called, and the others."""
    said: dict[str, int | str] = {"rule": rule.id}
    if isinstance(rule, EarnAmount):
        said |= {"points": rule.points, "per_minor": rule.per_minor}
        return "earn_amount", "base_minor", said | {"major_minor": 10**programme.scale}
    if isinstance(rule, EarnPercent):
        return "earn_percent", "base_minor", said | {"percent": rule.percent}
    if isinstance(rule, EarnItem):
        said |= {"points": rule.points, "per_pieces": rule.pieces}
        return "earn_item", "pieces", said
    return "earn_visit" if isinstance(rule, EarnVisit) else "earn_flat", "", said


def _rule(programme: Programme, rule: EarnRule) -> PlannedRule:
    number, parts = _rate(programme, rule)
    by_money = isinstance(rule, EarnAmount | EarnPercent)
    has_rest = isinstance(rule, EarnAmount | EarnPercent) and rule.carry
    as_paid = not isinstance(rule, EarnAmount | EarnPercent) or (
        (rule.basis, rule.tax) == ("paid", "included")
    )
    life = programme.points if rule.life is None else rule.life
    pending_days = rule.pending_days or programme.points.pending_days
    code, base_name, said = _said(programme, rule)
    return PlannedRule(
        rule=rule,
        number=number,
        parts=parts,
        by_money=by_money,
        is_once=not by_money and not isinstance(rule, EarnItem),
        is_paid=as_paid and not isinstance(rule, EarnItem),
        is_scoped=rule.is_scoped,
        is_always=rule.is_always,
        is_capped=rule.most_per_sale is not None or rule.most_per_day is not None,
        carry_unit=carry(rule.id, parts) if has_rest else "",
        life=life,
        pending_days=pending_days,
        is_ever=not pending_days and (life.months, life.days, life.until) == (None, None, None),
        code=code,
        said=said,
        base_name=base_name,
    )


def _multiplier(programme: Programme, rule: Multiplier) -> PlannedMultiplier:
    return PlannedMultiplier(
        rule=rule,
        is_scoped=rule.is_scoped,
        is_always=rule.is_always,
        is_by_level=bool(rule.tiers) and structs.replace(rule, tiers=()).is_always,
        is_timed=bool(rule.weekdays or rule.hours),
        name="" if rule.name is None else programme.text(rule.name, programme.languages[0]),
    )


def _card(programme: Programme, card: StampCard) -> PlannedCard:
    return PlannedCard(
        rule=card,
        unit=stamps(card.id),
        carry_unit=carry(card.id, card.per_minor) if card.per == "amount" else "",
        name=programme.text(card.name, programme.languages[0]),
        is_scoped=card.is_scoped,
        is_always=card.is_always,
        life=FOR_EVER if card.life is None else card.life,
    )

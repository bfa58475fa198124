"""The plan: what every sale under one programme works out alike, worked out once.

A plan is made of a programme alone, so whoever prices many sales makes it once and hands it on in
the `Scene`; without one it is made for each sale, with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass

from loyalty.accounts import carry, stamps
from loyalty.programme import (
    EarnAmount,
    EarnItem,
    EarnPercent,
    EarnRule,
    Multiplier,
    Programme,
    StampCard,
)
from loyalty.programme.terms import FOR_EVER, Life, Rule

_WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """An earn rule with its rate: `number` points for every `parts` of what it measures.

    It measures the money or the paid pieces of its lines, or gives its points once (`is_once`).
    `carry_unit` names the counter of its remainder in 1/parts of a point; empty when none is kept.
    """

    rule: EarnRule
    number: int
    parts: int
    is_once: bool
    is_scoped: bool
    is_always: bool
    carry_unit: str
    life: Life
    pending_days: int


@dataclass(frozen=True, slots=True)
class PlannedMultiplier:
    """A multiplier; one that `is_scoped` raises only what was earned on the lines it covers."""

    rule: Multiplier
    is_scoped: bool
    is_always: bool


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
    """What a programme earns, ready for any number of sales; multipliers in their order."""

    programme: Programme
    earn: tuple[PlannedRule, ...]
    multipliers: tuple[PlannedMultiplier, ...]
    cards: tuple[PlannedCard, ...]

    @classmethod
    def of(cls, programme: Programme) -> Plan:
        """Make the plan of a programme."""
        ordered = sorted(programme.multipliers, key=lambda each: (-each.priority, each.id))
        return cls(
            programme,
            tuple(_rule(programme, rule) for rule in programme.earn),
            tuple(PlannedMultiplier(each, each.is_scoped, _is_always(each)) for each in ordered),
            tuple(_card(programme, card) for card in programme.stamp_cards),
        )


def _is_always(rule: Rule) -> bool:
    """Say whether a rule has no condition, so that nobody needs to look."""
    return not any(
        (
            rule.weekdays,
            rule.hours,
            rule.valid_from,
            rule.valid_until,
            rule.tiers,
            rule.segments,
            rule.memberships,
            rule.personal,
            rule.code,
        )
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


def _rule(programme: Programme, rule: EarnRule) -> PlannedRule:
    number, parts = _rate(programme, rule)
    by_money = isinstance(rule, EarnAmount | EarnPercent)
    kept = isinstance(rule, EarnAmount | EarnPercent) and rule.carry
    pending_days = rule.pending_days
    return PlannedRule(
        rule=rule,
        number=number,
        parts=parts,
        is_once=not by_money and not isinstance(rule, EarnItem),
        is_scoped=rule.is_scoped,
        is_always=_is_always(rule),
        carry_unit=carry(rule.id, parts) if kept else "",
        life=programme.points if rule.life is None else rule.life,
        pending_days=programme.points.pending_days if pending_days is None else pending_days,
    )


def _card(programme: Programme, card: StampCard) -> PlannedCard:
    return PlannedCard(
        rule=card,
        unit=stamps(card.id),
        carry_unit=carry(card.id, card.per_minor) if card.per == "amount" else "",
        name=programme.text(card.name, programme.languages[0]),
        is_scoped=card.is_scoped,
        is_always=_is_always(card),
        life=FOR_EVER if card.life is None else card.life,
    )

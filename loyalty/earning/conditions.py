"""Whether a rule holds now: its days, hours, levels, groups, memberships and code."""

from __future__ import annotations

from datetime import date

from loyalty.programme import Tier
from loyalty.programme.terms import Hours, Rule
from loyalty.scene import Scene

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def holds(
    rule: Rule, scene: Scene, *, rule_id: str, tier: Tier | None, codes: tuple[str, ...] = ()
) -> bool:
    """Say whether a rule is in force for this member at this time (not whether lines fit)."""
    return missing(rule, scene, rule_id=rule_id, tier=tier, codes=codes) == ""


def missing(
    rule: Rule, scene: Scene, *, rule_id: str, tier: Tier | None, codes: tuple[str, ...] = ()
) -> str:
    """Name the first condition that is not met, as the code of a reason; empty when all are.

    `reward_not_yet`, `reward_over`, `wrong_weekday`, `wrong_hour`, `wrong_level`,
    `wrong_segment`, `wrong_membership`, `not_personal`, `code_needed`, in this order.
    """
    if rule.valid_from is not None and scene.day < rule.valid_from:
        return "reward_not_yet"
    if rule.valid_until is not None and scene.day > rule.valid_until:
        return "reward_over"
    if rule.weekdays and weekday(scene.day) not in rule.weekdays:
        return "wrong_weekday"
    if rule.hours and not any(within(each, scene.minute) for each in rule.hours):
        return "wrong_hour"
    return _not_theirs(rule, scene, rule_id, tier, codes)


def _not_theirs(
    rule: Rule, scene: Scene, rule_id: str, tier: Tier | None, codes: tuple[str, ...]
) -> str:
    if rule.tiers and (tier is None or tier.id not in rule.tiers):
        return "wrong_level"
    if rule.segments and scene.facts.segments.isdisjoint(rule.segments):
        return "wrong_segment"
    if rule.memberships and not any(is_running(scene, each) for each in rule.memberships):
        return "wrong_membership"
    if rule.personal and rule_id not in scene.facts.personal:
        return "not_personal"
    if rule.code is not None and plain_code(rule.code) not in {plain_code(each) for each in codes}:
        return "code_needed"
    return ""


def plain_code(code: str) -> str:
    """Give a code as it is compared: said and typed, neither capitals nor spaces matter."""
    return "".join(code.split()).casefold()


def weekday(day: str) -> str:
    """Give the weekday of a business date: what a bar sells at one at night is yesterday's."""
    return _WEEKDAYS[date.fromisoformat(day).weekday()]


def within(hours: Hours, minute: int | None) -> bool:
    """Say whether a minute after midnight lies in a part of the day; `until` is outside."""
    if minute is None:
        return False
    start, until = _minute(hours.start), _minute(hours.until)
    if start < until:
        return start <= minute < until
    return minute >= start or minute < until


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def is_running(scene: Scene, membership_id: str) -> bool:
    """Say whether a paid membership of this id covers the business date."""
    prefix = f"pass:{membership_id}/"
    for unit, amount in scene.standing.counters.items():
        if amount > 0 and unit.startswith(prefix):
            first, _, last = unit[len(prefix) :].partition("~")
            if first <= scene.day <= last:
                return True
    return False

"""Checks what members get without asking: gifts, levels, milestones, staircases, bonuses."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import to_builtins

from loyalty.programme import sense_places as places
from loyalty.programme.benefits import (
    ActivityBonus,
    AnniversaryBonus,
    BirthdayBonus,
    Bonus,
    Gift,
    Levels,
    Milestone,
    ReferralBonus,
    Staircase,
)
from loyalty.programme.sense_remark import Remark, absent, once, remark
from loyalty.programme.sense_rewards import voucher_for
from loyalty.programme.shapes import Programme
from loyalty.programme.terms import Ever

YEAR_DAYS = 365


def remarks(programme: Programme) -> Iterator[Remark]:
    """Check everything that is given without asking."""
    yield from _gifts(programme)
    yield from _ladder(programme)
    yield from _levels(programme)
    for at, milestone in enumerate(programme.milestones):
        yield from _milestone(milestone, f"milestones[{at}]")
    for at, staircase in enumerate(programme.staircases):
        yield from _staircase(staircase, f"staircases[{at}]")
    for at, bonus in enumerate(programme.bonuses):
        yield from _bonus(bonus, f"bonuses[{at}]")
    for at, membership in enumerate(programme.memberships):
        if membership.months is None and membership.days is None:
            yield absent(f"memberships[{at}].months", "how long it runs, in months, days or both")


def _gifts(programme: Programme) -> Iterator[Remark]:
    for path, gift in places.gifts(programme):
        if gift.reward is not None:
            yield from voucher_for(programme, gift.reward, f"{path}.reward")
        elif gift.points == 0 and not _other_side(programme, path):
            yield absent(path, "points, a reward or both")


def _other_side(programme: Programme, path: str) -> bool:
    """Say whether a gift is one side of a referral, of which the other brings something."""
    group, _, rest = path.partition("[")
    at, _, side = rest.partition("].")
    bonus = programme.bonuses[int(at)] if group == "bonuses" else None
    if not isinstance(bonus, ReferralBonus):
        return False
    return (bonus.referrer if side == "gift" else bonus.gift) != Gift()


def _ladder(programme: Programme) -> Iterator[Remark]:
    for at, tier in enumerate(programme.tiers):
        below = programme.tiers[at - 1] if at else tier
        path = f"tiers[{at}]"
        if at and tier.from_amount <= below.from_amount:
            yield remark(f"{path}.from_amount", tier.from_amount, f"more than {below.from_amount}")
        if tier.measure != below.measure:
            yield remark(f"{path}.measure", tier.measure, f"{below.measure}, as below it")
        if tier.period != below.period:
            yield remark(f"{path}.period", to_builtins(tier.period), "the same period as below it")
    measured = [at for at, tier in enumerate(programme.tiers) if tier.measure == "points"]
    if measured and not programme.earn:
        wanted = "a measure that something counts: no earn rule gives points"
        yield remark(f"tiers[{measured[0]}].measure", "points", wanted, "earn*")


def _levels(programme: Programme) -> Iterator[Remark]:
    levels = programme.levels
    if not programme.tiers:
        if levels != Levels():
            yield remark("levels", "settings", "left out without tiers", "tiers*")
    elif isinstance(programme.tiers[0].period, Ever):
        wanted = "left out: a level over all time is never lost by waiting"
        if levels.keep_next_period:
            yield remark("levels.keep_next_period", True, wanted, "tiers*")  # noqa: FBT003
        if levels.grace_days:
            yield remark("levels.grace_days", levels.grace_days, wanted, "tiers*")


def _milestone(milestone: Milestone, path: str) -> Iterator[Remark]:
    if milestone.at is None and milestone.every is None:
        yield absent(f"{path}.at", "an amount: either at, or every")
    elif milestone.at is not None and milestone.every is not None:
        yield remark(f"{path}.every", milestone.every, "left out beside at: either, not both")
    if milestone.within == "sale":
        if not isinstance(milestone.period, Ever):
            yield remark(
                f"{path}.period", to_builtins(milestone.period), "left out with within = sale"
            )
        if milestone.measure == "visits" and (milestone.at or milestone.every or 1) > 1:
            named = "every" if milestone.at is None else "at"
            amount = milestone.at or milestone.every
            yield remark(f"{path}.{named}", amount, "1, for a sale is one visit")
    yield from _points_of_all_lines(milestone, path)


def _staircase(staircase: Staircase, path: str) -> Iterator[Remark]:
    if not staircase.steps:
        yield remark(f"{path}.steps", [], "a list that is not empty")
    for at, step in enumerate(staircase.steps[1:], start=1):
        below = staircase.steps[at - 1].from_amount
        if step.from_amount <= below:
            place = f"{path}.steps[{at}].from_amount"
            yield remark(place, step.from_amount, f"more than {below}")
    yield from _points_of_all_lines(staircase, path)


def _points_of_all_lines(rule: Milestone | Staircase, path: str) -> Iterator[Remark]:
    if rule.measure == "points" and rule.is_scoped:
        wanted = "spend, visits or items: points are not counted by product or category"
        yield remark(f"{path}.measure", rule.measure, wanted)


def _bonus(bonus: Bonus, path: str) -> Iterator[Remark]:
    match bonus:
        case BirthdayBonus(days_before=days) if days >= YEAR_DAYS:
            yield remark(f"{path}.days_before", days, f"fewer than {YEAR_DAYS} days")
        case AnniversaryBonus(years=years):
            yield from once([str(year) for year in years], f"{path}.years", "year")
        case ActivityBonus(activity=activity) if not activity.strip():
            yield remark(f"{path}.activity", activity, "text that is not empty")
        case _:
            pass

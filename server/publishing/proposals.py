"""Answers "what should change?" with a ready programme: the one in force and one idea more.

Amounts follow the shop's own usual sale. What is proposed is a draft like any other: it is
looked at, changed and forecast before anybody publishes it.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from loyalty.margin.protection import protection
from loyalty.programme import (
    FixedReward,
    Gift,
    Hours,
    Life,
    Milestone,
    Multiplier,
    Programme,
    ReferralBonus,
    Rolling,
    Text,
    Tier,
)
from loyalty.programme.terms import Calendar
from server.publishing.goals import Question, best_spend_minor, quiet
from server.publishing.past_sales import Past
from server.publishing.wording import mark, voice

VISITS = 5
REWARD_DAYS = 60
_FIRST_MAJOR = 10
_SMALLER_TIMES = 6
_STEPS = 20


def propose(question: Question, programme: Programme, past: Past, from_day: str) -> Programme:
    """Give the next version of a programme with one idea more for a question.

    Gifts begin at a share of a usual sale and are made smaller while rewards could cost more than
    the programme's own margin; a programme that is beyond it already stays so.
    """
    usual_minor = _round(past.typical_minor or _FIRST_MAJOR * 10**programme.scale, programme)
    share = 50
    for _ in range(_SMALLER_TIMES):
        made = _with(question, programme, past, usual_minor, share)
        made = msgspec.structs.replace(made, version=programme.version + 1, from_day=from_day)
        margin = programme.margin_percent
        if margin is None or not protection(made).exceeds(margin):
            break
        share //= 2
    return made


def first_day(today: str, days: int) -> str:
    """Give the first day on which a version can begin: so many days ahead, tomorrow at least."""
    return (date.fromisoformat(today) + timedelta(days=max(days, 1))).isoformat()


def _with(
    question: Question, programme: Programme, past: Past, usual_minor: int, share: int
) -> Programme:
    gift_minor = _round(usual_minor * share // 100, programme)
    match question:
        case "often":
            return _often(programme, usual_minor, gift_minor)
        case "spend":
            return _spend(programme, usual_minor, _round(gift_minor // 2, programme))
        case "friends":
            return _friends(programme, usual_minor, gift_minor)
        case "quiet":
            return _quiet(programme, past, 2 * share)
        case "best":
            return _best(programme, past, usual_minor, gift_minor, share)


def _often(programme: Programme, usual_minor: int, gift_minor: int) -> Programme:
    reward = _off(programme, "again", mark("Thank you for coming again"), gift_minor, usual_minor)
    rule = Milestone(
        id=_free(programme, "fifth-visit"),
        name=_said(programme, mark("Every fifth visit in a month")),
        gift=Gift(reward=reward.id),
        measure="visits",
        every=VISITS,
        period=Calendar(unit="month"),
    )
    return _more(programme, reward, milestones=(*programme.milestones, rule))


def _spend(programme: Programme, usual_minor: int, gift_minor: int) -> Programme:
    reward = _off(programme, "next", mark("Off your next visit"), gift_minor, usual_minor)
    rule = Milestone(
        id=_free(programme, "fuller"),
        name=_said(programme, mark("A fuller basket")),
        gift=Gift(reward=reward.id),
        measure="spend",
        every=_round(usual_minor * 3 // 2, programme),
        within="sale",
    )
    return _more(programme, reward, milestones=(*programme.milestones, rule))


def _friends(programme: Programme, usual_minor: int, gift_minor: int) -> Programme:
    reward = _off(programme, "friends", mark("For you and your friend"), gift_minor, usual_minor)
    rule = ReferralBonus(
        id=_free(programme, "friend"),
        name=_said(programme, mark("Bring a friend")),
        gift=Gift(reward=reward.id),
        referrer=Gift(reward=reward.id),
        minimum_minor=usual_minor,
        most=10,
    )
    return _more(programme, reward, bonuses=(*programme.bonuses, rule))


def _quiet(programme: Programme, past: Past, percent: int) -> Programme:
    found = quiet(past)
    rule = Multiplier(
        id=_free(programme, "quiet"),
        name=_said(programme, mark("Quiet hours")),
        percent=max(percent, 1),
        weekdays=("tue",) if found is None else (found.weekday,),  # type: ignore[arg-type]
        hours=(
            Hours(start="14:00", until="17:00")
            if found is None
            else Hours(start=found.start, until=found.until),
        ),
    )
    return msgspec.structs.replace(programme, multipliers=(*programme.multipliers, rule))


def _best(
    programme: Programme, past: Past, usual_minor: int, gift_minor: int, share: int
) -> Programme:
    reward = _off(programme, "best", mark("Welcome among our best guests"), gift_minor, usual_minor)
    from_amount = _round(best_spend_minor(past) or usual_minor * 50, programme)
    top = programme.tiers[-1] if programme.tiers else None
    if top is not None:
        # The ladder counts in one measure over one period; the new level is its next step.
        from_amount = max(2 * top.from_amount, 1)
        if top.measure == "spend" and best_spend_minor(past) > top.from_amount:
            from_amount = _round(best_spend_minor(past), programme)
    level = Tier(
        id=_free(programme, "best"),
        name=_said(programme, mark("Best guests")),
        from_amount=from_amount,
        measure=top.measure if top else "spend",
        period=top.period if top else Rolling(months=12),
        entry=Gift(reward=reward.id),
    )
    made = _more(programme, reward, tiers=(*programme.tiers, level))
    if not programme.earn:
        return made
    rule = Multiplier(
        id=_free(programme, "best-more"),
        name=_said(programme, mark("Best guests")),
        percent=max(share, 1),
        tiers=(level.id,),
    )
    return msgspec.structs.replace(made, multipliers=(*made.multipliers, rule))


def _off(
    programme: Programme, reward_id: str, name: str, amount_minor: int, from_minor: int
) -> FixedReward:
    return FixedReward(
        id=_free(programme, reward_id),
        name=_said(programme, name),
        icon="gift",
        amount_minor=max(amount_minor, 1),
        minimum_minor=max(from_minor, amount_minor),
        life=Life(days=REWARD_DAYS),
    )


def _more(programme: Programme, reward: FixedReward, **parts: object) -> Programme:
    return msgspec.structs.replace(programme, rewards=(*programme.rewards, reward), **parts)


def _free(programme: Programme, wanted: str) -> str:
    """Give an id that no rule has."""
    groups = (
        programme.earn,
        programme.multipliers,
        programme.stamp_cards,
        programme.tiers,
        programme.rewards,
        programme.milestones,
        programme.staircases,
        programme.bonuses,
        programme.memberships,
    )
    taken = {each.id for group in groups for each in group}
    name, at = wanted, 2
    while name in taken:
        name, at = f"{wanted}-{at}", at + 1
    return name


def _said(programme: Programme, text: str) -> Text:
    """Say a name in every language of the programme."""
    names = {each: voice(programme, each).say(text) for each in programme.languages}
    return names if len(names) > 1 else next(iter(names.values()))


def _round(amount_minor: int, programme: Programme) -> int:
    """Round an amount to what an owner would write: halves, wholes, fives."""
    unit: int = 10**programme.scale
    for step in (unit // 20, unit // 2, unit, 5 * unit, 10 * unit):
        if step and amount_minor <= _STEPS * step:
            return max((amount_minor + step // 2) // step * step, step)
    return amount_minor // (50 * unit) * 50 * unit

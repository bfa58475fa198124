"""Says what a forecast found in sentences, in any language; see `explain_voice` for a voice."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.accounts import POINTS
from loyalty.explaining.voice import Voice
from loyalty.forecast.report import DEPENDS, EXCEEDS, UNSTATED, Report
from loyalty.forecast.typical import BreakEven
from loyalty.margin.wording import Share, plain_share, protected


def of_sales(found: Report, voice: Voice, share: Share = plain_share) -> Iterator[str]:
    """Say what a year of real sales came to."""
    say, money, number = voice.say, voice.money, voice.number
    yield say(
        "{sales} sales from {first} to {last}, {mine} of them to members (how many: {members})"
    ).format(
        sales=number(found.sales),
        first=voice.day(found.first_day),
        last=voice.day(found.last_day),
        mine=number(found.member_sales),
        members=number(found.members),
    )
    yield say("Members bought for {mine}, everybody for {all}").format(
        mine=money(found.member_turnover_minor), all=money(found.turnover_minor)
    )
    yield say(
        "Rewards took {cost}: {mine} of what members bought, {all} of all that was bought"
    ).format(
        cost=money(found.reward_cost_minor),
        mine=share(found.cost_of_member_turnover),
        all=share(found.cost_of_turnover),
    )
    points = found.units.get(POINTS)
    if points is not None:
        yield say(
            "Points: {given} given, {used} used, {ended} ended unused, {left} left at the end"
        ).format(
            given=number(points.given),
            used=number(points.used),
            ended=number(points.expired),
            left=number(points.outstanding),
        )
    yield say(
        "At the end members still have rewards worth {worth}; {expected} of it will probably be"
        " used"
    ).format(worth=money(found.liability_minor), expected=money(found.liability_expected_minor))
    yield say("{share} of all points given end or are never used").format(
        share=share(found.breakage_share)
    )
    yield assumption(found, voice)
    if found.refused:
        yield say("{count} sales could not be priced and are left out").format(
            count=number(sum(found.refused.values()))
        )


def assumption(found: Report, voice: Voice) -> str:
    """Say what was supposed about members' use of rewards, and how unused points are foreseen."""
    text = voice.say(
        "Supposed: members use the best reward they can at once, {percent} times out of 100. How"
        " much is never used follows from the age at which points were used in these sales"
    )
    return text.format(percent=found.use_percent)


def of_typical(found: BreakEven, voice: Voice, share: Share = plain_share) -> Iterator[str]:
    """Say what a programme costs with typical members, and what pays for it."""
    say, money, number = voice.say, voice.money, voice.number
    yield say(
        "{members} members who each come {visits} times a month for {amount} are {all} visits"
        " and {turnover} a year"
    ).format(
        members=number(found.members),
        visits=number(found.visits),
        amount=money(found.amount_minor),
        all=number(found.visits_year),
        turnover=money(found.turnover_year_minor),
    )
    yield say(
        "The programme costs {month} a month and {year} a year, at selling prices: {share} of"
        " what members buy"
    ).format(
        month=money(found.cost_month_minor),
        year=money(found.cost_year_minor),
        share=share(found.cost_share),
    )
    if found.owed_minor:
        yield say(
            "{owed} of it is for rewards that members have saved for, but not used yet"
        ).format(owed=money(found.owed_minor))
    yield say("A visit leaves you {left}, of which rewards take {given}: {stays} stays").format(
        left=money(found.left_minor),
        given=money(found.given_minor),
        stays=money(found.stays_minor),
    )
    yield _paid_by(found, voice, share)


def _paid_by(found: BreakEven, voice: Voice, share: Share) -> str:
    say, money, number = voice.say, voice.money, voice.number
    if found.more_visits_year is None or found.more_visits_month is None:
        return say("Nothing stays, so no number of visits pays for this programme")
    if not found.cost_year_minor:
        return say("It costs nothing yet: nobody reaches a reward within the year")
    text = say(
        "{cost} : {stays} = {year} more visits a year pay for it: {month} more a month from all"
        " members together, {share} more than now"
    )
    return text.format(
        cost=money(found.cost_year_minor),
        stays=money(found.stays_minor),
        year=number(found.more_visits_year),
        month=number(found.more_visits_month),
        share=share(found.more_share or 0),
    )


def verdict(found: Report, voice: Voice, share: Share = plain_share) -> Iterator[str]:
    """Say the arithmetic of the most that the programme can cost, and what follows from it."""
    say = voice.say
    yield say("The most that it can cost, if a visit comes to {typical}:").format(
        typical=voice.money(found.typical_minor)
    )
    for line in found.arithmetic:
        if line.code == "forecast_over":
            yield _over(found, voice, share)
        else:
            yield protected(line, voice, share)
    if found.verdict == EXCEEDS:
        yield say("Do not start this programme as it is: give less, or for more")
    elif found.verdict == UNSTATED:
        yield say("Say your margin with --margin to have this compared with it")
    elif found.verdict == DEPENDS:
        yield say("That is within your margin as long as visits stay as they are")
    else:
        yield say("That is within your margin")


def _over(found: Report, voice: Voice, share: Share) -> str:
    text = voice.say(
        "In these sales rewards took {cost} of {turnover}: {share}, but your margin is {margin}%"
    )
    return text.format(
        cost=voice.money(found.reward_cost_minor),
        turnover=voice.money(found.member_turnover_minor),
        share=share(found.cost_of_member_turnover),
        margin=voice.number(found.margin_percent or 0),
    )

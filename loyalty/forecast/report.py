"""The report of a forecast: every figure that a programme came to, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

import msgspec

from loyalty import accounts
from loyalty.forecast.run import Counts, Forecast
from loyalty.margin.protection import Protection, hundredths, protection
from loyalty.margin.worth_most import Worths
from loyalty.programme import PercentReward, Programme
from loyalty.why import Why, why

WITHIN = "within"
EXCEEDS = "exceeds"
DEPENDS = "depends"
UNSTATED = "unstated"
_WHOLE = 100


class UnitFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One unit over the whole run; `lost` is what of `outstanding` nobody will use (breakage).

    `worth_minor` is what is outstanding at its dearest use, `expected_minor` without `lost`.
    """

    given: int
    used: int
    expired: int
    outstanding: int
    lost: int
    worth_minor: int
    expected_minor: int


class MonthFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One calendar month; `points_outstanding` is at its end."""

    month: str
    sales: int
    member_sales: int
    turnover_minor: int
    member_turnover_minor: int
    reward_cost_minor: int
    points_given: int
    points_used: int
    points_expired: int
    points_outstanding: int


class TierFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How many members ever had a level."""

    id: str
    name: str
    members: int


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a forecast found. Money in minor units, shares in hundredths of a per cent.

    `cost_of_member_turnover` and `cost_of_turnover` are what the used rewards took, at selling
    prices. `liability_minor` is what members could still ask for, `liability_expected_minor`
    what they probably will. `breakage_share` is the share of all points given that expired or
    will never be used. `verdict` is within, exceeds, depends or unstated.
    """

    programme: str
    version: int
    currency: str
    scale: int
    first_day: str
    last_day: str
    use_percent: int
    sales: int
    member_sales: int
    members: int
    turnover_minor: int
    member_turnover_minor: int
    reward_cost_minor: int
    discount_minor: int
    rewards_used: int
    cost_of_member_turnover: int
    cost_of_turnover: int
    liability_minor: int
    liability_expected_minor: int
    breakage_share: int
    units: dict[str, UnitFigures]
    tiers: tuple[TierFigures, ...]
    months: tuple[MonthFigures, ...]
    refused: dict[str, int]
    margin_percent: int | None
    typical_minor: int
    most_share: int
    verdict: str
    arithmetic: tuple[Why, ...]


def report(
    forecast: Forecast, *, margin_percent: int | None = None, typical_minor: int = 0
) -> Report:
    """Put the figures of a finished forecast together, against a margin where there is one.

    Without `typical_minor` the average sale to a member counts as typical.
    """
    counts, programme = forecast.counts, forecast.programme
    typical = typical_minor or counts.member_turnover_minor // max(counts.member_sales, 1)
    margin = margin_percent or programme.margin_percent
    guard = protection(programme, typical)
    units = _units(forecast, typical)
    points = units.get(accounts.POINTS)
    never = Fraction(points.expired + points.lost, points.given) if points and points.given else 0
    cost = counts.reward_cost_minor
    return Report(
        programme=programme.id,
        version=programme.version,
        currency=programme.currency,
        scale=programme.scale,
        first_day=counts.first_day,
        last_day=counts.last_day,
        use_percent=forecast.use_percent,
        sales=counts.sales,
        member_sales=counts.member_sales,
        members=len(forecast.club.members),
        turnover_minor=counts.turnover_minor,
        member_turnover_minor=counts.member_turnover_minor,
        reward_cost_minor=cost,
        discount_minor=counts.discount_minor,
        rewards_used=counts.rewards_used,
        cost_of_member_turnover=_share(cost, counts.member_turnover_minor),
        cost_of_turnover=_share(cost, counts.turnover_minor),
        liability_minor=sum(each.worth_minor for each in units.values()),
        liability_expected_minor=sum(each.expected_minor for each in units.values()),
        breakage_share=hundredths(Fraction(never)),
        units=units,
        tiers=_tiers(forecast),
        months=_months(counts),
        refused=dict(sorted(counts.refused.items())),
        margin_percent=margin,
        typical_minor=typical,
        most_share=hundredths(guard.share),
        verdict=_verdict(guard, counts, margin),
        arithmetic=_arithmetic(guard, counts, margin),
    )


def _share(part: int, whole: int) -> int:
    return hundredths(Fraction(part, whole)) if whole else 0


def _is_over(counts: Counts, margin: int) -> bool:
    """Say whether the used rewards took more of the members' money than the margin leaves."""
    return counts.reward_cost_minor * _WHOLE > counts.member_turnover_minor * margin


def _verdict(guard: Protection, counts: Counts, margin: int | None) -> str:
    if margin is None:
        return UNSTATED
    if guard.exceeds(margin) or _is_over(counts, margin):
        return EXCEEDS
    return DEPENDS if guard.per_visit_minor else WITHIN


def _arithmetic(guard: Protection, counts: Counts, margin: int | None) -> tuple[Why, ...]:
    lines = guard.arithmetic(margin)
    if margin is None or not _is_over(counts, margin):
        return lines
    seen = why(
        "forecast_over",
        cost_minor=counts.reward_cost_minor,
        turnover_minor=counts.member_turnover_minor,
        share=_share(counts.reward_cost_minor, counts.member_turnover_minor),
        margin=margin,
    )
    return (*lines, seen)


def _units(forecast: Forecast, typical_minor: int) -> dict[str, UnitFigures]:
    worths = Worths(forecast.programme, typical_minor)
    figures = {}
    for unit, tally in sorted(forecast.counts.units.items()):
        each = _worth_of(forecast.programme, worths, unit)
        lost = forecast.lost(unit)
        figures[unit] = UnitFigures(
            given=tally.given,
            used=tally.used,
            expired=tally.ended,
            outstanding=tally.outstanding,
            lost=lost,
            worth_minor=ceil(tally.outstanding * each),
            expected_minor=ceil((tally.outstanding - lost) * each),
        )
    return figures


def _worth_of(programme: Programme, worths: Worths, unit: str) -> Fraction:
    """Give what one of a unit is worth at its dearest use.

    A percentage is worth what somebody happens to buy: it counts only where nothing else is had.
    """
    for reward in programme.rewards:
        if unit == accounts.voucher(reward.id):
            return worths.of(reward).minor or Fraction(0)
    uses = worths.per_unit(unit)
    stated = [each for each in uses if not isinstance(each[0], PercentReward)]
    return max((minor for _, minor in stated or uses), default=Fraction(0))


def _tiers(forecast: Forecast) -> tuple[TierFigures, ...]:
    programme, reached = forecast.programme, _reached(forecast)
    return tuple(
        TierFigures(
            id=tier.id,
            name=programme.text(tier.name, programme.languages[0]),
            members=reached.get(tier.id, 0),
        )
        for tier in programme.tiers
    )


def _reached(forecast: Forecast) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for member in forecast.club.members.values():
        for tier in member.tiers:
            found[tier] = found.get(tier, 0) + 1
    return found


def _months(counts: Counts) -> tuple[MonthFigures, ...]:
    outstanding, found = 0, []
    for name, month in sorted(counts.months.items()):
        outstanding += month.points_given - month.points_used - month.points_ended
        found.append(
            MonthFigures(
                month=name,
                sales=month.sales,
                member_sales=month.member_sales,
                turnover_minor=month.turnover_minor,
                member_turnover_minor=month.member_turnover_minor,
                reward_cost_minor=month.reward_cost_minor,
                points_given=month.points_given,
                points_used=month.points_used,
                points_expired=month.points_ended,
                points_outstanding=outstanding,
            )
        )
    return tuple(found)

"""Runs the shop's own sales through two versions of the programme and puts them side by side."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from loyalty.accounts import POINTS
from loyalty.forecast.report import report
from loyalty.forecast.run import Forecast
from loyalty.forecast.sold import Sold
from loyalty.programme import Programme
from server.publishing.past_sales import Past

MONTH_DAYS = 30
_WEEK_DAYS = 7
_WHOLE = 100


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What one version came to. Money in minor units, at selling prices.

    `own_cost_minor` is what the used rewards cost the shop itself, None where the programme names
    no margin. `owed_minor` is what members could still ask for at the end, `owed_likely_minor`
    what they probably will. `reached` members could use a reward at least once.
    """

    version: int
    points_given: int
    cost_minor: int
    own_cost_minor: int | None
    owed_minor: int
    owed_likely_minor: int
    rewards_used: int
    reached: int
    month_cost_minor: int


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """The same sales under both versions, as if they had come from the day the new one begins."""

    first_day: str
    last_day: str
    days: int
    sales: int
    member_sales: int
    members: int
    undone: int
    returned: int
    unread: int
    is_cut: bool
    was: Side
    now: Side


def compare(before: Programme, after: Programme, past: Past) -> Compared | None:
    """Run both versions; None where no member bought anything, so that there is nothing to run."""
    if not any(each.member for each in past.sales):
        return None
    moved = tuple(_moved(past, after.from_day))
    was, now = _run(before, moved, past), _run(after, moved, past)
    return Compared(
        first_day=past.first_day,
        last_day=past.last_day,
        days=past.days,
        sales=len(past.sales),
        member_sales=sum(1 for each in past.sales if each.member),
        members=past.members,
        undone=past.undone,
        returned=past.returned,
        unread=past.unread,
        is_cut=past.is_cut,
        was=was,
        now=now,
    )


def _moved(past: Past, from_day: str) -> list[Sold]:
    """Move sales on by whole weeks, so that weekdays stay and rules with days have begun."""
    apart = (date.fromisoformat(from_day) - date.fromisoformat(past.first_day)).days
    weeks = max(-(-apart // _WEEK_DAYS), 0)
    shift = timedelta(weeks=weeks)
    return [
        msgspec.structs.replace(each, day=(date.fromisoformat(each.day) + shift).isoformat())
        for each in past.sales
    ]


def _run(programme: Programme, sales: tuple[Sold, ...], past: Past) -> Side:
    forecast = Forecast(programme)
    forecast.run(sales)
    found = report(forecast)
    points = found.units.get(POINTS)
    margin = programme.margin_percent
    cost = found.reward_cost_minor
    return Side(
        version=programme.version,
        points_given=points.given if points else 0,
        cost_minor=cost,
        own_cost_minor=None if margin is None else cost * (_WHOLE - margin) // _WHOLE,
        owed_minor=found.liability_minor,
        owed_likely_minor=found.liability_expected_minor,
        rewards_used=found.rewards_used,
        reached=sum(each.reached for each in forecast.club.members.values()),
        month_cost_minor=cost * MONTH_DAYS // past.days,
    )

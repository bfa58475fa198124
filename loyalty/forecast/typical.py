"""A shop without files: members who come alike, and the visits that would pay for a programme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import msgspec

from loyalty.basket import Line
from loyalty.errors import Refusal
from loyalty.forecast.report import Report
from loyalty.forecast.sold import Sold
from loyalty.programme import Programme

MONTHS = 12
YEAR_DAYS = 365
SAMPLE = 100
MOST_VISITS = 300
MOST_MEMBERS = 10_000_000
OPENS_MINUTE = 8 * 60
OPEN_MINUTES = 12 * 60
_STEP_MINUTES = 97
_WHOLE = 100


class Typical(msgspec.Struct, frozen=True, kw_only=True):
    """What an owner knows: a usual sale, visits a month of each member, how many members.

    Raises Refusal `typical_amount`, `typical_visits`, `typical_members` from `check`.
    """

    amount_minor: int
    visits: int
    members: int

    def check(self) -> None:
        """Refuse what no shop has."""
        if self.amount_minor < 1:
            raise Refusal("typical_amount", "a typical sale is more than nothing")
        if not 1 <= self.visits <= MOST_VISITS:
            message = f"visits a month are 1 to {MOST_VISITS}"
            raise Refusal("typical_visits", message, got=self.visits)
        if not 1 <= self.members <= MOST_MEMBERS:
            message = f"members are 1 to {MOST_MEMBERS}"
            raise Refusal("typical_members", message, got=self.members)

    def sample(self, programme: Programme) -> int:
        """Give how many of the members are run; the others do as they do.

        Where a stock is shared everybody is run, as far as that can be waited for.
        """
        is_shared = any(reward.stock is not None for reward in programme.rewards)
        return min(self.members, 20 * SAMPLE if is_shared else SAMPLE)

    def sales(self, programme: Programme) -> Iterator[Sold]:
        """Give a year of sales: visits evenly apart, each member beginning on a day of their own.

        Times of day go round the opening hours, so that hours and weekdays all come up.
        """
        start = date.fromisoformat(programme.from_day)
        members, visits = self.sample(programme), self.visits * MONTHS
        line = (Line(amount_minor=self.amount_minor),)
        planned = sorted(
            ((visit * members + member) * YEAR_DAYS // (visits * members), visit, member)
            for visit in range(visits)
            for member in range(members)
        )
        for day, visit, member in planned:
            minute = OPENS_MINUTE + (visit + member) * _STEP_MINUTES % OPEN_MINUTES
            yield Sold(
                day=(start + timedelta(days=day)).isoformat(),
                minute=minute,
                member=f"member-{member + 1}",
                lines=line,
            )


class BreakEven(msgspec.Struct, frozen=True, kw_only=True):
    """What a programme costs typical members' shop, and the visits that would pay for it.

    `cost_year_minor` is what rewards of a year's visits take at selling prices: those used, and
    those that members have saved for at its end and will use. A visit leaves `left_minor` after
    the goods; of it `given_minor` is given back. `more_visits_month` is None when nothing is
    left, so that no number of visits pays for it. `more_share` is in hundredths of a per cent.
    """

    amount_minor: int
    visits: int
    members: int
    visits_year: int
    turnover_year_minor: int
    cost_year_minor: int
    cost_month_minor: int
    owed_minor: int
    cost_share: int
    left_minor: int
    given_minor: int
    stays_minor: int
    more_visits_year: int | None
    more_visits_month: int | None
    more_share: int | None


def break_even(typical: Typical, found: Report, *, sample: int, margin_percent: int) -> BreakEven:
    """Work out what typical members cost in a year, and how many more visits pay for it.

    Exact until the end; costs are rounded up to whole minor units and what stays is rounded down.
    """
    scale = Fraction(typical.members, sample)
    visits = typical.members * typical.visits * MONTHS
    owed = found.liability_expected_minor * scale
    cost = found.reward_cost_minor * scale + owed
    given = ceil(cost / visits)
    left = typical.amount_minor * margin_percent // _WHOLE
    stays = left - given
    more = ceil(cost / stays) if stays > 0 else None
    return BreakEven(
        amount_minor=typical.amount_minor,
        visits=typical.visits,
        members=typical.members,
        visits_year=visits,
        turnover_year_minor=visits * typical.amount_minor,
        cost_year_minor=ceil(cost),
        cost_month_minor=ceil(cost / MONTHS),
        owed_minor=ceil(owed),
        cost_share=ceil(cost * _WHOLE * _WHOLE / (visits * typical.amount_minor)),
        left_minor=left,
        given_minor=given,
        stays_minor=stays,
        more_visits_year=more,
        more_visits_month=None if more is None else -(-more // MONTHS),
        more_share=None if more is None else -(-more * _WHOLE * _WHOLE // visits),
    )

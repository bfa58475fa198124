"""Runs sales of the past through a programme, with the very rules that a till prices with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from loyalty import accounts, lots
from loyalty.basket import Basket
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.forecast.members import Club, Member, age_days
from loyalty.forecast.sold import Sold
from loyalty.forecast.tallies import Left, Month, UnitTally, breakage
from loyalty.programme import Programme
from loyalty.quote import Quote, postings, quote_in

USE_PERCENT = 100
_MONTH_LENGTH = 7


@dataclass(slots=True)
class Counts:
    """What was seen of a file of sales, or of typical ones, under a programme."""

    first_day: str = ""
    last_day: str = ""
    sales: int = 0
    member_sales: int = 0
    turnover_minor: int = 0
    member_turnover_minor: int = 0
    reward_cost_minor: int = 0
    discount_minor: int = 0
    rewards_used: int = 0
    units: dict[str, UnitTally] = field(default_factory=dict)
    months: dict[str, Month] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)


class Forecast:
    """A run of one programme over sales in the order of time.

    Every member of the sales joins with the first of them. In each sale a member uses the best
    reward there is, `use_percent` times of a hundred. All points are held where they are used, so
    that nothing waits for a line.
    """

    def __init__(self, programme: Programme, *, use_percent: int = USE_PERCENT) -> None:
        self.programme = programme
        self.use_percent = use_percent
        self.counts = Counts()
        # Any fixed seed draws with the published odds; this one makes every run the same.
        seed = sha256(f"forecast/{programme.id}/{programme.version}".encode()).digest()
        self.club = Club(programme, use_percent=use_percent, seed=seed)

    def run(self, sales: Iterable[Sold]) -> None:
        """Run sales; their days never go back."""
        for sold in sales:
            self.add(sold)
        self.end()

    def add(self, sold: Sold) -> None:
        """Run one sale."""
        counts, total_minor = self.counts, sold.total_minor
        counts.first_day = counts.first_day or sold.day
        counts.last_day = sold.day
        month = self._month(sold.day)
        counts.sales += 1
        counts.turnover_minor += total_minor
        month.sales += 1
        month.turnover_minor += total_minor
        if not sold.member:
            return
        counts.member_sales += 1
        counts.member_turnover_minor += total_minor
        month.member_sales += 1
        month.member_turnover_minor += total_minor
        member = self.club.members.get(sold.member)
        if member is None:
            member, moved = self.club.join(sold.member, sold.day)
            self._tally(moved, sold.day)
        else:
            self._tally(self.club.days_until(member, sold.day), sold.day)
        self._price(member, sold)

    def end(self) -> None:
        """Let what time brings come to everybody, through the last day."""
        day = self.counts.last_day
        for member in self.club.members.values():
            self._tally(self.club.days_until(member, day), day)

    def lost(self, unit: str) -> int:
        """Give how much of a unit members will never use, of what they have at the end."""
        day = self.counts.last_day
        left = []
        for member in self.club.members.values():
            for lot, amount in member.booking.lots.get(unit, {}).items():
                last = lots.last_day(lot)
                days = None if last == lots.NEVER else _days_between(day, last)
                left.append(Left(amount=amount, age_days=age_days(lot, day), days_left=days))
        return breakage(self.counts.units[unit], left)

    def _price(self, member: Member, sold: Sold) -> None:
        club = self.club
        scene = club.scene(member, sold.day, sold.minute)
        basket = Basket(lines=sold.lines)
        claims = club.claims(member, scene, basket)
        if claims:
            basket = Basket(lines=sold.lines, claims=claims)
        try:
            # The day names the lots: those of one day are one, and tell how old they are.
            quoted = quote_in(scene, basket, sale_id=sold.day)
        except Refusal as error:
            self.counts.refused[error.code] = self.counts.refused.get(error.code, 0) + 1
            return
        moved = postings(quoted, member.account, sold.day, self.programme)
        club.book(member, moved)
        self._tally(moved, sold.day)
        self._cost(quoted, sold.day)
        if quoted.tier_after is not None:
            member.tiers.add(quoted.tier_after.id)

    def _cost(self, quoted: Quote, day: str) -> None:
        if not quoted.spent:
            return
        cost = sum(max(each.worth_minor, each.donated_minor) for each in quoted.spent)
        self.counts.rewards_used += len(quoted.spent)
        self.counts.reward_cost_minor += cost
        self.counts.discount_minor += quoted.discount_minor
        self._month(day).reward_cost_minor += cost

    def _tally(self, moved: Iterable[Posting], day: str) -> None:
        """Count what postings give, use and end; an end counts on the day it came."""
        for posting in moved:
            unit, amount, lot = posting.unit, posting.amount, posting.lot
            if not lot or posting.credit == accounts.COUNTED:
                continue
            tally = self.counts.units.get(unit)
            if tally is None:
                tally = self.counts.units[unit] = UnitTally()
            is_points = unit == accounts.POINTS
            if posting.debit == accounts.GIVEN:
                tally.give(amount)
                self._month(day).points_given += amount * is_points
            elif posting.credit == accounts.USED:
                tally.use(amount, age_days(lot, day))
                self._month(day).points_used += amount * is_points
            elif posting.credit == accounts.EXPIRED:
                ended = min(lots.last_day(lot), day)
                tally.end(amount, age_days(lot, ended))
                self._month(ended).points_ended += amount * is_points

    def _month(self, day: str) -> Month:
        name = day[:_MONTH_LENGTH]
        month = self.counts.months.get(name)
        if month is None:
            month = self.counts.months[name] = Month()
        return month


def _days_between(day: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(day)).days

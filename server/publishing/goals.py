"""What an owner wants to change, measured on the shop's own sales, and how much by when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

import msgspec

from server.publishing.past_sales import Past

Question = Literal["often", "spend", "friends", "quiet", "best"]
QUESTIONS: tuple[Question, ...] = ("often", "spend", "friends", "quiet", "best")
GOAL_DAYS = 91
_WEEKS = 4
_MORE_PERCENT: Mapping[Question, int] = {
    "often": 15,
    "spend": 10,
    "friends": 20,
    "quiet": 20,
    "best": 10,
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BLOCK_HOURS = 3
_OPEN_SHARE = 50
_BEST_SHARE = 10


class Goal(msgspec.Struct, frozen=True, kw_only=True):
    """What is to change: where it stands, where it is to stand, and by which day.

    `often` and `best` are hundredths of a visit of a member in four weeks, `spend` minor units of
    a member's usual sale, `friends` members who bought for the first time in four weeks, `quiet`
    sales in the quiet hours in four weeks. `now` and `wanted` are None where nothing is known.
    """

    question: Question
    now: int | None
    wanted: int | None
    by_day: str


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """The quietest stretch of an open week: a weekday and hours, with its sales in all."""

    weekday: str
    start: str
    until: str
    sales: int


def goal(question: Question, past: Past, today: str) -> Goal:
    """Give a goal for a question: a little more than now, a quarter of a year ahead."""
    now = _now(question, past)
    wanted = None if now is None else now + max(now * _MORE_PERCENT[question] // 100, 1)
    by_day = (date.fromisoformat(today) + timedelta(days=GOAL_DAYS)).isoformat()
    return Goal(question=question, now=now, wanted=wanted, by_day=by_day)


def _now(question: Question, past: Past) -> int | None:
    mine = [each for each in past.sales if each.member]
    if not mine:
        return None
    if question == "spend":
        return past.typical_minor
    visits = Counter(each.member for each in mine)
    if question == "often":
        return _in_four_weeks(len(mine) * 100, past) // len(visits)
    if question == "friends":
        # Who was there in the first half of the weeks is not new in the second.
        half = date.fromisoformat(past.first_day) + timedelta(days=past.days // 2)
        early = {each.member for each in mine if each.day < half.isoformat()}
        return _in_four_weeks(2 * len(set(visits) - early), past)
    if question == "quiet":
        found = quiet(past)
        return None if found is None else _in_four_weeks(found.sales, past)
    best = best_members(past)
    return _in_four_weeks(sum(visits[each] for each in best) * 100, past) // len(best)


def best_members(past: Past) -> list[str]:
    """Name the tenth of the members who spent most, one at the least."""
    spent: Counter[str] = Counter()
    for each in past.sales:
        if each.member:
            spent[each.member] += each.total_minor
    count = max(len(spent) // _BEST_SHARE, 1)
    return [member for member, _ in spent.most_common(count)]


def best_spend_minor(past: Past) -> int:
    """Give what the least of the best members spends in a year, at the pace of these weeks."""
    best = set(best_members(past))
    spent: Counter[str] = Counter()
    for each in past.sales:
        if each.member in best:
            spent[each.member] += each.total_minor
    return min(spent.values(), default=0) * 365 // past.days


def quiet(past: Past) -> Quiet | None:
    """Find the quietest three hours of the week, of those in which the shop is open.

    A shop counts as open where it sells at least half of what it sells in a usual hour of the
    week in which it sells anything. None where times of sales are not known.
    """
    hours: Counter[tuple[int, int]] = Counter()
    for each in past.sales:
        if each.minute is not None:
            hours[date.fromisoformat(each.day).weekday(), each.minute // 60] += 1
    if not hours:
        return None
    least = sum(hours.values()) * _OPEN_SHARE // (100 * len(hours))
    opened = {at for at, count in hours.items() if count >= max(least, 1) or count > 1}
    blocks = [
        (sum(hours[day, hour + more] for more in range(_BLOCK_HOURS)), day, hour)
        for day, hour in sorted(opened)
        if all((day, hour + more) in opened for more in range(_BLOCK_HOURS))
    ]
    if not blocks:
        return None
    sales, day, hour = min(blocks)
    until = (hour + _BLOCK_HOURS) % 24
    return Quiet(weekday=_WEEKDAYS[day], start=f"{hour:02}:00", until=f"{until:02}:00", sales=sales)


def _in_four_weeks(count: int, past: Past) -> int:
    return count * _WEEKS * 7 // past.days

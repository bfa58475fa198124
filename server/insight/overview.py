"""How the programme does in a period: each figure with what it was before, or not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loyalty.accounts import POINTS
from loyalty.programme import Programme
from server.access import Access
from server.figures import told
from server.insight import accounting
from server.insight.period import Period, later, month_later
from storage.server import figures as kept
from storage.server import insight
from storage.server.database import Connection

SHARE, MONEY, COUNT, HUNDREDTHS = "share", "money", "count", "hundredths"
NOTHING, RECORDED = "nothing", "recorded"
MEASURES = (
    *(told.SOLD, told.UNDONE, told.REFUNDED, told.OTHER, told.OTHER_UNDONE, told.OTHER_REFUNDED),
    *(told.JOINED, told.REWARD, told.RECEIPTS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure: `value` and `before` are None where they are not known, never estimated.

    `kind` is `share` (per thousand), `money` (minor units), `count` or `hundredths`; `needs` says
    without what it stays unknown.
    """

    code: str
    kind: str
    value: int | None
    before: int | None
    needs: str = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day for the plot: sales and money with a member and without."""

    day: str
    sales: int
    money_minor: int
    others: int
    others_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The figures of a period, its days and those of the period before."""

    period: Period
    figures: tuple[Figure, ...]
    days: tuple[Day, ...]
    days_before: tuple[Day, ...]
    is_whole: bool
    """False while the server still counts events from before it kept figures."""


def overview(access: Access, programme: Programme, period: Period) -> Overview:
    """Work out the figures of a period. Reads only."""
    first, last = period.first[:7], period.last[:7]
    count = next(at for at in range(1, 1000) if month_later(first, at - 1) == last)
    with access.database.read() as connection:
        now = _Read(connection, access.tenant, period, (first, last))
        months = (month_later(first, -count), month_later(first, -1))
        then = _Read(connection, access.tenant, period.before(), months)
        is_whole = kept.gap(connection, access.tenant) is None
        owed = accounting.outstanding(connection, access.tenant, POINTS)
    values, before = now.values(), then.values()
    values["owed"] = (programme.worth_minor(owed), MONEY, NOTHING)
    figures = tuple(
        Figure(
            code=code,
            kind=kind,
            value=value,
            before=before[code][0] if code in before else None,
            needs=needs,
        )
        for code, (value, kind, needs) in values.items()
    )
    return Overview(
        period=period, figures=figures, days=now.days(), days_before=then.days(), is_whole=is_whole
    )


class _Read:
    """What is read for one period."""

    def __init__(
        self, connection: Connection, tenant: str, period: Period, months: tuple[str, str]
    ) -> None:
        self._period = period
        first, last = period.first, period.last
        self._by_day = insight.by_day(connection, tenant, MEASURES, first, last)
        pointed = insight.by_part(connection, tenant, ("pointed",), first, last)
        self._points: Mapping[str, int] = {
            row.part.split("|")[0]: row.amount for row in pointed if row.part.endswith(f"|{POINTS}")
        }
        self._shopped = insight.shopped(connection, tenant, *months)
        on = date.fromisoformat(last).toordinal()
        self._active = {
            days: insight.active(
                connection,
                tenant,
                (later(last, 1 - days)[:7], last[:7]),
                (on - days + 1, on),
            )
            for days in (30, 90)
        }

    def values(self) -> dict[str, tuple[int | None, str, str]]:
        times: Counter[str] = Counter()
        money: Counter[str] = Counter()
        for row in self._by_day:
            times[row.measure] += row.times
            money[row.measure] += row.amount
        sales = times[told.SOLD] - times[told.UNDONE]
        others = times[told.OTHER] - times[told.OTHER_UNDONE]
        # A till whose sales without a member are typed at closing only knows them as receipts.
        receipts = max(sales + others, times[told.RECEIPTS])
        members_minor = money[told.SOLD] - money[told.UNDONE] - money[told.REFUNDED]
        others_minor = money[told.OTHER] - money[told.OTHER_UNDONE] - money[told.OTHER_REFUNDED]
        some = self._shopped
        given = self._points.get("given", 0) - self._points.get("given_back", 0)
        expired = self._points.get("expired", 0) - self._points.get("expired_back", 0)
        cost = money[told.REWARD]
        return {
            "participation": (
                share(sales, receipts) if receipts > sales else None,
                SHARE,
                RECORDED,
            ),
            "joined": (times[told.JOINED], COUNT, NOTHING),
            "active_30": (self._active[30], COUNT, NOTHING),
            "active_90": (self._active[90], COUNT, NOTHING),
            "again": (share(some.again, some.accounts), SHARE, NOTHING),
            "frequency": (ratio(some.visits * 100, some.accounts), HUNDREDTHS, NOTHING),
            "basket": (ratio(members_minor, sales), MONEY, NOTHING),
            "basket_others": (ratio(others_minor, others), MONEY, RECORDED),
            "rewards": (times[told.REWARD], COUNT, NOTHING),
            "cost": (cost, MONEY, NOTHING),
            "cost_share": (share(cost, members_minor), SHARE, NOTHING),
            "never_used": (share(expired, given), SHARE, NOTHING),
        }

    def days(self) -> tuple[Day, ...]:
        times: Counter[tuple[str, str]] = Counter()
        money: Counter[tuple[str, str]] = Counter()
        for row in self._by_day:
            times[row.day, row.measure] += row.times
            money[row.day, row.measure] += row.amount
        return tuple(
            Day(
                day=day,
                sales=times[day, told.SOLD] - times[day, told.UNDONE],
                money_minor=_net(money, day, (told.SOLD, told.UNDONE, told.REFUNDED)),
                others=times[day, told.OTHER] - times[day, told.OTHER_UNDONE],
                others_minor=_net(money, day, (told.OTHER, told.OTHER_UNDONE, told.OTHER_REFUNDED)),
            )
            for day in self._period.dates()
        )


def _net(money: Counter[tuple[str, str]], day: str, names: Sequence[str]) -> int:
    more, *less = names
    return money[day, more] - sum(money[day, name] for name in less)


def share(part: int, whole: int) -> int | None:
    """Give a share per thousand, halves up; None where there is no whole."""
    return (2000 * part + whole) // (2 * whole) if whole > 0 else None


def ratio(part: int, whole: int) -> int | None:
    """Give a whole number for each, halves up; None where there is nobody."""
    return (2 * part + whole) // (2 * whole) if whole > 0 else None

"""The rows behind the figures: by cashier, by hour, by reward, by till, and who stayed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from server.access import Access
from server.figures import told
from server.insight.overview import ratio, share
from server.insight.period import Period, month_later
from storage.server import insight

MONTHS = 6
PARTS_MAX = 100
_MEMBERS = f"{told.MEMBERS}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One cashier, hour or reward: how often, and the money."""

    part: str
    times: int
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """One till; what nobody recorded is None."""

    device: str
    participation: int | None
    basket_minor: int | None
    joined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Those who came first in a month: how many, and what share came 0, 1, 2 .. months later."""

    month: str
    members: int
    stayed: tuple[int, ...]


def parts(access: Access, period: Period) -> Mapping[str, list[Part]]:
    """Give cashiers and rewards, the most first, and the hours of the day in their order."""
    found: dict[str, list[Part]] = {told.SOLD: [], told.HOUR: [], told.REWARD: []}
    with access.database.read() as connection:
        rows = insight.by_part(connection, access.tenant, tuple(found), period.first, period.last)
    for row in rows:
        if row.measure == told.HOUR:
            if not row.part.startswith(_MEMBERS):
                continue
            row = row._replace(part=f"{row.part.removeprefix(_MEMBERS)}:00")  # noqa: PLW2901
        found[row.measure].append(Part(part=row.part, times=row.times, amount_minor=row.amount))
    for measure in (told.SOLD, told.REWARD):
        found[measure] = sorted(found[measure], key=lambda one: -one.times)[:PARTS_MAX]
    return found


def tills(access: Access, period: Period) -> list[Till]:
    """Give every till that sold something."""
    names = (told.SOLD, told.UNDONE, told.REFUNDED, told.OTHER, told.OTHER_UNDONE, told.JOINED)
    with access.database.read() as connection:
        rows = insight.by_device(connection, access.tenant, names, period.first, period.last)
    times: Counter[tuple[str, str]] = Counter()
    money: Counter[tuple[str, str]] = Counter()
    for row in rows:
        times[row.device, row.measure] += row.times
        money[row.device, row.measure] += row.amount
    return [
        Till(
            device=device,
            participation=_participation(times, device),
            basket_minor=ratio(
                money[device, told.SOLD]
                - money[device, told.UNDONE]
                - money[device, told.REFUNDED],
                times[device, told.SOLD] - times[device, told.UNDONE],
            ),
            joined=times[device, told.JOINED],
        )
        for device in sorted({row.device for row in rows})
    ]


def cohorts(access: Access, today: str) -> list[Cohort]:
    """Give those who came first in each of the last six months, and who of them stayed."""
    with access.database.read() as connection:
        rows = insight.cohorts(connection, access.tenant, month_later(today[:7], 1 - MONTHS))
    came: dict[str, dict[str, int]] = {}
    for began, month, count in rows:
        came.setdefault(began, {})[month] = count
    made = []
    for began, of in sorted(came.items()):
        members = of.get(began, 0)
        month, stayed = began, []
        while month <= today[:7]:
            stayed.append(share(of.get(month, 0), members) or 0)
            month = month_later(month, 1)
        made.append(Cohort(month=began, members=members, stayed=tuple(stayed)))
    return made


def _participation(times: Counter[tuple[str, str]], device: str) -> int | None:
    sales = times[device, told.SOLD] - times[device, told.UNDONE]
    others = times[device, told.OTHER] - times[device, told.OTHER_UNDONE]
    return share(sales, sales + others) if others > 0 else None

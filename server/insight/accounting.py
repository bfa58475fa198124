"""Points as an accountant needs them: what a month opened with, what moved, what it closed with.

A month is the one that events were booked into (docs/insight.md), so that a closed one never
changes. All the months add up to what the members have, to the point.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from loyalty.programme import Programme
from server.access import Access
from server.figures.tally import BOOKED
from storage.server import insight
from storage.server.database import Connection

_SIGNS = {
    "given": 1,
    "given_back": -1,
    "used": -1,
    "used_back": 1,
    "expired": -1,
    "expired_back": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One unit in one month. `reversed` is what came back less what was taken back: it may be
    below 0. `opening + issued - used - expired + reversed = closing`.

    `price_minor` is what the closing figure is worth to members, `cost_minor` what it costs at
    the owner's margin, None where the programme does not say it; both are None for other units
    than points.
    """

    month: str
    unit: str
    opening: int
    issued: int
    used: int
    expired: int
    reversed: int
    closing: int
    price_minor: int | None = None
    cost_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What one till gave and let use in a month, net of what came back, and what it is owed.

    Positive: it let more be used than it gave, and the others owe it that worth.
    """

    device: str
    given: int
    used: int
    owed_minor: int


def outstanding(connection: Connection, tenant: str, unit: str) -> int:
    """Give what members have of a unit, from every month that was booked."""
    return sum(
        _SIGNS[way] * row.amount
        for row in insight.by_month(connection, tenant, BOOKED)
        for way, of in [row.part.split("|", 1)]
        if of == unit
    )


def months(access: Access, programme: Programme) -> list[Month]:
    """Give every unit in every month in which it moved, the newest month first."""
    with access.database.read() as connection:
        rows = insight.by_month(connection, access.tenant, BOOKED)
    moved: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        way, unit = row.part.split("|", 1)
        moved.setdefault((row.day, unit), Counter())[way] += row.amount
    left: Counter[str] = Counter()
    made = []
    for (month, unit), ways in sorted(moved.items()):
        opening = left[unit]
        left[unit] += sum(_SIGNS[way] * amount for way, amount in ways.items())
        made.append(_month(programme, month, unit, ways, opening=opening, closing=left[unit]))
    return sorted(made, key=lambda one: (one.month, one.unit == "points"), reverse=True)


def settlement(access: Access, programme: Programme, month: str) -> list[Settled]:
    """Say for each till what of the points of a month it gave and let use, by name of the till."""
    with access.database.read() as connection:
        rows = insight.by_device(connection, access.tenant, (BOOKED,), month, month)
    sums: dict[str, Counter[str]] = {}
    for row in rows:
        way, unit = row.part.split("|", 1)
        if unit == "points":
            sums.setdefault(row.device, Counter())[way] += row.amount
    return [
        Settled(
            device=device,
            given=ways["given"] - ways["given_back"],
            used=ways["used"] - ways["used_back"],
            owed_minor=programme.worth_minor(
                ways["used"] - ways["used_back"] - ways["given"] + ways["given_back"]
            ),
        )
        for device, ways in sorted(sums.items())
    ]


def _month(
    programme: Programme, month: str, unit: str, ways: Counter[str], *, opening: int, closing: int
) -> Month:
    is_points = unit == "points"
    price_minor = programme.worth_minor(closing) if is_points else None
    margin = programme.margin_percent
    cost_minor = None
    if price_minor is not None and margin is not None:
        cost_minor = price_minor * (100 - margin) // 100
    return Month(
        month=month,
        unit=unit,
        opening=opening,
        issued=ways["given"],
        used=ways["used"],
        expired=ways["expired"],
        reversed=ways["used_back"] + ways["expired_back"] - ways["given_back"],
        closing=closing,
        price_minor=price_minor,
        cost_minor=cost_minor,
    )

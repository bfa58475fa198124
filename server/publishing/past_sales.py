"""The shop's own sales of the last weeks, as a forecast wants them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from loyalty import days, event
from loyalty.basket import Line
from loyalty.errors import Refusal
from loyalty.forecast.sold import Sold
from loyalty.programme import Programme
from storage.server import past_sales
from storage.server.database import Connection

SALES_MAX = 30_000
"""So many can be run twice within a minute; of more the newest are taken, and that is said."""
_DAY_US = 24 * 3600 * 1_000_000


class _Line(msgspec.Struct, frozen=True):
    amount_minor: int
    quantity: int = 1
    product: str = ""
    category: str = ""
    kind: str = "goods"


class _Sale(msgspec.Struct, frozen=True):
    lines: tuple[_Line, ...]
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """Sales in the order of time, on business dates from `first_day` through `last_day`.

    `undone` were taken back and are left out; of those `returned` a part came back. `unread` had
    no amount, or one below zero. `is_cut` says that there were more than can be looked at.
    """

    first_day: str
    last_day: str
    sales: tuple[Sold, ...] = ()
    undone: int = 0
    returned: int = 0
    unread: int = 0
    is_cut: bool = False

    @property
    def days(self) -> int:
        """Give how many days these are."""
        return (date.fromisoformat(self.last_day) - date.fromisoformat(self.first_day)).days + 1

    @property
    def members(self) -> int:
        """Count the members who bought."""
        return len({each.member for each in self.sales if each.member})

    @property
    def typical_minor(self) -> int:
        """Give what a usual sale to a member comes to; to anybody where no member bought; or 0."""
        mine = [each.total_minor for each in self.sales if each.member]
        found = mine or [each.total_minor for each in self.sales]
        return sum(found) // len(found) if found else 0


def read(
    connection: Connection, tenant: str, programme: Programme, *, today: str, weeks: int
) -> Past:
    """Read the sales of so many whole weeks before today; those of today are not over yet."""
    last_day = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    first_day = (date.fromisoformat(today) - timedelta(weeks=weeks)).isoformat()
    begin = days.read(f"{first_day}T00:00:00.000000Z")
    found: list[tuple[str, Sold]] = []
    undone: set[str] = set()
    returned: set[str] = set()
    unread, is_cut = 0, False
    rows = past_sales.back_from_newest(
        connection, tenant, first_day=first_day, since_us=begin - _DAY_US
    )
    for kind, raw in rows:
        made = event.decode(raw)
        if kind != "sale":
            (undone if kind == "undo" else returned).add(str(made.data.get("corrects", "")))
        elif made.day <= last_day and made.id not in undone:
            sold = _sold(made.day, made.at, made.data, programme)
            if sold is None:
                unread += 1
            elif len(found) == SALES_MAX:
                is_cut = True
                break
            else:
                found.append((made.at, sold))
    found.sort(key=lambda each: (each[1].day, each[0]))
    sales = tuple(sold for _, sold in found)
    return Past(
        first_day=sales[0].day if is_cut else first_day,
        last_day=last_day,
        sales=sales,
        undone=len(undone),
        returned=len(returned),
        unread=unread,
        is_cut=is_cut,
    )


def _sold(day: str, at: str, data: dict[str, Any], programme: Programme) -> Sold | None:
    try:
        sale = msgspec.convert(data, _Sale)
        at_us = days.read(at)
    except (msgspec.ValidationError, ValueError, Refusal):
        return None
    lines = tuple(
        Line(
            amount_minor=each.amount_minor,
            quantity=each.quantity,
            product=each.product,
            category=each.category,
            kind=each.kind,
        )
        for each in sale.lines
    )
    if not lines or any(line.amount_minor < 0 or line.quantity < 1 for line in lines):
        return None
    _, minute = days.wall(at_us, programme.time_zone, programme.day_start_minutes)
    return Sold(day=day, minute=minute, member=sale.member, lines=lines)

"""Reads the figures for the head office: sums by day, by part and by account. Only reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, case, func, select

from storage.server.database import put
from storage.server.tables import EVENTS, FEED, FIGURES, FINE, MEMBERS, SHOPPING

JOINED_MAX = 20_000
"""So many of those who joined last are looked at for what joining changed."""


class Sum(NamedTuple):
    """What a measure adds up to on a day (or in a month) and for a till and part, where asked."""

    measure: str
    day: str
    device: str
    part: str
    times: int
    amount: int


class Visits(NamedTuple):
    """How accounts shopped in some months: how many, how many twice or more, visits and money."""

    accounts: int
    again: int
    visits: int
    spend_minor: int


class Before(NamedTuple):
    """What somebody who joined spent in the months before and after the one they joined in."""

    account: str
    before_minor: int
    after_minor: int


class Stored(NamedTuple):
    """An event as a till wrote it, with who wrote it."""

    device: str
    type: str
    raw: bytes


class Fine(NamedTuple):
    """What somebody looked at and found fine."""

    finding: str
    actor: str
    note: str
    at_us: int


def by_day(
    connection: Connection, tenant: str, measures: Sequence[str], first: str, last: str
) -> list[Sum]:
    """Add up measures by day, from a day (or month) through another."""
    return _sums(connection, tenant, measures, (first, last), ("day",))


def by_part(
    connection: Connection, tenant: str, measures: Sequence[str], first: str, last: str
) -> list[Sum]:
    """Add up measures by what, who or when."""
    return _sums(connection, tenant, measures, (first, last), ("part",))


def by_device(
    connection: Connection, tenant: str, measures: Sequence[str], first: str, last: str
) -> list[Sum]:
    """Add up measures by till and part."""
    return _sums(connection, tenant, measures, (first, last), ("device", "part"))


def by_month(connection: Connection, tenant: str, measure: str) -> list[Sum]:
    """Add up a measure whose days are months, by month and part, from the first."""
    return _sums(connection, tenant, (measure,), ("", "9999-99"), ("day", "part"))


def shopped(connection: Connection, tenant: str, first_month: str, last_month: str) -> Visits:
    """Say how accounts shopped from a month through another; who came back with all is left out."""
    each = (
        select(
            func.sum(SHOPPING.c.visits - SHOPPING.c.visits_back).label("visits"),
            func.sum(SHOPPING.c.spend_minor - SHOPPING.c.back_minor).label("spend"),
        )
        .where(
            SHOPPING.c.tenant_id == tenant,
            SHOPPING.c.month >= first_month,
            SHOPPING.c.month <= last_month,
        )
        .group_by(SHOPPING.c.account)
        .subquery()
    )
    row = connection.execute(
        select(
            func.count(),
            func.sum(case((each.c.visits > 1, 1), else_=0)),
            func.sum(each.c.visits),
            func.sum(each.c.spend),
        ).where(each.c.visits > 0)
    ).one()
    return Visits(*(int(value or 0) for value in row))


def active(
    connection: Connection, tenant: str, months: tuple[str, str], on: tuple[int, int]
) -> int:
    """Count the accounts that came from a day through another, thirty days or more apart.

    `months` are those of the two days. A row knows its first and last visit, and no month is long
    enough to hold one before and one after such a stretch, and none in it.
    """
    found = connection.execute(
        select(func.count(SHOPPING.c.account.distinct())).where(
            SHOPPING.c.tenant_id == tenant,
            SHOPPING.c.month >= months[0],
            SHOPPING.c.month <= months[1],
            SHOPPING.c.last_on >= on[0],
            SHOPPING.c.first_on <= on[1],
        )
    )
    return int(found.scalar_one())


def cohorts(connection: Connection, tenant: str, first_month: str) -> list[tuple[str, str, int]]:
    """Count, of those who came first in a month, who came in each month: both months, accounts."""
    began = (
        select(SHOPPING.c.account, func.min(SHOPPING.c.month).label("began"))
        .where(SHOPPING.c.tenant_id == tenant)
        .group_by(SHOPPING.c.account)
        .subquery()
    )
    rows = connection.execute(
        select(began.c.began, SHOPPING.c.month, func.count())
        .join(began, began.c.account == SHOPPING.c.account)
        .where(
            SHOPPING.c.tenant_id == tenant,
            began.c.began >= first_month,
            SHOPPING.c.visits > SHOPPING.c.visits_back,
        )
        .group_by(began.c.began, SHOPPING.c.month)
        .order_by(began.c.began, SHOPPING.c.month)
    )
    return [(row[0], row[1], int(row[2])) for row in rows]


def joined(
    connection: Connection, tenant: str, joined_in: str, before: str, after: str
) -> list[Before]:
    """Give what those who joined in a month spent from `before` up to it, and after it to `after`.

    Only who bought something before is there: of the others nothing is known to compare with.
    """
    money = SHOPPING.c.spend_minor - SHOPPING.c.back_minor
    earlier = func.sum(case((SHOPPING.c.month < joined_in, money), else_=0))
    later = func.sum(case((SHOPPING.c.month > joined_in, money), else_=0))
    rows = connection.execute(
        select(MEMBERS.c.account, earlier, later)
        .join(
            SHOPPING,
            and_(SHOPPING.c.tenant_id == tenant, SHOPPING.c.account == MEMBERS.c.account),
        )
        .where(
            MEMBERS.c.tenant_id == tenant,
            MEMBERS.c.joined_day >= joined_in,
            MEMBERS.c.joined_day <= f"{joined_in}-99",
            SHOPPING.c.month >= before,
            SHOPPING.c.month <= after,
        )
        .group_by(MEMBERS.c.account)
        .having(earlier > 0)
        .order_by(MEMBERS.c.account)
        .limit(JOINED_MAX)
    )
    return [Before(row[0], int(row[1]), int(row[2])) for row in rows]


def newest(
    connection: Connection, tenant: str, types: Sequence[str], *, among: int, since_us: int
) -> list[Stored]:
    """Give the events of some types that came in since a moment, of the newest `among`."""
    last = select(FEED.c.last).where(FEED.c.tenant_id == tenant).scalar_subquery()
    rows = connection.execute(
        select(EVENTS.c.device, EVENTS.c.type, EVENTS.c.raw)
        .where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.position > last - among,
            EVENTS.c.type.in_(types),
            EVENTS.c.outcome == "created",
            EVENTS.c.received_us >= since_us,
        )
        .order_by(EVENTS.c.position)
    )
    return [Stored(row.device, row.type, bytes(row.raw)) for row in rows]


def fine(connection: Connection, tenant: str) -> dict[str, Fine]:
    """Give what was found fine, by finding."""
    rows = connection.execute(select(FINE).where(FINE.c.tenant_id == tenant))
    return {row.finding: Fine(row.finding, row.actor, row.note, row.at_us) for row in rows}


def mark_fine(connection: Connection, tenant: str, one: Fine) -> None:
    """Keep that something is fine."""
    put(connection, FINE, [{"tenant_id": tenant, **one._asdict()}])


def _sums(
    connection: Connection,
    tenant: str,
    measures: Sequence[str],
    days: tuple[str, str],
    by: tuple[str, ...],
) -> list[Sum]:
    named = [FIGURES.c.measure, *(FIGURES.c[name] for name in by)]
    rows = connection.execute(
        select(*named, func.sum(FIGURES.c.times), func.sum(FIGURES.c.amount))
        .where(
            FIGURES.c.tenant_id == tenant,
            FIGURES.c.measure.in_(measures),
            FIGURES.c.day >= days[0],
            FIGURES.c.day <= days[1],
        )
        .group_by(*named)
        .order_by(*named)
    )
    found = []
    for row in rows:
        keys = {"day": "", "device": "", "part": "", **dict(zip(by, row[1:], strict=False))}
        found.append(Sum(measure=row[0], **keys, times=int(row[-2]), amount=int(row[-1])))
    return found

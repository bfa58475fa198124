"""Finds the members of a segment, and keeps segments.

A segment is asked of the database as far as its columns know: what only a person's sealed row or a
programme can answer (`Asked`) is taken as a yes, so that what comes back are all who may belong to
it, and `holds` judges each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from loyalty.accounts import POINTS
from storage.records import ACTIVE
from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import BALANCES, MEMBERS, REACH, SEGMENTS, SHOPPED

Value = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A column is from `low` through `high`; None is open."""

    column: str
    low: Value | None = None
    high: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """All these flags are set."""

    flags: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something that no column knows, by its name and value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """All of the parts hold; of none, everybody's."""

    parts: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """One of the parts holds at least; of none, nobody's."""

    parts: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nay:
    """The part does not hold."""

    part: Where


Where = Between | Flagged | Asked | Every | Some | Nay


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A member with the figures that segments look at; all 0 or empty where nothing is known."""

    member_id: str
    account: str
    joined_day: str
    joined_by: str
    joined_at: str
    flags: int
    first_on: int
    last_on: int
    visits: int
    spend_minor: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A segment as it is kept: `body` is its conditions, `version` counts its changes."""

    segment_id: str
    version: int
    body: bytes


_POINTS = BALANCES.alias("points_of")
_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "joined_day": MEMBERS.c.joined_day,
    "joined_by": func.coalesce(REACH.c.joined_by, ""),
    "joined_at": func.coalesce(REACH.c.joined_at, ""),
    "flags": func.coalesce(REACH.c.flags, 0),
    "first_on": func.coalesce(SHOPPED.c.first_on, 0),
    "last_on": func.coalesce(SHOPPED.c.last_on, 0),
    "visits": func.coalesce(SHOPPED.c.visits, 0),
    "spend_minor": func.coalesce(SHOPPED.c.spend_minor, 0),
    "points": func.coalesce(_POINTS.c.balance, 0),
}


def holds(where: Where, found: Found, asked: Callable[[Asked, Found], bool]) -> bool:
    """Say whether a member belongs to a segment; `asked` answers what no column knows."""
    match where:
        case Between():
            value = getattr(found, where.column)
            return (where.low is None or value >= where.low) and (
                where.high is None or value <= where.high
            )
        case Flagged():
            return found.flags & where.flags == where.flags
        case Asked():
            return asked(where, found)
        case Every():
            return all(holds(part, found, asked) for part in where.parts)
        case Some():
            return any(holds(part, found, asked) for part in where.parts)
        case Nay():
            return not holds(where.part, found, asked)


def is_exact(where: Where) -> bool:
    """Say whether columns know all of it, so that the database can count by itself."""
    match where:
        case Asked():
            return False
        case Every() | Some():
            return all(is_exact(part) for part in where.parts)
        case Nay():
            return is_exact(where.part)
        case _:
            return True


def count(connection: Connection, tenant: str, where: Where) -> int:
    """Count the active members for whom this holds. Only for what `is_exact`."""
    assert is_exact(where), "only the database's own columns can be counted by it"
    statement = select(func.count()).select_from(_joined(_columns_in(where)))
    return int(connection.execute(statement.where(*_ours(tenant), _sql(where))).scalar_one())


def page(connection: Connection, tenant: str, where: Where, after: str, limit: int) -> list[Found]:
    """Give those active members for whom this may hold, in the order of their ids."""
    columns = [column.label(name) for name, column in _COLUMNS.items()]
    statement: Select[Any] = (
        select(MEMBERS.c.member_id, MEMBERS.c.account, *columns)
        .select_from(_joined(set(_COLUMNS)))
        .where(*_ours(tenant), MEMBERS.c.member_id > after, _sql(where))
        .order_by(MEMBERS.c.member_id)
        .limit(limit)
    )
    return [Found(**row._mapping) for row in connection.execute(statement)]  # noqa: SLF001 - its public name


def gaps(connection: Connection, tenant: str, share_percent: int) -> int | None:
    """Give how many days lie between visits for so many percent of those who came again.

    None where too few came more than once to say.
    """
    gap = (SHOPPED.c.last_on - SHOPPED.c.first_on) / (SHOPPED.c.visits - 1)
    again = (SHOPPED.c.tenant_id == tenant, SHOPPED.c.visits > 1)
    return _at_share(connection, gap, again, share_percent)


def at_share(connection: Connection, tenant: str, column: str, share_percent: int) -> int | None:
    """Give the figure below which so many percent of those who ever came lie; None for none."""
    came = (SHOPPED.c.tenant_id == tenant, SHOPPED.c.visits > 0)
    return _at_share(connection, SHOPPED.c[column], came, share_percent)


def _at_share(
    connection: Connection,
    figure: ColumnElement[Any],
    which: Sequence[ColumnElement[bool]],
    share_percent: int,
) -> int | None:
    size = connection.execute(select(func.count()).select_from(SHOPPED).where(*which)).scalar_one()
    if not size:
        return None
    place = size * share_percent // 100
    value = figure.label("value")
    found = connection.execute(
        select(value).where(*which).order_by(value).limit(1).offset(place)
    ).scalar_one()
    return int(found)


def save(connection: Connection, tenant: str, kept: Kept) -> None:
    """Keep a segment in place of the one before."""
    row = {
        "tenant_id": tenant,
        "segment_id": kept.segment_id,
        "version": kept.version,
        "body": kept.body,
    }
    put(connection, SEGMENTS, [row])


def drop(connection: Connection, tenant: str, segment_id: str) -> None:
    """Delete a segment."""
    connection.execute(
        SEGMENTS.delete().where(SEGMENTS.c.tenant_id == tenant, SEGMENTS.c.segment_id == segment_id)
    )


def kept(connection: Connection, tenant: str) -> list[Kept]:
    """Give every segment."""
    rows = find(connection, SEGMENTS, tenant, order=("segment_id",))
    return [Kept(segment_id=row.segment_id, version=row.version, body=row.body) for row in rows]


def _columns_in(where: Where) -> set[str]:
    match where:
        case Between():
            return {where.column}
        case Flagged():
            return {"flags"}
        case Every() | Some():
            return set().union(*(_columns_in(part) for part in where.parts))
        case Nay():
            return _columns_in(where.part)
        case _:
            return set()


def _joined(columns: set[str]) -> FromClause:
    """Give members with what is known of them; a table that nobody asks for is left out."""
    found: FromClause = MEMBERS
    if columns & {"first_on", "last_on", "visits", "spend_minor"}:
        found = found.outerjoin(
            SHOPPED,
            and_(
                SHOPPED.c.tenant_id == MEMBERS.c.tenant_id, SHOPPED.c.account == MEMBERS.c.account
            ),
        )
    if columns & {"flags", "joined_by", "joined_at"}:
        found = found.outerjoin(
            REACH,
            and_(
                REACH.c.tenant_id == MEMBERS.c.tenant_id, REACH.c.member_id == MEMBERS.c.member_id
            ),
        )
    if "points" in columns:
        found = found.outerjoin(
            _POINTS,
            and_(
                _POINTS.c.tenant_id == MEMBERS.c.tenant_id,
                _POINTS.c.account == MEMBERS.c.account,
                _POINTS.c.unit == POINTS,
            ),
        )
    return found


def _ours(tenant: str) -> tuple[ColumnElement[bool], ...]:
    return MEMBERS.c.tenant_id == tenant, MEMBERS.c.status == ACTIVE


def _sql(where: Where, *, yes: bool = True) -> ColumnElement[bool]:
    """Write it for the database; `yes` says how what no column knows is taken."""
    match where:
        case Between():
            column = _COLUMNS[where.column]
            low = true() if where.low is None else column >= where.low
            high = true() if where.high is None else column <= where.high
            return and_(low, high)
        case Flagged():
            return _COLUMNS["flags"].op("&")(literal(where.flags)) == where.flags
        case Asked():
            return true() if yes else false()
        case Every():
            return and_(true(), *(_sql(part, yes=yes) for part in where.parts))
        case Some():
            return or_(false(), *(_sql(part, yes=yes) for part in where.parts))
        case Nay():
            return not_(_sql(where.part, yes=not yes))

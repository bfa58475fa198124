"""When accounts shopped and whom messages reach: figures that follow the feed, a page at a time.

They are worked out from what is stored already, after the feed's position that was reached last,
so that taking events costs nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, select

from loyalty.accounts import SPEND, VISITS
from storage.server import changes
from storage.server.database import put
from storage.server.matching import find
from storage.server.rows import add_missing
from storage.server.tables import CHANGES, EVENTS, POSTINGS, REACH, SHOPPED, WATCHED

ENROL = "enrol"
HEARD = (changes.PERSON, changes.ERASED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shopped:
    """What an account bought: days are those since the year 1, both 0 where it never came."""

    account: str
    first_on: int = 0
    last_on: int = 0
    visits: int = 0
    spend_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What of a member messages may use, as `flags`; how and at which till they joined."""

    member_id: str
    flags: int = 0
    joined_by: str = ""
    joined_at: str = ""


class Counted(NamedTuple):
    """A posting of visits or money with the event that it stands in."""

    type: str
    day: str
    debit: str
    credit: str
    unit: str
    amount: int


class Enrolled(NamedTuple):
    """An event that made a member, with the till that wrote it."""

    device: str
    raw: bytes


def position(connection: Connection, tenant: str, name: str) -> int:
    """Give the position of the feed up to which figures of this name stand; 0 at the start."""
    rows = find(connection, WATCHED, tenant, name=name)
    return int(rows[0].position) if rows else 0


def advance(connection: Connection, tenant: str, name: str, before: int, now: int) -> bool:
    """Move that position, and keep others from it until the end of the transaction.

    False when somebody else moved it meanwhile: then nothing may be added.
    """
    start = {"tenant_id": tenant, "name": name, "position": 0}
    add_missing(connection, WATCHED, [start])
    moved = connection.execute(
        WATCHED.update()
        .where(WATCHED.c.tenant_id == tenant, WATCHED.c.name == name, WATCHED.c.position == before)
        .values(position=now)
    )
    return bool(moved.rowcount)


def counted(connection: Connection, tenant: str, after: int, through: int) -> list[Counted]:
    """Give the postings of visits and money within a stretch of the feed, in its order."""
    rows = connection.execute(
        select(
            POSTINGS.c.position,
            POSTINGS.c.debit,
            POSTINGS.c.credit,
            POSTINGS.c.unit,
            POSTINGS.c.amount,
        )
        .where(
            POSTINGS.c.tenant_id == tenant,
            POSTINGS.c.position > after,
            POSTINGS.c.position <= through,
            POSTINGS.c.unit.in_([VISITS, SPEND]),
        )
        .order_by(POSTINGS.c.position, POSTINGS.c.line)
    ).all()
    if not rows:
        return []
    known = connection.execute(
        select(EVENTS.c.position, EVENTS.c.type, EVENTS.c.day).where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.position >= rows[0].position,
            EVENTS.c.position <= rows[-1].position,
            EVENTS.c.posted == 1,
        )
    )
    about = {row.position: (row.type, row.day) for row in known}
    return [Counted(*about[row.position], *row[1:]) for row in rows]


def enrolled(connection: Connection, tenant: str, after: int, through: int) -> list[Enrolled]:
    """Give the events within a stretch of the feed that made members."""
    rows = connection.execute(
        select(EVENTS.c.device, EVENTS.c.raw)
        .where(
            EVENTS.c.tenant_id == tenant,
            EVENTS.c.position > after,
            EVENTS.c.position <= through,
            EVENTS.c.type == ENROL,
        )
        .order_by(EVENTS.c.position)
    )
    return [Enrolled(device=row.device, raw=bytes(row.raw)) for row in rows]


def heard_of(connection: Connection, tenant: str, after: int, through: int) -> list[str]:
    """Name the people of whom a stretch of the feed tells something new."""
    rows = connection.execute(
        select(CHANGES.c.key)
        .where(
            CHANGES.c.tenant_id == tenant,
            CHANGES.c.position > after,
            CHANGES.c.position <= through,
            CHANGES.c.kind.in_(HEARD),
        )
        .order_by(CHANGES.c.key)
    )
    return list(dict.fromkeys(rows.scalars()))


def read(connection: Connection, tenant: str, accounts: Iterable[str]) -> dict[str, Shopped]:
    """Give what these accounts bought, by account; none where they never did."""
    rows = find(connection, SHOPPED, tenant, account=sorted(accounts))
    return {
        row.account: Shopped(
            account=row.account,
            first_on=row.first_on,
            last_on=row.last_on,
            visits=row.visits,
            spend_minor=row.spend_minor,
        )
        for row in rows
    }


def save(connection: Connection, tenant: str, rows: Sequence[Shopped]) -> None:
    """Keep what accounts bought."""
    put(
        connection,
        SHOPPED,
        [
            {
                "tenant_id": tenant,
                "account": row.account,
                "first_on": row.first_on,
                "last_on": row.last_on,
                "visits": row.visits,
                "spend_minor": row.spend_minor,
            }
            for row in rows
        ],
    )


def reach(connection: Connection, tenant: str, ids: Iterable[str]) -> dict[str, Reach]:
    """Give what of these members messages may use, by member."""
    rows = find(connection, REACH, tenant, member_id=sorted(ids))
    return {
        row.member_id: Reach(
            member_id=row.member_id,
            flags=row.flags,
            joined_by=row.joined_by,
            joined_at=row.joined_at,
        )
        for row in rows
    }


def save_reach(connection: Connection, tenant: str, rows: Mapping[str, Reach]) -> None:
    """Keep what of members messages may use."""
    put(
        connection,
        REACH,
        [
            {
                "tenant_id": tenant,
                "member_id": row.member_id,
                "flags": row.flags,
                "joined_by": row.joined_by,
                "joined_at": row.joined_at,
            }
            for row in rows.values()
        ],
    )

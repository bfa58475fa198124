"""The rows of the figures that the intake keeps: joined to what is there, and read back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from storage.server.matching import find
from storage.server.rows import SUM_MAX, Columns, Ways, gather_columns
from storage.server.tables import FIGURED, FIGURES, SHOPPING

Key = tuple[str, str, str, str]
"""Measure, business date (of `booked` the month), device, part."""
FAR_OFF = 4_000_000
"""A day after all days: the first visit of whoever has not come."""
_SUMS: Ways = (("times", "sum"), ("amount", "sum"))
_SHOPPING: Ways = (
    ("first_on", "least"),
    ("last_on", "most"),
    ("visits", "sum"),
    ("visits_back", "sum"),
    ("spend_minor", "sum"),
    ("back_minor", "sum"),
)


class Shopping(msgspec.Struct, kw_only=True):
    """What an account bought in a month: days since the year 1, visits, and money in minor units.

    What came back stands beside what was bought, so that every number only ever grows.
    """

    month: str
    account: str
    first_on: int = FAR_OFF
    last_on: int = 0
    visits: int = 0
    visits_back: int = 0
    spend_minor: int = 0
    back_minor: int = 0

    def bounded(self) -> Shopping:
        """Give it with no sum above what a row keeps."""
        names = [name for name, way in _SHOPPING if way == "sum"]
        return msgspec.structs.replace(
            self, **{name: min(getattr(self, name), SUM_MAX) for name in names}
        )


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Positions of the feed after `through` and up to `until` are not in the figures yet."""

    through: int
    until: int


def gather(connection: Connection, tenant: str, sums: Mapping[Key, Sequence[int]]) -> None:
    """Add times and amounts to the figures of a key."""
    keys = sorted(sums)
    columns: Columns = {
        "measure": [key[0] for key in keys],
        "day": [key[1] for key in keys],
        "device": [key[2] for key in keys],
        "part": [key[3] for key in keys],
        "times": [min(sums[key][0], SUM_MAX) for key in keys],
        "amount": [min(sums[key][1], SUM_MAX) for key in keys],
    }
    gather_columns(connection, FIGURES, tenant, columns, ways=_SUMS)


def gather_shopping(connection: Connection, tenant: str, rows: Sequence[Shopping]) -> None:
    """Add to what accounts bought, no two rows of the same account and month."""
    bounded = sorted((row.bounded() for row in rows), key=lambda row: (row.month, row.account))
    names = Shopping.__struct_fields__
    columns: Columns = {name: [getattr(row, name) for row in bounded] for name in names}
    gather_columns(connection, SHOPPING, tenant, columns, ways=_SHOPPING)


def everything(connection: Connection, tenant: str) -> dict[Key, tuple[int, int]]:
    """Give every figure by its key, as times and amount."""
    return {
        (row.measure, row.day, row.device, row.part): (row.times, row.amount)
        for row in find(connection, FIGURES, tenant)
    }


def shopping(connection: Connection, tenant: str) -> dict[tuple[str, str], Shopping]:
    """Give what every account bought, by month and account."""
    names = Shopping.__struct_fields__
    return {
        (row.month, row.account): Shopping(**{name: getattr(row, name) for name in names})
        for row in find(connection, SHOPPING, tenant)
    }


def gap(connection: Connection, tenant: str) -> Gap | None:
    """Give what the figures still lack of books that are older than they are; None if nothing."""
    row = connection.execute(
        select(FIGURED.c.through, FIGURED.c.until).where(FIGURED.c.tenant_id == tenant)
    ).one_or_none()
    if row is None or row.through >= row.until:
        return None
    return Gap(through=row.through, until=row.until)


def reached(connection: Connection, tenant: str, before: int, now: int) -> bool:
    """Say that figures go on to a position; False when somebody else did so meanwhile."""
    moved = connection.execute(
        FIGURED.update()
        .where(FIGURED.c.tenant_id == tenant, FIGURED.c.through == before)
        .values(through=now)
    )
    return bool(moved.rowcount)

"""Which business date was run last, and whose accounts a run has to look at."""

from __future__ import annotations

from sqlalchemy import Connection, select, union

from storage.server.database import put
from storage.server.tables import BALANCES, DAYS_RUN, MEMBERS


def last_run(connection: Connection, tenant: str) -> str:
    """Give the newest day that was run whole; empty before the first."""
    found = connection.execute(
        select(DAYS_RUN.c.day).where(DAYS_RUN.c.tenant_id == tenant)
    ).scalar_one_or_none()
    return str(found or "")


def keep(connection: Connection, tenant: str, day: str) -> None:
    """Keep that a day was run."""
    put(connection, DAYS_RUN, [{"tenant_id": tenant, "day": day}])


def accounts_after(connection: Connection, tenant: str, account: str, limit: int) -> list[str]:
    """Give the next accounts in their order: those with figures, and those of members."""
    pages = [
        select(table.c.account)
        .where(table.c.tenant_id == tenant, table.c.account > account)
        .group_by(table.c.account)
        .order_by(table.c.account)
        .limit(limit)
        .subquery()
        for table in (BALANCES, MEMBERS)
    ]
    both = union(*(select(page.c.account) for page in pages)).subquery()
    rows = connection.execute(select(both.c.account).order_by(both.c.account).limit(limit))
    return list(rows.scalars())

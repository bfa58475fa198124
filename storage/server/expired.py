"""How much of each lot has expired: a refund of its sale takes that much back no second time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from storage.server.database import drop, put
from storage.server.rows import among
from storage.server.tables import EXPIRED

LotKey = tuple[str, str, str]
"""An account, a unit and a lot."""
CHUNK = 500


def read(connection: Connection, tenant: str, accounts: Iterable[str]) -> dict[LotKey, int]:
    """Give what expired in these accounts, by lot."""
    names = sorted(set(accounts))
    found: dict[LotKey, int] = {}
    for at in range(0, len(names), CHUNK):
        rows = connection.execute(
            select(EXPIRED).where(
                EXPIRED.c.tenant_id == tenant,
                among(connection, EXPIRED.c.account, names[at : at + CHUNK]),
            )
        )
        found |= {(row.account, row.unit, row.lot): row.amount for row in rows}
    return found


def everything(connection: Connection, tenant: str) -> dict[LotKey, int]:
    """Give what expired of every lot."""
    rows = connection.execute(select(EXPIRED).where(EXPIRED.c.tenant_id == tenant))
    return {(row.account, row.unit, row.lot): row.amount for row in rows}


def save(connection: Connection, tenant: str, amounts: Mapping[LotKey, int]) -> None:
    """Write amounts; those of nothing are removed."""
    rows = [
        {"tenant_id": tenant, "account": account, "unit": unit, "lot": lot, "amount": amount}
        for (account, unit, lot), amount in sorted(amounts.items())
    ]
    put(connection, EXPIRED, [row for row in rows if row["amount"]])
    names = ("tenant_id", "account", "unit", "lot")
    gone = [{name: row[name] for name in names} for row in rows if not row["amount"]]
    drop(connection, EXPIRED, gone)

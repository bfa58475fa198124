"""Balances, what is owed, and the rights by holder and lot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.server.database import drop, put
from storage.server.rows import among
from storage.server.tables import BALANCES, RIGHTS

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One unit of one account; for a counter `owed` is always 0."""

    account: str
    unit: str
    balance: int
    owed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """How much of one lot somebody may spend; holder "" is the server's own `free`."""

    account: str
    unit: str
    holder: str
    lot: str
    amount: int


def balances(
    connection: Connection, tenant: str, accounts: Iterable[str] | None = None
) -> list[Balance]:
    """Give the balances of these accounts, or of all."""
    statement = select(BALANCES).where(BALANCES.c.tenant_id == tenant)
    found = []
    for chunk in _chunks(accounts):
        narrowed = (
            statement
            if chunk is None
            else statement.where(among(connection, BALANCES.c.account, chunk))
        )
        found += [
            Balance(account=row.account, unit=row.unit, balance=row.balance, owed=row.owed)
            for row in connection.execute(narrowed)
        ]
    return found


def rights(
    connection: Connection, tenant: str, accounts: Iterable[str] | None = None
) -> list[Right]:
    """Give the rights in these accounts, or in all."""
    statement = select(RIGHTS).where(RIGHTS.c.tenant_id == tenant)
    found = []
    for chunk in _chunks(accounts):
        narrowed = (
            statement
            if chunk is None
            else statement.where(among(connection, RIGHTS.c.account, chunk))
        )
        found += [
            Right(
                account=row.account,
                unit=row.unit,
                holder=row.holder,
                lot=row.lot,
                amount=row.amount,
            )
            for row in connection.execute(narrowed)
        ]
    return found


def accounts_held_by(connection: Connection, tenant: str, holder: str) -> list[str]:
    """Name the accounts in which somebody holds something."""
    rows = connection.execute(
        select(RIGHTS.c.account)
        .where(RIGHTS.c.tenant_id == tenant, RIGHTS.c.holder == holder)
        .distinct()
        .order_by(RIGHTS.c.account)
    )
    return list(rows.scalars())


def held_by(connection: Connection, tenant: str, device: str) -> list[Right]:
    """Give what a device holds in any of its epochs."""
    rows = connection.execute(
        select(RIGHTS).where(
            RIGHTS.c.tenant_id == tenant, RIGHTS.c.holder.startswith(f"{device}.", autoescape=True)
        )
    )
    return [
        Right(
            account=row.account,
            unit=row.unit,
            holder=row.holder,
            lot=row.lot,
            amount=row.amount,
        )
        for row in rows
    ]


def save_balances(connection: Connection, tenant: str, rows: Sequence[Balance]) -> None:
    """Write balances."""
    put(
        connection,
        BALANCES,
        [
            {
                "tenant_id": tenant,
                "account": row.account,
                "unit": row.unit,
                "balance": row.balance,
                "owed": row.owed,
            }
            for row in rows
        ],
    )


def save_rights(connection: Connection, tenant: str, rows: Sequence[Right]) -> None:
    """Write rights; those of nothing are removed."""
    values = [
        {
            "tenant_id": tenant,
            "account": row.account,
            "unit": row.unit,
            "holder": row.holder,
            "lot": row.lot,
            "amount": row.amount,
        }
        for row in rows
    ]
    put(connection, RIGHTS, [value for value in values if value["amount"]])
    names = ("tenant_id", "account", "unit", "holder", "lot")
    gone = [{name: value[name] for name in names} for value in values if not value["amount"]]
    drop(connection, RIGHTS, gone)


def _chunks(accounts: Iterable[str] | None) -> Iterable[list[str] | None]:
    if accounts is None:
        yield None
        return
    ordered = sorted(set(accounts))
    for at in range(0, len(ordered), CHUNK):
        yield ordered[at : at + CHUNK]

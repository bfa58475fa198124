"""Balances, what is owed, and the rights by holder and lot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from storage.server.database import put
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
        narrowed = statement if chunk is None else statement.where(BALANCES.c.account.in_(chunk))
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
        narrowed = statement if chunk is None else statement.where(RIGHTS.c.account.in_(chunk))
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
    gone = [
        {f"old_{name}": value[name] for name in ("account", "unit", "holder", "lot")}
        for value in values
        if not value["amount"]
    ]
    if gone:
        columns = (RIGHTS.c.account, RIGHTS.c.unit, RIGHTS.c.holder, RIGHTS.c.lot)
        connection.execute(
            RIGHTS.delete().where(
                RIGHTS.c.tenant_id == tenant,
                *(column == bindparam(f"old_{column.name}") for column in columns),
            ),
            gone,
        )


def _chunks(accounts: Iterable[str] | None) -> Iterable[list[str] | None]:
    if accounts is None:
        yield None
        return
    ordered = sorted(set(accounts))
    for at in range(0, len(ordered), CHUNK):
        yield ordered[at : at + CHUNK]

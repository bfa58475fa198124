"""Balances, what is owed, and the rights by holder and lot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from storage.server.database import drop_columns, put_columns
from storage.server.matching import find
from storage.server.rows import Columns
from storage.server.tables import BALANCES, RIGHTS

CHUNK = 500


class Balance(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One unit of one account; for a counter `owed` is always 0."""

    account: str
    unit: str
    balance: int
    owed: int


class Right(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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
    return [
        Balance(account=account, unit=unit, balance=balance, owed=owed)
        for some in _chunks(accounts)
        for _, account, unit, balance, owed in find(connection, BALANCES, tenant, **some)
    ]


def rights(
    connection: Connection, tenant: str, accounts: Iterable[str] | None = None
) -> list[Right]:
    """Give the rights in these accounts, or in all."""
    return [
        Right(account=account, unit=unit, holder=holder, lot=lot, amount=amount)
        for some in _chunks(accounts)
        for _, account, unit, holder, lot, amount in find(connection, RIGHTS, tenant, **some)
    ]


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
    """Write balances, no two of the same unit of one account."""
    put_columns(
        connection,
        BALANCES,
        tenant,
        {
            "account": [row.account for row in rows],
            "unit": [row.unit for row in rows],
            "balance": [row.balance for row in rows],
            "owed": [row.owed for row in rows],
        },
    )


def save_rights(connection: Connection, tenant: str, rows: Sequence[Right]) -> None:
    """Write rights, no two of the same lot with one holder; those of nothing are removed."""
    kept = [row for row in rows if row.amount]
    columns: Columns = {**_right_keys(kept), "amount": [row.amount for row in kept]}
    put_columns(connection, RIGHTS, tenant, columns)
    gone = _right_keys([row for row in rows if not row.amount])
    drop_columns(connection, RIGHTS, tenant, gone)


def _right_keys(rows: Sequence[Right]) -> dict[str, list[str]]:
    return {
        "account": [row.account for row in rows],
        "unit": [row.unit for row in rows],
        "holder": [row.holder for row in rows],
        "lot": [row.lot for row in rows],
    }


def _chunks(accounts: Iterable[str] | None) -> Iterable[dict[str, Any]]:
    if accounts is None:
        yield {}
        return
    ordered = sorted(set(accounts))
    for at in range(0, len(ordered), CHUNK):
        yield {"account": ordered[at : at + CHUNK]}

"""Which till, in which epoch, may give what counts over several tills, by account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.engine import Row

from storage.server.database import put_columns
from storage.server.matching import find
from storage.server.tables import HOMES

EVERY = "*"
"""The account under which the home of every account is lent to a shop's only till."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home of one account; without a `device` it is at the server.

    `wanted` is the holder (`<device>.<epoch>`) that it goes to when it comes back.
    """

    account: str
    home_id: str = ""
    device: str = ""
    epoch: int = 0
    feed_epoch: str = ""
    wanted: str = ""


def nobody(account: str) -> Home:
    """Say that the home of an account is at the server."""
    return Home(account=account)


def wanted_by(home: Home, holder: str) -> Home:
    """Say who gets a home when it comes back."""
    return replace(home, wanted=holder)


def save(connection: Connection, tenant: str, home: Home) -> None:
    """Keep where a home is now."""
    save_all(connection, tenant, [home])


def save_all(connection: Connection, tenant: str, moved: Sequence[Home]) -> None:
    """Keep where homes are now, no two of one account."""
    put_columns(
        connection,
        HOMES,
        tenant,
        {
            "account": [home.account for home in moved],
            "home_id": [home.home_id for home in moved],
            "device": [home.device for home in moved],
            "epoch": [home.epoch for home in moved],
            "feed_epoch": [home.feed_epoch for home in moved],
            "wanted": [home.wanted for home in moved],
        },
    )


def read(connection: Connection, tenant: str, accounts: Sequence[str]) -> dict[str, Home]:
    """Give homes by account; those that nobody ever had are left out."""
    rows = find(connection, HOMES, tenant, account=list(accounts))
    return {row.account: _home(row) for row in rows}


def by_ids(connection: Connection, tenant: str, ids: Sequence[str]) -> list[Home]:
    """Give the homes that are lent under these ids, in their order."""
    rows = find(connection, HOMES, tenant, order=("home_id",), home_id=list(ids))
    return [_home(row) for row in rows if row.device]


def held_by(connection: Connection, tenant: str, device: str, epoch: int) -> list[Home]:
    """Give the homes that a till has in an epoch."""
    rows = find(connection, HOMES, tenant, order=("account",), device=device, epoch=epoch)
    return [_home(row) for row in rows]


def waiting(connection: Connection, tenant: str, limit: int) -> list[Home]:
    """Give the first homes at the server that a till waits for."""
    rows = connection.execute(
        select(HOMES)
        .where(HOMES.c.tenant_id == tenant, HOMES.c.device == "", HOMES.c.wanted != "")
        .order_by(HOMES.c.account)
        .limit(limit)
    )
    return [_home(row) for row in rows]


def lent(connection: Connection, tenant: str) -> dict[str, str]:
    """Give the ids of all homes that are lent, by account."""
    rows = connection.execute(
        select(HOMES.c.account, HOMES.c.home_id).where(
            HOMES.c.tenant_id == tenant, HOMES.c.device != ""
        )
    )
    return {row.account: row.home_id for row in rows}


def _home(row: Row[tuple[Any, ...]]) -> Home:
    return Home(
        account=row.account,
        home_id=row.home_id,
        device=row.device,
        epoch=row.epoch,
        feed_epoch=row.feed_epoch,
        wanted=row.wanted,
    )

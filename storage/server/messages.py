"""Campaigns, what members said about messages, and how a shop sends them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from storage.server.database import put
from storage.server.matching import find
from storage.server.rows import add_missing
from storage.server.tables import CAMPAIGNS, MESSAGE_CHOICES, MESSAGE_SETTINGS, PLANNED_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A campaign as it is kept: `body` is what it says, `version` counts its changes."""

    campaign_id: str
    version: int
    state: str
    body: bytes


def choices(connection: Connection, tenant: str, ids: Iterable[str]) -> dict[str, bytes]:
    """Give what members said about messages, by member."""
    rows = find(connection, MESSAGE_CHOICES, tenant, member_id=sorted(ids))
    return {row.member_id: row.body for row in rows}


def save_choices(connection: Connection, tenant: str, member_id: str, body: bytes) -> None:
    """Keep what a member said."""
    put(connection, MESSAGE_CHOICES, [{"tenant_id": tenant, "member_id": member_id, "body": body}])


def forget(connection: Connection, tenant: str, member_id: str) -> None:
    """Forget what a member said."""
    connection.execute(
        MESSAGE_CHOICES.delete().where(
            MESSAGE_CHOICES.c.tenant_id == tenant, MESSAGE_CHOICES.c.member_id == member_id
        )
    )


def settings(connection: Connection, tenant: str) -> dict[str, str]:
    """Give how the shop sends messages, by name. Nothing of it is a secret."""
    return {row.name: row.value for row in find(connection, MESSAGE_SETTINGS, tenant)}


def put_setting(connection: Connection, tenant: str, name: str, value: str) -> None:
    """Keep one of them."""
    put(connection, MESSAGE_SETTINGS, [{"tenant_id": tenant, "name": name, "value": value}])


def campaigns(connection: Connection, tenant: str, state: str = "") -> list[Kept]:
    """Give campaigns, all or those in a state."""
    only: dict[str, Any] = {"state": state} if state else {}
    rows = find(connection, CAMPAIGNS, tenant, order=("campaign_id",), **only)
    return [_kept(row) for row in rows]


def campaign(connection: Connection, tenant: str, campaign_id: str) -> Kept | None:
    """Give one of them."""
    rows = find(connection, CAMPAIGNS, tenant, campaign_id=campaign_id)
    return _kept(rows[0]) if rows else None


def save(connection: Connection, tenant: str, kept: Kept) -> None:
    """Keep a campaign in place of the one before."""
    row = {
        "tenant_id": tenant,
        "campaign_id": kept.campaign_id,
        "version": kept.version,
        "state": kept.state,
        "body": kept.body,
    }
    put(connection, CAMPAIGNS, [row])


def planned_days(connection: Connection, tenant: str, campaign_id: str) -> tuple[int, str]:
    """Give for how many days a campaign was planned, and the last of them."""
    row = connection.execute(
        select(func.count(), func.max(PLANNED_DAYS.c.day)).where(
            PLANNED_DAYS.c.tenant_id == tenant, PLANNED_DAYS.c.campaign_id == campaign_id
        )
    ).one()
    return int(row[0]), str(row[1] or "")


def keep_planned(
    connection: Connection, tenant: str, campaign_id: str, day: str, now_us: int
) -> None:
    """Keep that a campaign was planned for a day."""
    row = {"tenant_id": tenant, "campaign_id": campaign_id, "day": day, "at_us": now_us}
    add_missing(connection, PLANNED_DAYS, [row])


def _kept(row: Kept) -> Kept:
    return Kept(campaign_id=row.campaign_id, version=row.version, state=row.state, body=row.body)

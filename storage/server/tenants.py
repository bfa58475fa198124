"""Tenants, their programmes and the codes that let a till in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from loyalty.errors import Outage
from storage.server.database import add, put
from storage.server.matching import find
from storage.server.tables import PAIRING_CODES, PROGRAMMES, SCHEMA_VERSION, TENANTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """One shop or chain: its issuer digits, time zone and feed.

    `moved_to` is where its books are now, empty while they are here; until `moving_until_us` they
    are on their way there and take nothing.
    """

    tenant: str
    issuer: str
    zone: str
    feed_epoch: str
    schema_version: int = SCHEMA_VERSION
    moved_to: str = ""
    moving_until_us: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingCode:
    """A code that lets one till in, for a while and a few tries.

    Once used it belongs to `device`, whose answer may have been lost.
    """

    code: str
    ends_us: int
    tries_left: int
    device: str = ""


def create(connection: Connection, made: Tenant, now_us: int) -> None:
    """Add a tenant."""
    add(
        connection,
        TENANTS,
        [
            {
                "tenant_id": made.tenant,
                "schema_version": made.schema_version,
                "issuer": made.issuer,
                "zone": made.zone,
                "feed_epoch": made.feed_epoch,
                "made_us": now_us,
                "moved_to": "",
                "moving_until_us": 0,
            }
        ],
    )


def move(connection: Connection, tenant: str, moved_to: str, moving_until_us: int) -> None:
    """Note where the books are, and until when they are on their way."""
    connection.execute(
        TENANTS.update()
        .where(TENANTS.c.tenant_id == tenant)
        .values(moved_to=moved_to, moving_until_us=moving_until_us)
    )


def read(connection: Connection, tenant: str) -> Tenant | None:
    """Find a tenant."""
    found = find(connection, TENANTS, tenant)
    if not found:
        return None
    row = found[0]
    return Tenant(
        tenant=row.tenant_id,
        issuer=row.issuer,
        zone=row.zone,
        feed_epoch=row.feed_epoch,
        schema_version=row.schema_version,
        moved_to=row.moved_to,
        moving_until_us=row.moving_until_us,
    )


def begin_feed(connection: Connection, tenant: str, feed_epoch: str) -> None:
    """Begin a new feed: every cursor and every grant of the one before is void."""
    connection.execute(
        TENANTS.update().where(TENANTS.c.tenant_id == tenant).values(feed_epoch=feed_epoch)
    )


def check_version(found: Tenant) -> None:
    """Raise Outage `database_newer` for what a newer program made."""
    if found.schema_version > SCHEMA_VERSION:
        raise Outage(
            "database_newer",
            "a newer Regulars made this server's data: install that version",
            expected=SCHEMA_VERSION,
            got=found.schema_version,
        )


def put_programme(
    connection: Connection, tenant: str, version: int, from_day: str, document: bytes
) -> None:
    """Keep a version of the programme. A version that is kept is never changed."""
    add(
        connection,
        PROGRAMMES,
        [
            {
                "tenant_id": tenant,
                "version": version,
                "from_day": from_day,
                "document": document,
            }
        ],
    )


def programmes(
    connection: Connection, tenant: str, versions: Sequence[int] | None = None
) -> dict[int, bytes]:
    """Give programme documents by version, all or some."""
    some: dict[str, Any] = {} if versions is None else {"version": list(versions)}
    rows = find(connection, PROGRAMMES, tenant, order=("version",), **some)
    return {row.version: row.document for row in rows}


def put_code(connection: Connection, tenant: str, code: PairingCode) -> None:
    """Add a pairing code, or note that one try of it is gone."""
    put(
        connection,
        PAIRING_CODES,
        [
            {
                "tenant_id": tenant,
                "code": code.code,
                "ends_us": code.ends_us,
                "tries_left": code.tries_left,
                "device": code.device,
            }
        ],
    )


def drop_code(connection: Connection, tenant: str, code: str) -> None:
    """Forget a pairing code."""
    connection.execute(
        PAIRING_CODES.delete().where(
            PAIRING_CODES.c.tenant_id == tenant, PAIRING_CODES.c.code == code
        )
    )


def codes(connection: Connection, tenant: str) -> list[PairingCode]:
    """Give every pairing code there is, also those that have ended, for this transaction alone."""
    rows = connection.execute(
        select(PAIRING_CODES)
        .where(PAIRING_CODES.c.tenant_id == tenant)
        .order_by(PAIRING_CODES.c.code)
        .with_for_update()
    )
    return [
        PairingCode(
            code=row.code, ends_us=row.ends_us, tries_left=row.tries_left, device=row.device
        )
        for row in rows
    ]

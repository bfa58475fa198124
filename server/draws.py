"""What a month's rewards are drawn from, and whether the shop's month is over."""

from __future__ import annotations

from loyalty.days import business_date
from loyalty.ids import draw_seed
from loyalty.programme import in_force
from server import terms
from storage.server.database import Connection
from storage.server.tenants import Tenant


def seed(
    connection: Connection, tenant: Tenant, tenant_key: bytes, month: str, now_us: int
) -> tuple[bytes, bool]:
    """Give the seed of a month (`2026-11`), and whether it is over. Raises `programme_none`."""
    versions = terms.versions(connection, tenant.tenant)
    day = business_date(now_us, tenant.zone).isoformat()
    made = draw_seed(tenant_key, in_force(versions, day).id, month)
    return made, month < terms.today(versions, now_us, tenant.zone)[: len(month)]

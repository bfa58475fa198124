"""The public keys that the codes of members' phones are checked with."""

from __future__ import annotations

from sqlalchemy import Connection, select

from loyalty.phonecode import NO_END, PhoneKey
from storage.server.database import put
from storage.server.tables import PHONE_KEYS


def read(connection: Connection, tenant: str) -> list[PhoneKey]:
    """Give every key there was, the newest first."""
    rows = connection.execute(
        select(PHONE_KEYS)
        .where(PHONE_KEYS.c.tenant_id == tenant)
        .order_by(PHONE_KEYS.c.made_us.desc(), PHONE_KEYS.c.key_id.desc())
    )
    return [PhoneKey(key_id=row.key_id, public=row.public, last_step=row.last_step) for row in rows]


def add(connection: Connection, tenant: str, key: PhoneKey, now_us: int) -> None:
    """Keep a new key; one with the same id, of 255 keys ago, is replaced."""
    row = {
        "tenant_id": tenant,
        "key_id": key.key_id,
        "public": key.public,
        "made_us": now_us,
        "last_step": NO_END,
    }
    put(connection, PHONE_KEYS, [row])


def end(connection: Connection, tenant: str, key_id: int, last_step: int) -> None:
    """Let a key count up to a step and no longer."""
    connection.execute(
        PHONE_KEYS.update()
        .where(PHONE_KEYS.c.tenant_id == tenant, PHONE_KEYS.c.key_id == key_id)
        .values(last_step=last_step)
    )

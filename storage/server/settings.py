"""What holds for all tills of a shop and is no programme: texts by their names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from storage.server.database import put as put_rows
from storage.server.tables import SETTINGS


def put(connection: Connection, tenant: str, name: str, value: str) -> None:
    """Keep a setting in place of the one before; an empty text is none."""
    put_rows(connection, SETTINGS, [{"tenant_id": tenant, "name": name, "value": value}])


def read(connection: Connection, tenant: str, names: Sequence[str] | None = None) -> dict[str, str]:
    """Give settings by name, all or some."""
    if names is not None and not names:
        return {}
    statement = select(SETTINGS).where(SETTINGS.c.tenant_id == tenant)
    if names is not None:
        statement = statement.where(SETTINGS.c.name.in_(names))
    rows = connection.execute(statement.order_by(SETTINGS.c.name))
    return {row.name: row.value for row in rows}

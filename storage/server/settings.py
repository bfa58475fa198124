"""What holds for all tills of a shop and is no programme: texts by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from storage.server.database import put as put_rows
from storage.server.matching import find
from storage.server.tables import SETTINGS


def put(connection: Connection, tenant: str, name: str, value: str) -> None:
    """Keep a setting in place of the one before; an empty text is none."""
    put_rows(connection, SETTINGS, [{"tenant_id": tenant, "name": name, "value": value}])


def read(connection: Connection, tenant: str, names: Sequence[str] | None = None) -> dict[str, str]:
    """Give settings by name, all or some."""
    some: dict[str, Any] = {} if names is None else {"name": list(names)}
    rows = find(connection, SETTINGS, tenant, order=("name",), **some)
    return {row.name: row.value for row in rows}

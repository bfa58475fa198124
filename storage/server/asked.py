"""What commands were answered, so that one that is sent again does nothing twice."""

from __future__ import annotations

from sqlalchemy import Connection

from storage.server.database import add
from storage.server.matching import find
from storage.server.tables import COMMANDS


def answer(connection: Connection, tenant: str, request_id: str) -> bytes | None:
    """Give what a request was answered; None when it never came."""
    found = find(connection, COMMANDS, tenant, request_id=request_id)
    return found[0].answer if found else None


def keep(
    connection: Connection, tenant: str, request_id: str, answered: bytes, now_us: int
) -> None:
    """Keep what a request was answered."""
    row = {
        "tenant_id": tenant,
        "request_id": request_id,
        "answer": answered,
        "made_us": now_us,
    }
    add(connection, COMMANDS, [row])

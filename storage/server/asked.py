"""What commands were answered, so that one that is sent again does nothing twice."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.server.database import add
from storage.server.tables import COMMANDS


def answer(connection: Connection, tenant: str, request_id: str) -> bytes | None:
    """Give what a request was answered; None when it never came."""
    return connection.execute(
        select(COMMANDS.c.answer).where(
            COMMANDS.c.tenant_id == tenant, COMMANDS.c.request_id == request_id
        )
    ).scalar_one_or_none()


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

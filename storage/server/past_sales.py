"""Sales of the last weeks as they were recorded, from the newest back."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from storage.server.tables import EVENTS

PAGE = 1_000
KINDS = ("sale", "undo", "refund")


def back_from_newest(
    connection: Connection, tenant: str, *, first_day: str, since_us: int
) -> Iterator[tuple[str, bytes]]:
    """Give type and bytes of sales and what took them back, on a business date or later.

    Nothing that happened on that day can have arrived before `since_us`: older places of the
    feed are not read.
    """
    before: int | None = None
    while True:
        statement = (
            select(EVENTS.c.position, EVENTS.c.type, EVENTS.c.day, EVENTS.c.raw)
            .add_columns(EVENTS.c.received_us)
            .where(EVENTS.c.tenant_id == tenant)
        )
        if before is not None:
            statement = statement.where(EVENTS.c.position < before)
        rows = connection.execute(statement.order_by(EVENTS.c.position.desc()).limit(PAGE)).all()
        for row in rows:
            if row.type in KINDS and row.day >= first_day:
                yield row.type, bytes(row.raw)
        if len(rows) < PAGE or rows[-1].received_us < since_us:
            return
        before = rows[-1].position

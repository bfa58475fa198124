"""What came back of each sale, and the wishes for it of tills that did not make the sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.engine import Row

from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import REFUND_WISHES, REFUNDS

WAITS = "waits"
DONE = "done"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A till's wish to take a sale back that `device` in `epoch` has the right to take back.

    `asker` is the till that wishes, `state` is waits, done or refused (with the reason), `part`
    is what is to come back as the wish's event says it.
    """

    wish: str
    sale: str
    device: str
    epoch: int
    asker: str
    part: dict[str, Any]
    state: str = WAITS
    reason: str = ""
    money_minor: int = 0


def save(connection: Connection, tenant: str, wish: Wish) -> None:
    """Keep a wish as it stands now."""
    row = {
        "tenant_id": tenant,
        "wish": wish.wish,
        "sale": wish.sale,
        "device": wish.device,
        "epoch": wish.epoch,
        "asker": wish.asker,
        "state": wish.state,
        "reason": wish.reason,
        "money_minor": wish.money_minor,
        "part": msgspec.json.encode(wish.part),
    }
    put(connection, REFUND_WISHES, [row])


def read(connection: Connection, tenant: str, ids: Sequence[str]) -> list[Wish]:
    """Give wishes by their ids."""
    rows = find(connection, REFUND_WISHES, tenant, order=("wish",), wish=list(ids))
    return [_wish(row) for row in rows]


def waiting_for(connection: Connection, tenant: str, device: str, epoch: int) -> list[Wish]:
    """Give the wishes that this holder has not answered, oldest first."""
    of: dict[str, Any] = {"device": device, "epoch": epoch, "state": WAITS}
    rows = find(connection, REFUND_WISHES, tenant, order=("wish",), **of)
    return [_wish(row) for row in rows]


def waiting_of(connection: Connection, tenant: str, sales: Sequence[str]) -> list[Wish]:
    """Give the wishes about these sales that nobody answered, oldest first."""
    of: dict[str, Any] = {"sale": list(sales), "state": WAITS}
    rows = find(connection, REFUND_WISHES, tenant, order=("wish",), **of)
    return [_wish(row) for row in rows]


def record(
    connection: Connection, tenant: str, sale: str, event_id: str, said: dict[str, Any]
) -> None:
    """Keep what the data of a refund's event says came back."""
    row = {
        "tenant_id": tenant,
        "sale": sale,
        "event_id": event_id,
        "said": msgspec.json.encode(said),
    }
    put(connection, REFUNDS, [row])


def of_sale(connection: Connection, tenant: str, sale: str) -> dict[str, dict[str, Any]]:
    """Give what refunds of a sale said, by their events' ids."""
    rows = find(connection, REFUNDS, tenant, sale=sale)
    return {row.event_id: msgspec.json.decode(row.said) for row in rows}


def everything(connection: Connection, tenant: str) -> set[tuple[str, str]]:
    """Name every refund that is kept, as sale and event."""
    rows = connection.execute(select(REFUNDS).where(REFUNDS.c.tenant_id == tenant))
    return {(row.sale, row.event_id) for row in rows}


def _wish(row: Row[tuple[Any, ...]]) -> Wish:
    return Wish(
        wish=row.wish,
        sale=row.sale,
        device=row.device,
        epoch=row.epoch,
        asker=row.asker,
        part=msgspec.json.decode(row.part),
        state=row.state,
        reason=row.reason,
        money_minor=row.money_minor,
    )

"""Rights that were asked back from the till that holds them, because another one needs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Text, cast, exists, select

from storage.server import changes
from storage.server.database import drop, put
from storage.server.rows import among
from storage.server.tables import RECALLS, RIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """How much of a unit one device is asked for, in one of its epochs."""

    device: str
    epoch: int
    account: str
    unit: str
    amount: int = 0

    @property
    def key(self) -> str:
        """Name it in the feed."""
        return f"{self.device}/{self.epoch}/{self.account}/{self.unit}"


def save(connection: Connection, tenant: str, asked: Sequence[Recall]) -> None:
    """Keep what is asked for, in the place of what was asked before."""
    put(
        connection,
        RECALLS,
        [{"tenant_id": tenant, **_key(recall), "amount": recall.amount} for recall in asked],
    )


def forget(connection: Connection, tenant: str, done: Sequence[Recall]) -> None:
    """Forget what was answered, or cannot be any more; it is told to nobody again."""
    drop(connection, RECALLS, [{"tenant_id": tenant, **_key(recall)} for recall in done])
    changes.drop(connection, tenant, changes.RECALL, [recall.key for recall in done])


def of(connection: Connection, tenant: str, device: str, keys: Sequence[str]) -> list[Recall]:
    """Give what a device is still asked for, of these in the feed."""
    if not keys:
        return []
    accounts = sorted({key.split("/")[2] for key in keys})
    found = connection.execute(
        select(RECALLS)
        .where(
            RECALLS.c.tenant_id == tenant,
            RECALLS.c.device == device,
            among(connection, RECALLS.c.account, accounts),
        )
        .order_by(RECALLS.c.epoch, RECALLS.c.account, RECALLS.c.unit)
    )
    wanted = set(keys)
    return [recall for recall in map(_recall, found) if recall.key in wanted]


def of_epoch(connection: Connection, tenant: str, device: str, epoch: int) -> list[Recall]:
    """Give everything that a device is asked for in an epoch."""
    found = connection.execute(
        select(RECALLS).where(
            RECALLS.c.tenant_id == tenant, RECALLS.c.device == device, RECALLS.c.epoch == epoch
        )
    )
    return list(map(_recall, found))


def unanswerable(connection: Connection, tenant: str) -> list[Recall]:
    """Give what tills are asked for and hold nothing of any more: it was spent, or taken back."""
    holder = RECALLS.c.device + "." + cast(RECALLS.c.epoch, Text)
    held = exists().where(
        RIGHTS.c.tenant_id == tenant,
        RIGHTS.c.tenant_id == RECALLS.c.tenant_id,
        RIGHTS.c.account == RECALLS.c.account,
        RIGHTS.c.unit == RECALLS.c.unit,
        RIGHTS.c.holder == holder,
    )
    found = connection.execute(select(RECALLS).where(RECALLS.c.tenant_id == tenant, ~held))
    return list(map(_recall, found))


def _recall(row: Row[Any]) -> Recall:
    return Recall(
        device=row.device,
        epoch=row.epoch,
        account=row.account,
        unit=row.unit,
        amount=row.amount,
    )


def _key(recall: Recall) -> dict[str, object]:
    return {
        "device": recall.device,
        "epoch": recall.epoch,
        "account": recall.account,
        "unit": recall.unit,
    }

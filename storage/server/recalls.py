"""Rights that were asked back from the till that holds them, because another one needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.server.database import drop, put
from storage.server.tables import RECALLS


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
        return f"{self.epoch}/{self.account}/{self.unit}"


def save(connection: Connection, tenant: str, asked: Sequence[Recall]) -> None:
    """Keep what is asked for, in the place of what was asked before."""
    put(
        connection,
        RECALLS,
        [{"tenant_id": tenant, **_key(recall), "amount": recall.amount} for recall in asked],
    )


def answered(connection: Connection, tenant: str, asked: Iterable[Recall]) -> None:
    """Forget what a till has answered."""
    drop(connection, RECALLS, [{"tenant_id": tenant, **_key(recall)} for recall in asked])


def of(connection: Connection, tenant: str, device: str, keys: Sequence[str]) -> list[Recall]:
    """Give what a device is still asked for, of these in the feed."""
    if not keys:
        return []
    rows = connection.execute(
        select(RECALLS)
        .where(RECALLS.c.tenant_id == tenant, RECALLS.c.device == device)
        .order_by(RECALLS.c.epoch, RECALLS.c.account, RECALLS.c.unit)
    )
    found = (
        Recall(
            device=row.device,
            epoch=row.epoch,
            account=row.account,
            unit=row.unit,
            amount=row.amount,
        )
        for row in rows
    )
    wanted = {key.partition("/")[2] for key in keys}
    return [recall for recall in found if recall.key in wanted]


def _key(recall: Recall) -> dict[str, object]:
    return {
        "device": recall.device,
        "epoch": recall.epoch,
        "account": recall.account,
        "unit": recall.unit,
    }

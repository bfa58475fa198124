"""Grants that were given, and what each request was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.engine import Row

from loyalty.lots import HeldLot
from storage.records import Grant
from storage.server.database import add
from storage.server.matching import find
from storage.server.tables import GRANT_REQUESTS, GRANTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request for a grant was answered: a grant, or the reason why not."""

    device: str
    request_id: str
    grant_id: str
    reason: str


def store(connection: Connection, tenant: str, grants: Sequence[Grant], now_us: int) -> None:
    """Add grants."""
    add(
        connection,
        GRANTS,
        [
            {
                "tenant_id": tenant,
                "grant_id": grant.grant_id,
                "device": grant.device,
                "epoch": grant.epoch,
                "request_id": grant.request_id,
                "feed_epoch": grant.feed_epoch,
                "account": grant.account,
                "unit": grant.unit,
                "lots": msgspec.json.encode([(lot.lot, lot.amount) for lot in grant.lots]),
                "made_us": now_us,
            }
            for grant in grants
        ],
    )


def read(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, Grant]:
    """Give grants by id."""
    rows = find(connection, GRANTS, tenant, grant_id=list(ids))
    return {row.grant_id: _grant(row) for row in rows}


def everything(connection: Connection, tenant: str) -> list[Grant]:
    """Give every grant there is."""
    rows = connection.execute(
        select(GRANTS).where(GRANTS.c.tenant_id == tenant).order_by(GRANTS.c.grant_id)
    )
    return [_grant(row) for row in rows]


def answer_to(connection: Connection, tenant: str, device: str, request_id: str) -> Answer | None:
    """Give what a request was answered before."""
    row = connection.execute(
        select(GRANT_REQUESTS).where(
            GRANT_REQUESTS.c.tenant_id == tenant,
            GRANT_REQUESTS.c.device == device,
            GRANT_REQUESTS.c.request_id == request_id,
        )
    ).one_or_none()
    if row is None:
        return None
    return Answer(
        device=row.device,
        request_id=row.request_id,
        grant_id=row.grant_id,
        reason=row.reason,
    )


def remember(connection: Connection, tenant: str, answer: Answer) -> None:
    """Keep what a request was answered."""
    add(
        connection,
        GRANT_REQUESTS,
        [
            {
                "tenant_id": tenant,
                "device": answer.device,
                "request_id": answer.request_id,
                "grant_id": answer.grant_id,
                "reason": answer.reason,
            }
        ],
    )


def _grant(row: Row[tuple[str, ...]]) -> Grant:
    lots = msgspec.json.decode(row.lots, type=list[tuple[str, int]])
    return Grant(
        grant_id=row.grant_id,
        request_id=row.request_id,
        device=row.device,
        epoch=row.epoch,
        feed_epoch=row.feed_epoch,
        account=row.account,
        unit=row.unit,
        lots=tuple(HeldLot(lot=lot, amount=amount) for lot, amount in lots),
    )

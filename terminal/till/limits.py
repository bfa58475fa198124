"""What may be used without a PIN, by how the member was identified and what was used today."""

from __future__ import annotations

from typing import cast

from loyalty import event
from loyalty.assurance import Identification, RedeemUpTo, allows, may
from loyalty.programme import Programme
from terminal.till.desk import Desk

LOOKED_AT_MAX = 20


def may_use(desk: Desk, programme: Programme, worth_minor: int) -> bool:
    """Say whether the attached member may use a reward of this worth as they stand there."""
    assert desk.sale is not None
    permission = may(cast("Identification", desk.sale.shown), programme)
    # Looking through today's sales costs reads and decoding: only where the answer counts.
    counts = isinstance(permission, RedeemUpTo) and permission.once_a_day
    used_today = counts and _used_today(desk, desk.sale.account)
    return allows(permission, worth_minor, used_today=used_today)


def _used_today(desk: Desk, account: str) -> bool:
    day = desk.day()
    for row in desk.ledger.recent_sales(LOOKED_AT_MAX, account):
        if row.day != day:
            return False
        stored = desk.ledger.event(row.sale)
        if not row.reversed and stored and event.decode(stored.raw).data.get("spent"):
            return True
    return False

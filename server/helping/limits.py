"""The owner's limit: what one person may give or take alone before a second one approves."""

from __future__ import annotations

import msgspec

from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from storage.server import settings
from storage.server.database import Connection

_NAME = "helping/alone"
MOST = 10**9


class Alone(msgspec.Struct, frozen=True, kw_only=True):
    """How much one person may give or take of points, and of stamps and vouchers in pieces.

    None is no limit: that is how it begins, because a shop of one has nobody to ask.
    """

    points: int | None = None
    pieces: int | None = None

    def allows(self, unit: str, amount: int) -> bool:
        """Say whether one person may do it; `amount` is below zero for what is taken."""
        most = self.points if unit == POINTS else self.pieces
        return most is None or abs(amount) <= most


def read(connection: Connection, tenant: str) -> Alone:
    """Give the limit."""
    text = settings.read(connection, tenant, [_NAME]).get(_NAME, "")
    return msgspec.json.decode(text, type=Alone) if text else Alone()


def put(connection: Connection, tenant: str, limit: Alone) -> None:
    """Keep a limit; tills need not hear of it. Raises Refusal `limit_wrong`."""
    for most in (limit.points, limit.pieces):
        if most is not None and not 0 <= most <= MOST:
            raise Refusal("limit_wrong", f"a limit is from 0 to {MOST}, or none", got=most)
    settings.put(connection, tenant, _NAME, msgspec.json.encode(limit).decode())

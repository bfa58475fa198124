"""The shop's own purchase cycle, and where the thirds of its members lie."""

from __future__ import annotations

from typing import Final

import msgspec

from storage.server import messages, segments
from storage.server.database import Connection

SETTING: Final = "cycle"
USUAL_DAYS: Final = 30
"""What is taken where too few members came more than once to say."""
HALF, THIRD, TWO_THIRDS = 50, 33, 66


class Cycle(msgspec.Struct, frozen=True, kw_only=True):
    """As of one business date: the usual days between two visits, and the borders of the thirds.

    `is_known` is False where nobody came more than once: then `between_days` is a guess.
    """

    day: str
    between_days: int = USUAL_DAYS
    is_known: bool = False
    visits: tuple[int, int] = (0, 0)
    spend_minor: tuple[int, int] = (0, 0)


def of_day(connection: Connection, tenant: str, day: str) -> Cycle:
    """Give the cycle of a business date: the one that was kept, or a new one."""
    kept = messages.settings(connection, tenant).get(SETTING, "")
    if kept:
        found = msgspec.json.decode(kept, type=Cycle)
        if found.day == day:
            return found
    return measure(connection, tenant, day)


def keep(connection: Connection, tenant: str, cycle: Cycle) -> None:
    """Keep a cycle for its day: finding it out reads a row of every member."""
    messages.put_setting(connection, tenant, SETTING, msgspec.json.encode(cycle).decode())


def measure(connection: Connection, tenant: str, day: str) -> Cycle:
    """Work the cycle out from everybody who ever came."""
    between = segments.gaps(connection, tenant, HALF)

    def borders(column: str) -> tuple[int, int]:
        low, high = (
            segments.at_share(connection, tenant, column, share) or 0
            for share in (THIRD, TWO_THIRDS)
        )
        return low, high

    return Cycle(
        day=day,
        between_days=max(between, 1) if between is not None else USUAL_DAYS,
        is_known=between is not None,
        visits=borders("visits"),
        spend_minor=borders("spend_minor"),
    )

"""What other tills recorded about an account: for who asks where their points are."""

from __future__ import annotations

from typing import Final

import msgspec

from loyalty import accounts
from storage.server import events
from storage.server.database import Connection
from sync.wire import LookupRequest
from sync.wire_lines import LineRow

LINES_MAX: Final = 40
AMONG_MAX: Final = 50_000
"""Places in the feed that are looked through at most, which takes a tenth of a second: no list of
events by account is kept, because every sale would pay for it and few ask."""
RIGHTS: Final = frozenset({"grant", "taken_back", "home", "home_back", "home_return"})
"""What moves between tills, and is nothing to a member."""


def lines(
    connection: Connection, tenant: str, device: str, account: str, request: LookupRequest
) -> list[LineRow]:
    """Give the newest events about an account that this device did not record itself."""
    names = (accounts.held(account), accounts.open_(account), accounts.count(account))
    found = events.about(
        connection,
        tenant,
        names,
        among=min(request.among, AMONG_MAX),
        limit=min(request.lines, LINES_MAX),
        without=(device, RIGHTS),
    )
    return [LineRow(device=one.device, event=msgspec.Raw(one.raw)) for one in found]

"""What the console says of tills: their state, their last record, and what was set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.access import Access
from server.fleet import TillState
from storage.server import heads, today

if TYPE_CHECKING:
    from server.books import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class Till:
    """One till; `sent_us` is when its last record came (0: none), `awaited` what it still has."""

    state: TillState
    sent_us: int
    awaited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A record that was kept but not booked."""

    till: str
    epoch: int
    seq: int
    reason: str
    came_us: int


def listed(books: Books, now_us: int) -> list[Till]:
    """Give every till by name. Raises Refusal `programme_none`."""
    states = books.fleet().tills(now_us)
    access = books.access()
    with access.database.read() as connection:
        known = heads.all_heads(connection, access.tenant)
        sent = today.last_came(
            connection, access.tenant, [(head.device, head.epoch, head.acked_seq) for head in known]
        )
    awaited: dict[str, int] = {}
    for head in known:
        if head.is_awaited:
            more = head.awaits_seq - head.acked_seq
            awaited[head.device] = awaited.get(head.device, 0) + more
    return [
        Till(
            state=state,
            sent_us=sent.get(state.device, 0),
            awaited=awaited.get(state.device, 0),
        )
        for state in states
    ]


def aside(access: Access) -> list[Aside]:
    """Give what was set aside, the newest first."""
    with access.database.read() as connection:
        names = {device.device: device.name for device in heads.devices(connection, access.tenant)}
        rows = today.aside(connection, access.tenant)
    return [
        Aside(till=names.get(device, device), epoch=epoch, seq=seq, reason=reason, came_us=came_us)
        for device, epoch, seq, reason, came_us in rows
    ]

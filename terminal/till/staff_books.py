"""The rows of staff at a till: what the server told, what was made here, what waits to be sent."""

from __future__ import annotations

import msgspec

from loyalty import staff
from loyalty.staff import StaffRow
from storage.records import Batch
from sync.wire import PushReply, PushRequest
from terminal.till.desk import Desk

MADE = "staff_made"


def people(desk: Desk) -> tuple[StaffRow, ...]:
    """Give everybody who works here now, by name."""
    if desk.crew.rows is None:
        desk.crew.rows = staff.merged(_told(desk), _made(desk))
    return staff.active(desk.crew.rows)


def are_several(desk: Desk) -> bool:
    """Say whether somebody has to sign in."""
    return staff.are_several(people(desk))


def name_of(desk: Desk, actor: str) -> str:
    """Give the name behind what events call somebody; the id of who has left."""
    _, _, staff_id = actor.partition(":")
    known = {row.staff_id: row.name for row in people(desk)}
    return known.get(staff_id, "") or staff_id


def save(desk: Desk, row: StaffRow) -> None:
    """Keep a row that was made here; it counts at once. Raises Outage as Ledger.put."""
    told = {each.staff_id: each.version for each in _told(desk)}
    mine = {each.staff_id: each for each in _made(desk)} | {row.staff_id: row}
    # What the server has by now need not be kept twice.
    left = [each for each in mine.values() if each.version > told.get(each.staff_id, 0)]
    desk.ledger.put(MADE, staff.write(left))
    desk.crew.rows = None
    desk.crew.dealt.pop(row.staff_id, None)
    desk.committed = True


def hear(desk: Desk) -> None:
    """Go by what the server says of staff from now on, also of who stands here."""
    crew = desk.crew
    crew.rows = None
    if crew.at is None:
        return
    now = {row.staff_id: row for row in people(desk)}.get(crew.at.staff_id)
    if now is None:
        crew.at, crew.is_locked, desk.actor = None, are_several(desk), staff.ALONE
    else:
        crew.at, desk.actor = now, staff.actor(now)


def waiting(desk: Desk) -> tuple[StaffRow, ...]:
    """Give the rows that the server does not have yet."""
    if not desk.crew.server_takes:
        return ()
    left = staff.unheard(_told(desk), _made(desk))
    return tuple(row for row in left if desk.crew.dealt.get(row.staff_id, 0) < row.version)


def batch(desk: Desk, events_max: int, bytes_max: int) -> Batch | None:
    """Give the next push; rows of staff alone are one without events."""
    found = desk.ledger.batch(events_max, bytes_max)
    if found is not None or not waiting(desk):
        return found
    head = desk.ledger.head()
    if not head.epoch:
        return None
    return Batch(epoch=head.epoch, from_seq=head.seq + 1, previous=head.hash, events=(), people=())


def beside(desk: Desk, request: PushRequest) -> PushRequest:
    """Add the rows that wait to a push."""
    return msgspec.structs.replace(request, staff=list(waiting(desk)))


def pushed(desk: Desk, asked: PushRequest, reply: PushReply) -> None:
    """Hear which rows have been dealt with; a server that knows nothing of staff gets no more."""
    if not asked.staff:
        return
    desk.crew.server_takes = reply.staff is not None
    desk.crew.dealt |= reply.staff or {}


def _told(desk: Desk) -> tuple[StaffRow, ...]:
    return staff.read(desk.directory.setting(staff.SETTING))


def _made(desk: Desk) -> tuple[StaffRow, ...]:
    return staff.read(desk.ledger.get(MADE) or "")

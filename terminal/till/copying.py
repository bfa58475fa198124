"""The till's side of a copy of all members: asks for one, and puts it in between two sales."""

from __future__ import annotations

from loyalty.errors import Outage
from loyalty.programme import from_wire
from sync.wire import SnapshotReply
from terminal.till import giving_back, without_line
from terminal.till.desk import Desk
from terminal.till.effects import DropCopy, Effect, FetchCopy, Send
from terminal.till.line import WAITING_CODES, Line
from terminal.till.messages import CopyChanged
from terminal.till.screens import Progress

READY = "ready"
FAILED = "failed"
WHOLE = 1_000
NO_USE = 4
"""What a failure that is not the line's counts: the same again would hardly go better."""


def ordered(desk: Desk, line: Line) -> list[Effect]:
    """Order the copy that the line wants; nothing where it wants none."""
    if not line.wants_copy:
        return []
    line.wants_copy = False
    head = desk.ledger.head()
    desk.copy = CopyChanged(state="making")
    return [FetchCopy(epoch=head.epoch, seq=head.seq, head=head.hash.hex())]


def changed(desk: Desk, line: Line, message: CopyChanged) -> list[Effect]:
    """Hear how far it is."""
    if desk.copy is None:
        return []
    if message.state != FAILED:
        desk.copy = message
        return settle(desk, line)
    desk.copy = None
    desk.copies_failed += 1 if message.code in WAITING_CODES else NO_USE
    return [Send(request=one) for one in line.due(at_once=True)]


def settle(desk: Desk, line: Line) -> list[Effect]:
    """Put a copy in that is ready, once nobody stands at the counter."""
    copy = desk.copy
    is_busy = desk.sale is not None or desk.mode != "idle" or desk.question is not None
    if copy is None or copy.state != READY or copy.reply is None or is_busy:
        return []
    desk.copy = None
    if _is_ours(desk, line, copy.reply):
        try:
            _put_in(desk, line, copy.reply, copy.erased)
        except Outage:
            # The old directory is open again; what is missing in it is pulled.
            desk.copies_failed += 1
    else:
        desk.copies_failed += 1
    drop = DropCopy(name=copy.reply.snapshot)
    return [drop, *(Send(request=one) for one in line.due(at_once=True))]


def progress(desk: Desk) -> Progress | None:
    """Say how far it is; None when none is fetched."""
    if desk.copy is None:
        return None
    percent = desk.copy.permille // 10
    return Progress(
        title=desk.say("Members of the shop are on their way: {percent} %", percent=percent),
        caption=desk.say("You can sell already. Who is not here yet is looked up."),
        done=desk.copy.permille,
        whole=WHOLE,
    )


def _is_ours(desk: Desk, line: Line, reply: SnapshotReply) -> bool:
    """Say whether the copy is of this till as it is now: it may have begun anew meanwhile."""
    head = desk.ledger.head()
    has_left = desk.ledger.needs_rejoin() or reply.feed_epoch != head.feed_epoch
    return not (has_left or line.is_beside(reply))


def _put_in(desk: Desk, line: Line, reply: SnapshotReply, erased: tuple[str, ...]) -> None:
    assert desk.renew is not None, "a till without its files asks for no copy"
    # ledger.db first, as with a page of a pull: a crash in between leaves the old directory, and
    # the same rights come again.
    for row in reply.grants:
        line.take(row)
        desk.ledger.answered(row.request_id)
    for asked in reply.recalls:
        giving_back.asked(desk, asked)
    if erased:
        desk.ledger.erase(erased)
    desk.renew()
    line.begin_anew()
    desk.programmes = tuple(from_wire(raw) for raw in desk.directory.programmes())
    line.settle({without_line.SETTING: desk.directory.setting(without_line.SETTING)})

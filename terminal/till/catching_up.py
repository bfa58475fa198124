"""The till's side of a copy of all members: asks for one, and puts it in between two sales."""

from __future__ import annotations

from loyalty.errors import Outage
from loyalty.programme import from_wire
from sync.wire import PullReply
from terminal.till import epochs, without_line
from terminal.till.desk import Desk
from terminal.till.effects import DropMembers, Effect, FetchMembers, Send
from terminal.till.line import WAITING_CODES, Line
from terminal.till.messages import MembersMoved
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
    desk.arriving = MembersMoved(state="making")
    return [FetchMembers(epoch=head.epoch, seq=head.seq, head=head.hash.hex())]


def changed(desk: Desk, line: Line, message: MembersMoved) -> list[Effect]:
    """Hear how far it is."""
    if desk.arriving is None:
        return []
    if message.state != FAILED:
        desk.arriving = message
        return settle(desk, line)
    desk.arriving = None
    desk.fetches_failed += 1 if message.code in WAITING_CODES else NO_USE
    return [Send(request=one) for one in line.due(at_once=True)]


def settle(desk: Desk, line: Line) -> list[Effect]:
    """Put a copy in that is ready, once nobody stands at the counter."""
    copy = desk.arriving
    is_busy = desk.sale is not None or desk.mode != "idle" or desk.question is not None
    if copy is None or copy.state != READY or copy.reply is None or is_busy:
        return []
    desk.arriving = None
    if copy.reply.mine is not None and _is_ours(desk, copy.reply.mine):
        try:
            _put_in(desk, line, copy.reply.mine, copy.erased)
        except Outage:
            # The old directory is open again; what is missing in it is pulled.
            desk.fetches_failed += 1
    else:
        desk.fetches_failed += 1
    drop = DropMembers(name=copy.reply.snapshot)
    return [drop, *(Send(request=one) for one in line.due(at_once=True))]


def progress(desk: Desk) -> Progress | None:
    """Say how far it is; None when none is fetched."""
    if desk.arriving is None:
        return None
    percent = desk.arriving.permille // 10
    return Progress(
        title=desk.say("Members of the shop are on their way: {percent} %", percent=percent),
        caption=desk.say("You can sell already. Who is not here yet is looked up."),
        done=desk.arriving.permille,
        whole=WHOLE,
    )


def _is_ours(desk: Desk, mine: PullReply) -> bool:
    """Say whether the copy is of this till as it is now: it may have begun anew meanwhile."""
    has_left = desk.ledger.needs_rejoin() or mine.feed_epoch != desk.ledger.head().feed_epoch
    return not (has_left or epochs.is_beside(desk.ledger, mine))


def _put_in(desk: Desk, line: Line, mine: PullReply, erased: tuple[str, ...]) -> None:
    assert desk.renew is not None, "a till without its files asks for no copy"
    # ledger.db first, as with a page of a pull: a crash in between leaves the old directory, and
    # the same rights come again.
    line.take_mine(mine)
    if erased:
        desk.ledger.erase(erased)
    desk.renew()
    line.begin_anew()
    desk.programmes = tuple(from_wire(raw) for raw in desk.directory.programmes())
    line.settle({without_line.SETTING: desk.directory.setting(without_line.SETTING)})

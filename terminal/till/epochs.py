"""Where this till's chains and the server's part: a copied disk, an old one, a restored server."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import msgspec

from storage.ports import Ledger
from storage.redirects import ACCOUNT, MEMBER
from sync import wire
from sync.exchange import Rejoin, Rejoined
from terminal.till import second_place, without_line
from terminal.till.desk import Desk


def rejoin(desk: Desk) -> Rejoin:
    """Ask for a new epoch, and say where every chain of this till ends."""
    ledger = desk.ledger
    head = ledger.head()
    return Rejoin(
        request=wire.RejoinRequest(
            epoch=head.epoch,
            last_seq=head.seq,
            last_hash=head.hash.hex(),
            ends=dict(ledger.ends()),
            tills=without_line.kept(ledger),
            erased=second_place.erased_lately(desk),
            merged=_first(desk.directory.redirects(MEMBER)),
            redirects=_first(desk.directory.redirects(ACCOUNT)),
            acts=[
                wire.ActRow(event=msgspec.Raw(act.raw), seal=act.seal.hex())
                for act in desk.directory.acts(wire.ACTS_MAX)
            ],
        )
    )


def leave(desk: Desk, *, forked: bool = False) -> Rejoin:
    """Give all rights of this epoch up, and ask for a new one."""
    desk.ledger.require_rejoin(forked=forked)
    return rejoin(desk)


def _first(known: Mapping[str, str]) -> dict[str, str]:
    return dict(islice(known.items(), wire.UNITED_MAX))


def rejoined(desk: Desk, reply: Rejoined) -> None:
    """Go on in the new epoch, unless this one is as new."""
    ledger, head = desk.ledger, desk.ledger.head()
    desk.peppers.due = True  # books that were put back may lack what was made since
    if reply.reply.epoch > head.epoch:
        # Before the epoch: a till that dies in between asks once more.
        send_again(ledger, reply)
        ledger.begin_epoch(head.device, reply.reply.epoch, reply.reply.feed_epoch)


def send_again(ledger: Ledger, reply: Rejoined) -> None:
    """Let wait what a server that was put back from a backup does not have any more."""
    kept = reply.reply.kept
    if kept is None:
        return
    for epoch, end in reply.asked.request.ends.items():
        if kept.get(epoch, 0) < end:
            ledger.resend(epoch, kept.get(epoch, 0))


def fork_found(ledger: Ledger, asked: wire.PushRequest, differs: int | None) -> bool:
    """Say whether it is known where the server keeps other events; else all is sent once more.

    `differs` is what the server said: the first event of the push that differs, or one before it.
    """
    if differs is not None and differs >= asked.from_seq:
        # What comes before is the same there, and is not sent under another epoch.
        ledger.acknowledge(asked.epoch, differs - 1)
        return True
    ledger.resend(asked.epoch, 0)
    return asked.from_seq <= 1


def is_beside(ledger: Ledger, page: wire.PullReply) -> bool:
    """Say whether a page's figures are beside what this till has recorded.

    In its own epoch: the server keeps another event there, because a copy of this disk sent it.
    In an epoch that it left: events that should be in these figures still wait to be sent.
    In an epoch that it never had: a copy of this disk may have sent what waits here as its own.
    """
    own = page.own
    if not page.own_hash or not own.seq:
        return False
    if own.epoch != ledger.head().epoch:
        batch = ledger.batch(1, wire.BYTES_MAX)
        if batch is None or not batch.events:
            return False
        return batch.epoch <= own.epoch or own.epoch not in ledger.ends()
    kept = ledger.events(own.epoch, own.seq, 1)
    return not kept or kept[0].hash.hex() != page.own_hash

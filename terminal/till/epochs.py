"""Where this till's chains and the server's part: a copied disk, an old one, a restored server."""

from __future__ import annotations

from storage.ports import Ledger
from sync import wire
from sync.exchange import Rejoin, Rejoined


def rejoin(ledger: Ledger) -> Rejoin:
    """Ask for a new epoch, and say where every chain of this till ends."""
    head = ledger.head()
    return Rejoin(
        request=wire.RejoinRequest(
            epoch=head.epoch,
            last_seq=head.seq,
            last_hash=head.hash.hex(),
            ends=dict(ledger.ends()),
        )
    )


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
    """Say whether the server keeps another event where this till has one: a copied disk."""
    if not page.own_hash or not page.own.seq:
        return False
    kept = ledger.events(page.own.epoch, page.own.seq, 1)
    if kept and kept[0].hash.hex() == page.own_hash:
        return False
    if page.own.epoch == ledger.head().epoch:
        return True
    # An epoch that this till left. A disk that was put back may lack its end; what it has there
    # and is not sent would be missing in these figures.
    batch = ledger.batch(1, wire.BYTES_MAX)
    return batch is not None and bool(batch.events) and batch.epoch <= page.own.epoch

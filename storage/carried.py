"""The tail of a fork: events of an ended epoch that go out under a later one, bytes unchanged.

Where a copy of this disk sent other events under the same numbers, ours cannot follow there any
more. They are chained anew at the beginning of the next epoch, and stay where they were made.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Select,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    union_all,
    update,
)

from loyalty.event import genesis, link
from storage.database import Database
from storage.tables import carried, chain, event, outbox, posting

_FROM_EPOCH: Final = func.coalesce(carried.c.of_epoch, outbox.c.epoch)
_FROM_SEQ: Final = func.coalesce(carried.c.of_seq, outbox.c.seq)
_IS_CARRIED: Final = (carried.c.epoch == outbox.c.epoch) & (carried.c.seq == outbox.c.seq)
_MADE: Final = (event.c.epoch == _FROM_EPOCH) & (event.c.seq == _FROM_SEQ)
WAITING: Final = outbox.outerjoin(carried, _IS_CARRIED).join(event, _MADE)
"""What waits to be sent, each beside the event that it is; `carried` is empty for most."""

_TAIL: Final = (
    select(event.c.epoch, event.c.seq, event.c.raw)
    .select_from(WAITING)
    .where(outbox.c.epoch < bindparam("epoch"))
    .order_by(outbox.c.epoch, outbox.c.seq)
)
_BEGINS: Final = select(carried.c.of_epoch, func.min(carried.c.of_seq)).group_by(carried.c.of_epoch)
_CARRY: Final = insert(carried)
_WAIT: Final = insert(outbox)
_SENT: Final = delete(outbox).where(outbox.c.epoch < bindparam("of_epoch"))
_SETTLED: Final = (
    update(chain).where(chain.c.epoch < bindparam("of_epoch")).values(acked_seq=chain.c.seq)
)
_END: Final = (
    update(chain)
    .where(chain.c.epoch == bindparam("of_epoch"))
    .values(seq=bindparam("to_seq"), hash=bindparam("to_hash"))
)
_ITS_EVENT: Final = (event.c.epoch == carried.c.of_epoch) & (event.c.seq == carried.c.of_seq)


def both() -> Select[Any]:
    """Select (epoch, seq, raw, hash, id, carried) of events where they stand in every chain."""
    own = select(
        event.c.epoch,
        event.c.seq,
        event.c.raw,
        event.c.hash,
        event.c.id,
        literal_column("0").label("carried"),
    )
    again = select(
        carried.c.epoch,
        carried.c.seq,
        event.c.raw,
        carried.c.hash,
        event.c.id,
        literal_column("1").label("carried"),
    ).join_from(carried, event, _ITS_EVENT)
    every = union_all(own, again).subquery()
    return select(every)


def _late(side: Any) -> Select[Any]:
    after = tuple_(bindparam("epoch"), bindparam("seq"))
    moved = (
        select(carried.c.of_epoch, carried.c.of_seq)
        .where(
            tuple_(carried.c.epoch, carried.c.seq) > after,
            tuple_(carried.c.of_epoch, carried.c.of_seq) <= after,
        )
        .distinct()
        .subquery()
    )
    there = (posting.c.epoch == moved.c.of_epoch) & (posting.c.seq == moved.c.of_seq)
    return (
        select(posting.c.unit, posting.c.amount)
        .join_from(moved, posting, there)
        .where(side == bindparam("account"))
    )


LATE_GIVEN: Final = _late(posting.c.given_to)
LATE_TAKEN: Final = _late(posting.c.taken_from)
"""Postings that come after a position only because they were carried behind it."""


def begins(database: Database) -> dict[int, int]:
    """Give from which event on each epoch's end goes out under a later one."""
    return {int(epoch): int(seq) for epoch, seq in database.all(_BEGINS)}


def carry(database: Database, device: str, epoch: int) -> None:
    """Let a new epoch begin with everything unsent of those before it, in its order.

    Belongs inside the caller's transaction, after the epoch began and before its first event.
    """
    end = genesis(device, epoch)
    tail = database.all(_TAIL, epoch=epoch)
    database.run(_SENT, {"of_epoch": epoch})
    database.run(_SETTLED, {"of_epoch": epoch})
    for seq, (of_epoch, of_seq, raw) in enumerate(tail, start=1):
        end = link(end, raw)
        row = {"epoch": epoch, "seq": seq, "of_epoch": of_epoch, "of_seq": of_seq, "hash": end}
        database.run(_CARRY, row)
        database.run(_WAIT, {"epoch": epoch, "seq": seq})
    database.run(_END, {"of_epoch": epoch, "to_seq": len(tail), "to_hash": end})

"""Books that were put back from a backup: nothing is granted before every till has claimed.

A till claims by leaving its epoch, with all that it recorded there sent again. Then it holds
nothing, and what the books say is free is free. Until then the server makes no event of its own,
because it does not know yet what it made after the backup (DESIGN.md section 6, "Rights, exactly").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from loyalty import event
from server import homes, recalling, refunding
from server.purse import FREE
from server.work import SERVER, Work
from storage.server import heads, purses, recovering, tenants
from storage.server.database import Connection
from storage.server.heads import LEFT, LOST, OPEN, Device, Head


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How far a recovery has come; `bound` is what tills that never come could pay out, by unit.

    `unknown` counts tills that were connected after the backup: nothing else is known of them.
    """

    active: bool
    began_us: int
    waiting: tuple[str, ...]
    unknown: int
    bound: Mapping[str, int]


def begin(work: Work, feed_epoch: str) -> None:
    """Take every right away and open a new feed: what came after the backup is not known here."""
    connection, tenant = work.connection, work.tenant.tenant
    # Locked as a push locks them, and in one order: it may come between in another process.
    for one in heads.devices(connection, tenant):
        heads.device(connection, tenant, one.device, lock_row=True)
    known = heads.all_heads(connection, tenant)
    tenants.begin_feed(connection, tenant, feed_epoch)
    # Also who has no open epoch any more: a backup may be of books that waited for their tills,
    # and whoever was cut off in here begins once more.
    tills = {head.device for head in known if head.device != SERVER and head.state != LOST}
    for head in known:
        if head.device in tills and head.state == OPEN:
            heads.save(connection, tenant, replace(head, state=LEFT))
    work.take_turn()
    _begin_own(work)
    now = msgspec.structs.replace(
        work.recovery,
        active=bool(tills),
        began_us=work.now_us,
        waits={one: {} for one in tills},
        tills=0,
    )
    recovering.save(connection, tenant, now)


def claimed(work: Work, device: str, ends: Mapping[int, int], tills: int = 0) -> dict[int, int]:
    """Hear where a till's chains end; give where they end here.

    `tills` is how many there are as that till was told. Also where nothing is awaited any more:
    the till may be another copy of a disk that claimed.
    """
    if device in work.recovery.waits:
        work.take_turn()
    kept = _kept(work, device)
    if device in work.recovery.waits:
        most = max(work.recovery.tills, tills)
        work.recovery = msgspec.structs.replace(work.recovery, tills=most)
        _keep(work, {**work.recovery.waits, device: dict(ends)})
        heard(work, device)
    return kept


def heard(work: Work, device: str) -> None:
    """Note that a till has said all that it knows, once it has; the last one ends the recovery."""
    if device in work.recovery.waits:
        work.take_turn()
    ends = work.recovery.waits.get(device)
    if not ends:
        return
    kept = _kept(work, device)
    if all(kept.get(epoch, 0) >= seq for epoch, seq in ends.items()):
        _keep(work, {name: at for name, at in work.recovery.waits.items() if name != device})
        end_if_over(work)


def end_if_over(work: Work) -> None:
    """End it where nobody is awaited but tills that their owner declared lost."""
    work.take_turn()
    if missing(work.connection, work.tenant.tenant):
        return
    newest: dict[str, Head] = {}
    for head in sorted(_heads(work), key=lambda each: each.epoch):
        newest[head.device] = head
    if all(newest[one].state == LOST for one in work.recovery.waits if one in newest):
        end(work)


def missing(connection: Connection, tenant: str) -> int:
    """Count tills that others were told of and these books never heard of."""
    now = recovering.read(connection, tenant)
    if not now.active:
        return 0
    new = (heads.device(connection, tenant, name) for name in now.newcomers)
    come = sum(one is not None and not heads.is_lost(connection, tenant, one) for one in new)
    return max(0, now.tills - heads.count_tills(connection, tenant, SERVER) + come)


def paired(work: Work, device: Device, *, again: bool | None) -> None:
    """Await a till that was connected after the backup, and no new one: that has nothing to say.

    A till of an older program does not say which it is (`again` is None): it is awaited while
    there are tills that these books never heard of.
    """
    if not work.recovery.active:
        return
    if again or (again is None and missing(work.connection, work.tenant.tenant)):
        let_in(work, device)
    elif again is False:
        work.take_turn()
        new = (*work.recovery.newcomers, device.device)
        work.recovery = msgspec.structs.replace(work.recovery, newcomers=new)
        recovering.save(work.connection, work.tenant.tenant, work.recovery)


def let_in(work: Work, device: Device) -> None:
    """Await a till that is connected again: it was connected after the backup, or was lost in it.

    It leaves its first epoch and sends everything that it has.
    """
    work.take_turn()
    for head in _heads(work):
        if head.device == device.device and head.state == OPEN:
            heads.save(work.connection, work.tenant.tenant, replace(head, state=LEFT))
    _keep(work, {**work.recovery.waits, device.device: {}})


def end(work: Work) -> None:
    """Go back to work: what ended epochs held is free again. Tills that never came stay awaited."""
    work.take_turn()
    if not work.recovery.active:
        return
    work.recovery = msgspec.structs.replace(work.recovery, active=False)
    recovering.save(work.connection, work.tenant.tenant, work.recovery)
    for head in _heads(work):
        if head.state != OPEN and head.device != SERVER:
            take_back(work, head)
    homes.settle(work)


def take_back(work: Work, left: Head) -> None:
    """Let what an ended epoch held go back, and decide what waited for it.

    Not in a recovery, where nobody knows what it did, and not while its till still has events of
    it: what they paid out would be given to another till in between.
    """
    if work.recovery.active or left.is_awaited:
        return
    refunding.closed(work, left)
    homes.closed(work, left)
    recalling.closed(work, left)
    work.shelf.put_back()
    who = f"{left.device}.{left.epoch}"
    names = purses.accounts_held_by(work.connection, work.tenant.tenant, who)
    work.take_back(left, names)


def status(connection: Connection, tenant: str) -> Status:
    """Say who is awaited, and what they could pay out at most that the books would not cover."""
    now = recovering.read(connection, tenant)
    bound: dict[str, int] = {}
    unknown = missing(connection, tenant)
    if now.waits or unknown:
        for right in purses.rights(connection, tenant):
            if right.holder == FREE or right.holder.rpartition(".")[0] in now.waits:
                bound[right.unit] = bound.get(right.unit, 0) + right.amount
    names = (heads.device(connection, tenant, device) for device in sorted(now.waits))
    return Status(
        active=now.active,
        began_us=now.began_us,
        waiting=tuple(found.name or found.device for found in names if found is not None),
        unknown=unknown,
        bound={unit: amount for unit, amount in sorted(bound.items()) if amount},
    )


def _begin_own(work: Work) -> None:
    # Numbers of the server's own chain after the backup were given out already.
    connection, tenant = work.connection, work.tenant.tenant
    own = heads.device(connection, tenant, SERVER, lock_row=True)
    assert own is not None, "the server's own chain begins with the tenant"
    epoch = own.newest_epoch + 1
    heads.open_epoch(
        connection,
        tenant,
        own,
        epoch=epoch,
        parent=own.newest_epoch,
        genesis=event.genesis(SERVER, epoch),
    )


def _heads(work: Work) -> tuple[Head, ...]:
    return heads.all_heads(work.connection, work.tenant.tenant)


def _kept(work: Work, device: str) -> dict[int, int]:
    return {head.epoch: head.acked_seq for head in _heads(work) if head.device == device}


def _keep(work: Work, waits: dict[str, dict[int, int]]) -> None:
    work.recovery = msgspec.structs.replace(work.recovery, waits=waits)
    recovering.save(work.connection, work.tenant.tenant, work.recovery)

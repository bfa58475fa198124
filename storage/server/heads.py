"""Devices, their epochs and where each chain ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Update,
    bindparam,
    func,
    literal_column,
    select,
)

from loyalty.errors import Outage
from storage.server.database import add, put
from storage.server.matching import find
from storage.server.query import all_of, one_of, touched_by
from storage.server.tables import DEVICES, EPOCHS

OPEN = "open"
LEFT = "left"
"""The till went on under another epoch."""
LOST = "lost"
"""The owner declared the till lost."""
_NEWEST = (
    (EPOCHS.c.tenant_id == DEVICES.c.tenant_id)
    & (EPOCHS.c.device == DEVICES.c.device)
    & (EPOCHS.c.epoch == DEVICES.c.newest_epoch)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A paired till, or the server itself."""

    device: str
    name: str
    public_key: bytes
    newest_epoch: int
    paired_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain of one epoch ends as the server keeps it; `parent` 0 is none.

    `awaits_seq` is where its till said that it ends, when it left: what is before it is to come.
    """

    device: str
    epoch: int
    parent: int
    state: str
    acked_seq: int
    head: bytes
    signature: bytes = b""
    awaits_seq: int = 0

    @property
    def is_awaited(self) -> bool:
        """Say whether its till still has events of it that nobody else knows."""
        return self.state == LEFT and self.acked_seq < self.awaits_seq


def device(
    connection: Connection, tenant: str, name: str, *, lock_row: bool = False
) -> Device | None:
    """Find a device; with `lock_row` nobody else gets it so until the transaction ends."""
    found = one_of(connection, _one_device(lock_row=lock_row), tenant=tenant, name=name)
    return None if found is None else _device(found)


def lock_device(connection: Connection, tenant: str, name: str) -> tuple[Device, bool] | None:
    """Find a device, and whether its owner declared it lost.

    Nobody else gets it so until the transaction ends.
    """
    found = one_of(connection, _locking_device(), tenant=tenant, name=name)
    return None if found is None else (_device(found), found.state == LOST)


def devices(connection: Connection, tenant: str) -> list[Device]:
    """Give every device, the server too."""
    return [_device(row) for row in find(connection, DEVICES, tenant, order=("device",))]


def is_lost(connection: Connection, tenant: str, of: Device) -> bool:
    """Say whether the owner declared a till lost and has not let it in again."""
    newest = read(connection, tenant, of.device, of.newest_epoch)
    return newest is not None and newest.state == LOST


def count_tills(connection: Connection, tenant: str, server: str) -> int:
    """Count paired devices other than the server itself and those that are lost."""
    found = one_of(connection, _counted_tills(), tenant=tenant, server=server, lost=LOST)
    return int(found[0])


def is_alone(connection: Connection, tenant: str, server: str) -> bool:
    """Say whether `count_tills` is one, without counting a thousand of them."""
    return len(all_of(connection, _two_tills(), tenant=tenant, server=server, lost=LOST)) == 1


def add_device(connection: Connection, tenant: str, made: Device, genesis: bytes) -> None:
    """Add a device with its first epoch."""
    add(connection, DEVICES, [{"tenant_id": tenant, **_device_row(made)}])
    save(
        connection,
        tenant,
        Head(
            device=made.device,
            epoch=made.newest_epoch,
            parent=0,
            state=OPEN,
            acked_seq=0,
            head=genesis,
        ),
    )


def lock(connection: Connection, tenant: str, device_name: str, epoch: int) -> Head | None:
    """Read the head of an epoch and keep others from moving it until the transaction ends."""
    return _read(connection, tenant, device_name, epoch, lock_row=True)


def lock_newest(connection: Connection, tenant: str, device_name: str) -> Head | None:
    """Do the same with the head of a device's newest epoch."""
    row = one_of(connection, _newest_head(), tenant=tenant, name=device_name)
    return None if row is None else _head(row)


def read(connection: Connection, tenant: str, device_name: str, epoch: int) -> Head | None:
    """Read the head of an epoch."""
    return _read(connection, tenant, device_name, epoch, lock_row=False)


def last_before(connection: Connection, tenant: str, head: Head) -> Head | None:
    """Read the head of the newest epoch before this one in which a device recorded something."""
    epoch = connection.execute(
        select(func.max(EPOCHS.c.epoch)).where(
            EPOCHS.c.tenant_id == tenant,
            EPOCHS.c.device == head.device,
            EPOCHS.c.epoch < head.epoch,
            EPOCHS.c.acked_seq > 0,
        )
    ).scalar_one()
    return None if epoch is None else read(connection, tenant, head.device, int(epoch))


def advance(connection: Connection, tenant: str, before: Head, after: Head) -> None:
    """Move a head on from where it was read.

    Raises Outage `database_busy` when it is not there any more: whoever locked it never sees
    that, and nothing is stored twice even if nobody had locked it.
    """
    moved = touched_by(
        connection,
        _advanced(),
        tenant=tenant,
        name=before.device,
        of_epoch=before.epoch,
        from_seq=before.acked_seq,
        from_head=before.head,
        to_state=after.state,
        to_seq=after.acked_seq,
        to_head=after.head,
        to_signature=after.signature,
    )
    if moved != 1:
        raise Outage("database_busy", "another request of this device came between")


def save(connection: Connection, tenant: str, head: Head) -> None:
    """Write the head of an epoch."""
    put(
        connection,
        EPOCHS,
        [
            {
                "tenant_id": tenant,
                "device": head.device,
                "epoch": head.epoch,
                "parent": head.parent,
                "state": head.state,
                "acked_seq": head.acked_seq,
                "head": head.head,
                "signature": head.signature,
                "awaits_seq": head.awaits_seq,
            }
        ],
    )


def open_epoch(
    connection: Connection,
    tenant: str,
    of: Device,
    *,
    epoch: int,
    parent: int,
    genesis: bytes,
) -> None:
    """Begin a new epoch of a device; it holds no rights."""
    newest = replace(of, newest_epoch=max(epoch, of.newest_epoch))
    put(connection, DEVICES, [{"tenant_id": tenant, **_device_row(newest)}])
    save(
        connection,
        tenant,
        Head(device=of.device, epoch=epoch, parent=parent, state=OPEN, acked_seq=0, head=genesis),
    )


def all_heads(connection: Connection, tenant: str) -> tuple[Head, ...]:
    """Give every epoch of every device."""
    rows = find(connection, EPOCHS, tenant, order=("device", "epoch"))
    return tuple(map(_head, rows))


def _device_row(made: Device) -> dict[str, object]:
    return {
        "device": made.device,
        "name": made.name,
        "public_key": made.public_key,
        "newest_epoch": made.newest_epoch,
        "paired_us": made.paired_us,
    }


def _read(
    connection: Connection, tenant: str, device_name: str, epoch: int, *, lock_row: bool
) -> Head | None:
    of = {"tenant": tenant, "name": device_name, "epoch": epoch}
    row = one_of(connection, _one_head(lock_row=lock_row), **of)
    return None if row is None else _head(row)


def _device(row: Row[Any]) -> Device:
    return Device(
        device=row.device,
        name=row.name,
        public_key=row.public_key,
        newest_epoch=row.newest_epoch,
        paired_us=row.paired_us,
    )


def _head(row: Row[Any]) -> Head:
    return Head(
        device=row.device,
        epoch=row.epoch,
        parent=row.parent,
        state=row.state,
        acked_seq=row.acked_seq,
        head=row.head,
        signature=row.signature,
        awaits_seq=row.awaits_seq,
    )


# What every request asks is built once: building a statement costs more than running it. SQLite
# leaves FOR UPDATE out: its write transactions exclude each other.


@cache
def _one_device(*, lock_row: bool) -> Select[Any]:
    statement = select(DEVICES).where(
        DEVICES.c.tenant_id == bindparam("tenant"), DEVICES.c.device == bindparam("name")
    )
    return statement.with_for_update() if lock_row else statement


@cache
def _tills() -> Select[Any]:
    return (
        select(DEVICES.c.device)
        .select_from(DEVICES.join(EPOCHS, _NEWEST))
        .where(
            DEVICES.c.tenant_id == bindparam("tenant"),
            EPOCHS.c.tenant_id == bindparam("tenant"),
            DEVICES.c.device != bindparam("server"),
            EPOCHS.c.state != bindparam("lost"),
        )
    )


@cache
def _two_tills() -> Select[Any]:
    return _tills().limit(literal_column("2"))


@cache
def _counted_tills() -> Select[Any]:
    return select(func.count()).select_from(_tills().subquery())


@cache
def _advanced() -> Update:
    return (
        EPOCHS.update()
        .where(
            EPOCHS.c.tenant_id == bindparam("tenant"),
            EPOCHS.c.device == bindparam("name"),
            EPOCHS.c.epoch == bindparam("of_epoch"),
            EPOCHS.c.acked_seq == bindparam("from_seq"),
            EPOCHS.c.head == bindparam("from_head"),
        )
        .values(
            state=bindparam("to_state"),
            acked_seq=bindparam("to_seq"),
            head=bindparam("to_head"),
            signature=bindparam("to_signature"),
        )
    )


@cache
def _one_head(*, lock_row: bool) -> Select[Any]:
    statement = select(EPOCHS).where(
        EPOCHS.c.tenant_id == bindparam("tenant"),
        EPOCHS.c.device == bindparam("name"),
        EPOCHS.c.epoch == bindparam("epoch"),
    )
    return statement.with_for_update() if lock_row else statement


@cache
def _newest_head() -> Select[Any]:
    return (
        select(EPOCHS)
        .select_from(EPOCHS.join(DEVICES, _NEWEST))
        .where(
            EPOCHS.c.tenant_id == bindparam("tenant"),
            DEVICES.c.tenant_id == bindparam("tenant"),
            EPOCHS.c.device == bindparam("name"),
        )
        .with_for_update(of=EPOCHS)
    )


@cache
def _locking_device() -> Select[Any]:
    return (
        select(DEVICES, EPOCHS.c.state)
        .select_from(DEVICES.outerjoin(EPOCHS, _NEWEST))
        .where(DEVICES.c.tenant_id == bindparam("tenant"), DEVICES.c.device == bindparam("name"))
        .with_for_update(of=DEVICES)
    )

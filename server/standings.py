"""Where accounts stand, and where a till stands in its own chain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from loyalty import accounts
from loyalty.errors import Refusal
from server.work import Work
from storage.server import heads, purses
from storage.server.database import Connection
from storage.server.heads import LOST, OPEN, Head
from sync.wire import Place, StandingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnHead:
    """Where a till says that its chain ends."""

    epoch: int
    seq: int
    hash: str


def rows(
    connection: Connection, tenant: str, positions: Mapping[str, int], own: Place
) -> list[StandingRow]:
    """Give the standings of accounts; `positions` says where each stands in the feed."""
    balance: dict[str, dict[str, int]] = {name: {} for name in positions}
    owed: dict[str, dict[str, int]] = {name: {} for name in positions}
    counters: dict[str, dict[str, int]] = {name: {} for name in positions}
    for row in purses.balances(connection, tenant, positions):
        figures = balance if accounts.is_value(row.unit) else counters
        if row.balance:
            figures[row.account][row.unit] = row.balance
        if row.owed:
            owed[row.account][row.unit] = row.owed
    return [
        StandingRow(
            account=name,
            position=position,
            own=own,
            balance=balance[name],
            owed=owed[name],
            counters=counters[name],
        )
        for name, position in positions.items()
    ]


def check_head(connection: Connection, tenant: str, device: str, own: OwnHead) -> Head:
    """Give the kept head of a till that is where its chain ends, or ahead of it.

    Raises Refusal `rejoin` when the till is behind its chain or beside it, or when it went on
    under another epoch: its disk is a copy or an old one.
    """
    return _checked(heads.read(connection, tenant, device, own.epoch), own)


def open_head(work: Work, device: str, own: OwnHead) -> Head:
    """Do the same, and keep the head from moving until the transaction ends."""
    tenant = work.tenant.tenant
    head = heads.lock(work.connection, tenant, device, own.epoch)
    return _checked(head, own)


def own_place(connection: Connection, tenant: str, head: Head) -> tuple[Place, bytes]:
    """Give the last event of a till that the figures include, and its hash.

    A new epoch without events stands where the newest one before it ends that has some, also one
    that a restored server heard of only after this one had begun.
    """
    if head.acked_seq == 0 and head.parent:
        # Nothing is in the figures: epochs begin at 1.
        head = heads.last_before(connection, tenant, head) or replace(head, epoch=0)
    return Place(epoch=head.epoch, seq=head.acked_seq), head.head


def place_of(connection: Connection, tenant: str, device: str, epoch: int) -> Place:
    """Give the last event of a till in an open epoch that the figures include.

    Raises Refusal `rejoin` for an epoch that has ended.
    """
    head = heads.read(connection, tenant, device, epoch)
    if head is not None and head.state == LOST:
        raise lost()
    if head is None or head.state != OPEN:
        raise Refusal("rejoin", "this till has to begin anew with the server: it is an old copy")
    return own_place(connection, tenant, head)[0]


def lost() -> Refusal:
    """Make the refusal of a till that its owner declared lost."""
    return Refusal("device_lost", "this till was disconnected: the owner declared it lost")


def _checked(head: Head | None, own: OwnHead) -> Head:
    if head is not None and head.state == LOST:
        raise lost()
    if head is None or head.state != OPEN:
        raise Refusal("rejoin", "this till has to begin anew with the server: it is an old copy")
    if own.seq < head.acked_seq:
        raise Refusal("rejoin", "this till is behind what it sent before", expected=head.acked_seq)
    if own.seq == head.acked_seq and own.hash != head.head.hex():
        raise Refusal("rejoin", "this till is beside what it sent before", expected=head.acked_seq)
    return head

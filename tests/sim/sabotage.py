"""Guards taken away from outside: each has to be missed by an invariant within a few seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from unittest import mock

import msgspec

from loyalty import accounts
from loyalty.event import link
from loyalty.lots import NEVER, HeldLot, name
from loyalty.standing import Standing
from server import intake
from server.judge import judge
from server.purse import FREE, Purse, holder
from server.work import Work
from storage.ledger import SqlLedger
from storage.rebuild import HeldKey
from storage.records import Batch, Entry, Grant, Position, SaleRow
from storage.rights import Rights
from storage.server import heads
from sync.exchange import Pulled
from sync.wire import PushRequest
from terminal.till import epochs, roll, rows
from terminal.till.desk import Desk
from terminal.till.line import Line
from tests.sim import sabotage_books, sabotage_disks, sabotage_homes, sabotage_refunds

NOWHERE = Position(epoch=0, seq=0)


@contextmanager
def idempotency() -> Iterator[None]:
    """The server forgets what it has: an event that comes twice is booked twice."""
    real = intake.push

    def push(work: Work, device: Any, request: PushRequest, sealed_by: Any) -> Any:
        head = heads.lock(work.connection, work.tenant.tenant, device.device, request.epoch)
        known = head.acked_seq if head else 0
        for seq, raw in enumerate(request.events, request.from_seq):
            if seq <= known:
                postings = judge(bytes(raw), seq).postings
                work._book(postings, holder(device.device, request.epoch))
        return real(work, device, request, sealed_by)

    with mock.patch.object(intake, "push", push):
        yield


@contextmanager
def grant_once() -> Iterator[None]:
    """The till takes a grant again that it has already taken."""
    real = Rights.take

    def take(self: Rights, grant: Grant) -> bool:
        first = real(self, grant)
        if not first:
            self.change({(grant.account, grant.unit, lot.lot): lot.amount for lot in grant.lots})
        return first

    with mock.patch.object(Rights, "take", take):
        yield


@contextmanager
def chain_gap() -> Iterator[None]:
    """The server takes a push although events are missing before it."""
    real = intake._links

    def links(work: Work, head: Any, request: PushRequest) -> Any:
        if request.from_seq <= head.acked_seq + 1:
            return real(work, head, request)
        previous, found = bytes.fromhex(request.previous), []
        for seq, raw in enumerate(request.events, request.from_seq):
            previous = link(previous, bytes(raw))
            found.append(intake._Link(seq=seq, raw=bytes(raw), hash=previous))
        return found

    with mock.patch.object(intake, "_links", links):
        yield


@contextmanager
def own_position() -> Iterator[None]:
    """The till adds all its own events to figures that already have most of them."""
    real = SqlLedger.effect

    def effect(self: SqlLedger, account: str, after: Position) -> Mapping[str, int]:
        del after
        return real(self, account, NOWHERE)

    with mock.patch.object(SqlLedger, "effect", effect):
        yield


@contextmanager
def held_check() -> Iterator[None]:
    """The till pays out from the balance that it sees, whoever holds it."""
    real, change = roll.standing, Rights.change

    def standing(desk: Desk, account: str) -> Standing:
        seen = real(desk, account)
        lots = {
            unit: (HeldLot(lot=name("whatever", NEVER), amount=amount),)
            for unit, amount in seen.balance.items()
            if amount > 0 and accounts.is_value(unit)
        }
        return Standing(
            account=account,
            balance=seen.balance,
            held=lots,
            counters=seen.counters,
        )

    def changed(self: Rights, changes: Mapping[HeldKey, int]) -> None:
        change(self, {key: delta for key, delta in changes.items() if delta > 0})

    with (
        mock.patch.object(roll, "standing", standing),
        mock.patch.object(Rights, "change", changed),
    ):
        yield


@contextmanager
def grants_first() -> Iterator[None]:
    """The till moves its place in the feed before it has taken the grants that stand there."""
    real = Line._pulled

    def pulled(self: Line, reply: Pulled) -> Any:
        desk, page = self._desk, reply.reply
        without = msgspec.structs.replace(page, grants=[])
        found = real(self, msgspec.structs.replace(reply, reply=without))
        if not epochs.is_beside(desk.ledger, page):
            for row in page.grants:
                desk.ledger.take_grant(rows.grant(row))
        return found

    with mock.patch.object(Line, "_pulled", pulled):
        yield


@contextmanager
def outbox() -> Iterator[None]:
    """The till takes what it sends for sent, before anybody has answered."""
    real = SqlLedger.batch

    def batch(self: SqlLedger, events_max: int, bytes_max: int) -> Batch | None:
        found = real(self, events_max, bytes_max)
        if found is not None and found.events:
            self.acknowledge(found.epoch, found.from_seq + len(found.events) - 1)
        return found

    with mock.patch.object(SqlLedger, "batch", batch):
        yield


@contextmanager
def open_sale() -> Iterator[None]:
    """The unfinished sale is forgotten after the transaction that finishes it, not in it."""
    real = SqlLedger.commit

    def commit(self: SqlLedger, entry: Entry) -> None:
        before = self.open_sale()
        real(self, entry)
        self.save_open_sale(before)

    with mock.patch.object(SqlLedger, "commit", commit):
        yield


@contextmanager
def reversal_once() -> Iterator[None]:
    """The till does not look whether a sale was taken back before."""
    real = SqlLedger.recent_sales

    def recent_sales(self: SqlLedger, limit: int, account: str = "") -> tuple[SaleRow, ...]:
        return tuple(replace(row, reversed=False) for row in real(self, limit, account))

    with (
        mock.patch.object(SqlLedger, "recent_sales", recent_sales),
        mock.patch.object(SqlLedger, "corrections", return_value=()),
    ):
        yield


@contextmanager
def owed_first() -> Iterator[None]:
    """The server makes free what comes in while something is owed."""

    def free(self: Purse, lot: str, amount: int) -> int:
        rights = self._rights.setdefault(FREE, {})
        rights[lot] = rights.get(lot, 0) + amount
        return amount

    with (
        mock.patch.object(Purse, "_free", free),
        mock.patch.object(Purse, "check", return_value=None),
    ):
        yield


GUARDS: Mapping[str, Callable[[], AbstractContextManager[None]]] = MappingProxyType(
    {
        "idempotency": idempotency,
        "grant_once": grant_once,
        "chain_gap": chain_gap,
        "own_position": own_position,
        "held_check": held_check,
        "grants_first": grants_first,
        "outbox": outbox,
        "open_sale": open_sale,
        "reversal_once": reversal_once,
        "owed_first": owed_first,
        "short_free": sabotage_books.short_free,
        "merge_net": sabotage_books.merge_net,
        "transfer_free": sabotage_books.transfer_free,
        "redirect": sabotage_books.redirect,
        "former": sabotage_books.former,
        "command_once": sabotage_books.command_once,
        "tombstone": sabotage_books.tombstone,
        "erased_stays": sabotage_books.erased_stays,
        "one_transaction": sabotage_books.one_transaction,
        "witness": sabotage_disks.witness,
        "epoch_empty": sabotage_disks.epoch_empty,
        "fork_tail": sabotage_disks.fork_tail,
        "fork_once": sabotage_disks.fork_once,
        "tail_rights": sabotage_disks.tail_rights,
        "ended_gains": sabotage_disks.ended_gains,
        "left_epoch": sabotage_disks.left_epoch,
        "claim_first": sabotage_disks.claim_first,
        "claims_again": sabotage_disks.claims_again,
        "recovery_sevs": sabotage_disks.recovery_sevs,
        "lost_till": sabotage_disks.lost_till,
        "refund_right": sabotage_refunds.refund_right,
        "refund_once": sabotage_refunds.refund_once,
        "home_right": sabotage_homes.home_right,
        "home_back": sabotage_homes.home_back,
        "given_once": sabotage_homes.given_once,
        "merge_home": sabotage_homes.merge_home,
    }
)

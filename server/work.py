"""One transaction: events are booked in memory, then everything is written in feed order.

The server is a device too: what it does by itself (grants, expiry, taking rights back) are
events in its own signed chain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from loyalty import accounts, days, event, ids, lots, subject
from loyalty.errors import Corrupt, Refusal
from loyalty.event import Event, Posting
from loyalty.lots import HeldLot
from server import moved
from server.book import Freed
from server.figures.tally import Tally
from server.judge import CREATED, touched
from server.lapsed import BACK, Lapsed
from server.purse import FREE, holder
from server.shelf import Shelf
from storage.records import Grant
from storage.server import changes, events, grants, heads, recovering, tenants
from storage.server.changes import Change
from storage.server.database import Connection
from storage.server.events import EventRow
from storage.server.heads import Head
from storage.server.tenants import Tenant
from sync.sign import Signer, head_message, verify

SERVER = "server"
VALUE_ACTS = frozenset({"adjust", "transfer"})
MEMBER_ACTS = frozenset(
    {"member_blocked", "member_unblocked", "household_left", "pin_reset", "level_given"}
)
"""What an owner has done that nobody can work out again from what tills recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a server is given from outside: who it is and where chance comes from."""

    signer: Signer
    randomness: Callable[[int], bytes]


class Work:
    """What one transaction has done so far. Nothing counts before `finish`."""

    def __init__(
        self, connection: Connection, tenant: Tenant, now_us: int, surroundings: Surroundings
    ) -> None:
        self.connection = connection
        self.tenant = tenant
        self.now_us = now_us
        self._stamp = days.stamp(now_us)
        self.day = days.business_date(now_us, tenant.zone).isoformat()
        self.shelf = Shelf(connection, tenant.tenant, self.take_turn)
        self._lapsed = Lapsed(connection, tenant.tenant, self.take_turn)
        self.recovery = recovering.read(connection, tenant.tenant)
        self._surroundings = surroundings
        self._own: Head | None = None
        self._own_before: Head | None = None
        self._rows: list[EventRow] = []
        self._changes: dict[tuple[str, str], Change] = {}
        self._grants: list[Grant] = []
        self._documents: Mapping[int, bytes] | None = None
        self._alone: bool | None = None
        self._figures = Tally(tenant.zone)

    def new_id(self) -> str:
        """Make an id."""
        return ids.uuid7(self.now_us, self.chance(ids.RANDOM_BYTES))

    def is_own(self, message: bytes, signature: bytes) -> bool:
        """Say whether this server signed a message."""
        return verify(self._surroundings.signer.public, message, signature)

    def chance(self, size: int) -> bytes:
        """Give so many random bytes."""
        return self._surroundings.randomness(size)

    def take_turn(self) -> Head:
        """Wait until no other transaction of this tenant changes figures, members or people.

        What holds them apart is the lock on the end of the server's own chain, which nearly every
        transaction writes to anyway (docs/adr/0013). Call it before the first figure is read,
        and after a till's head was locked: in this order nobody waits for one another.
        """
        if self._own is None:
            own, before = self._lock_own(), self.recovery
            # What was read before waiting may have been changed by whoever was waited for.
            self.recovery = recovering.read(self.connection, self.tenant.tenant)
            if self.recovery.began_us != before.began_us:
                own = self._lock_own()  # the books were put back, and the chain has a new epoch
            self._own_before = self._own = own
            moved.check_still(self.connection, self.tenant.tenant, self.now_us)
        return self._own

    def documents(self) -> Mapping[int, bytes]:
        """Give every version of the programme; read once in a transaction."""
        if self._documents is None:
            self._documents = tenants.programmes(self.connection, self.tenant.tenant)
        return self._documents

    def is_alone(self) -> bool:
        """Say whether the shop has one till only; read once in a transaction."""
        if self._alone is None:
            self._alone = heads.is_alone(self.connection, self.tenant.tenant, SERVER)
        return self._alone

    def tell(self, kind: str, key: str, device: str = "") -> None:
        """Put something into the feed."""
        self._changes[kind, key] = Change(kind=kind, key=key, device=device)

    def keep(self, row: EventRow, made: Event | None) -> None:
        """Keep a till's event, book its postings, and expire what arrives too late."""
        self.put_back_expired(row.postings, row.event_id)
        self._rows.append(row)
        self._figures.take(row, made)
        freed = self._book(row.postings, holder(row.device, row.epoch))
        self._expire(freed)

    def largest(self, postings: tuple[Posting, ...]) -> int:
        """Give what no figure would be above, either way, once a till's postings were booked."""
        return max(self.shelf.book.largest(postings), self._lapsed.largest(postings))

    def put_back_expired(self, postings: Iterable[Posting], event_id: str) -> None:
        """Put back what an event is about to take back of lots that expired.

        It counts as taken back already, and is never owed.
        """
        backs = self._lapsed.backs(postings)
        if backs:
            self._add(BACK, tuple(backs), {"event": event_id}, self.new_id(), self.day)

    def raw_of(self, event_id: str, device: str = "") -> bytes | None:
        """Give the bytes of an event that is stored, or kept by this very transaction.

        None where it never came, or another device than the named one recorded it.
        """
        for row in self._rows:
            if row.event_id == event_id and row.is_first and not row.reason:
                return row.raw if device in ("", row.device) else None
        return events.raw_of(self.connection, self.tenant.tenant, event_id, device)

    def grant(
        self, head: Head, account: str, unit: str, given: tuple[HeldLot, ...], request_id: str
    ) -> Grant:
        """Move lots from free to a till, as an event of the server."""
        grant = Grant(
            grant_id=self.new_id(),
            request_id=request_id,
            device=head.device,
            epoch=head.epoch,
            feed_epoch=self.tenant.feed_epoch,
            account=account,
            unit=unit,
            lots=given,
        )
        named = f"{accounts.held(account)}:{holder(head.device, head.epoch)}"
        self.act(
            "grant",
            [
                Posting(
                    debit=accounts.open_(account),
                    credit=named,
                    unit=unit,
                    amount=lot.amount,
                    lot=lot.lot,
                )
                for lot in given
            ],
            {"grant": grant.grant_id, "request": request_id, "feed_epoch": grant.feed_epoch},
            event_id=grant.grant_id,
        )
        self._grants.append(grant)
        self.tell(changes.GRANT, grant.grant_id, head.device)
        return grant

    def act(
        self,
        kind: str,
        postings: Iterable[Posting],
        data: dict[str, Any],
        event_id: str = "",
        *,
        day: str = "",
    ) -> None:
        """Add an event of the server itself to its chain, and book it, today or on a day.

        What it frees of a lot past its last day expires at once. Raises Refusal `recovering`
        while the books do not know yet what was made after their backup.
        """
        if self.recovery.active:
            raise Refusal("recovering", "the books were put back: wait until every till has come")
        event_id = event_id or self.new_id()
        if kind in VALUE_ACTS | MEMBER_ACTS:
            self.tell(changes.ACT, event_id)
        self.entail(kind, postings, data, event_id, day=day)

    def entail(
        self,
        kind: str,
        postings: Iterable[Posting],
        data: dict[str, Any],
        event_id: str = "",
        *,
        day: str = "",
    ) -> None:
        """Add an event that follows from what a till sent; books that were put back do it too."""
        name = event_id or self.new_id()
        self._expire(self._add(kind, tuple(postings), data, name, day or self.day))

    def may_hold(self, device: str) -> bool:
        """Say whether a till may be given rights: it has claimed, and so has everybody else."""
        return not self.recovery.active and device not in self.recovery.waits

    def _add(
        self,
        kind: str,
        postings: tuple[Posting, ...],
        data: dict[str, Any],
        event_id: str,
        day: str,
    ) -> list[Freed]:
        own = self.take_turn()
        made = Event(
            id=event_id,
            seq=own.acked_seq + 1,
            at=self._stamp,
            day=day,
            clock="ok",
            type=kind,
            actor=SERVER,
            programme=0,
            postings=postings,
            data=data,
        )
        raw = event.encode(made)
        self._own = Head(
            device=own.device,
            epoch=own.epoch,
            parent=own.parent,
            state=own.state,
            acked_seq=made.seq,
            head=event.link(own.head, raw),
            signature=own.signature,
        )
        self._rows.append(
            EventRow(
                device=own.device,
                epoch=own.epoch,
                seq=made.seq,
                event_id=made.id,
                type=kind,
                day=made.day,
                outcome=CREATED,
                reason="",
                postings=made.postings,
                raw=raw,
                hash=self._own.head,
                received_us=self.now_us,
                is_first=True,
                about=subject.named(data),
            )
        )
        self._figures.take(self._rows[-1], made)
        return self._book(made.postings, "")

    def take_back(self, head: Head, names: Iterable[str]) -> None:
        """Give what an ended epoch holds back to free, or to what is owed."""
        who = holder(head.device, head.epoch)
        names = list(names)
        self.shelf.fetch(names)
        # Listed once: a shop's only till holds something in every account that there is.
        for account, units in self.shelf.book.units_of(names):
            for unit in units:
                held = self.shelf.book.purse(account, unit).held(who)
                if held:
                    self.act(
                        "taken_back",
                        [
                            Posting(
                                debit=f"{accounts.held(account)}:{who}",
                                credit=accounts.open_(account),
                                unit=unit,
                                amount=lot.amount,
                                lot=lot.lot,
                            )
                            for lot in held
                        ],
                        {"device": head.device, "epoch": head.epoch},
                    )

    def held_lots(self, head: Head, names: Iterable[str]) -> Counter[tuple[str, str, str]]:
        """Give what an epoch holds of accounts, by the account that goes on, unit and lot."""
        names = set(names)
        self.shelf.fetch(names)
        book, who = self.shelf.book, holder(head.device, head.epoch)
        found: Counter[tuple[str, str, str]] = Counter()
        for account in {book.root(name) for name in names}:
            for unit in book.units(account):
                for lot in book.purse(account, unit).held(who):
                    found[account, unit, lot.lot] = lot.amount
        return found

    def take_back_lots(self, head: Head, gained: Mapping[tuple[str, str, str], int]) -> None:
        """Give lots that an epoch holds back to free, by account, unit and lot."""
        who = holder(head.device, head.epoch)
        for (account, unit, lot), amount in sorted(gained.items()):
            back = Posting(
                debit=f"{accounts.held(account)}:{who}",
                credit=accounts.open_(account),
                unit=unit,
                amount=amount,
                lot=lot,
            )
            self.entail("taken_back", [back], {"device": head.device, "epoch": head.epoch})

    def finish(self) -> None:
        """Write everything; positions in the feed are taken last."""
        self.shelf.put_back()
        self._lapsed.put_back()
        tenant = self.tenant.tenant
        grants.store(self.connection, tenant, self._grants, self.now_us)
        before, own = self._own_before, self._own
        if before is not None and own is not None and own.acked_seq > before.acked_seq:
            message = head_message(own.device, own.epoch, own.acked_seq, own.head)
            signature = self._surroundings.signer.sign(message)
            heads.advance(self.connection, tenant, before, replace(own, signature=signature))
            self._own_before = own
        told = list(self._changes.values())
        count = len(self._rows) + len(told)
        if count:
            self.take_turn()
            first = changes.take(self.connection, tenant, count)
            events.store(self.connection, tenant, self._rows, first)
            changes.store(self.connection, tenant, told, first + len(self._rows))
        self._figures.put(self.connection, tenant)

    def tell_figures(self, postings: tuple[Posting, ...]) -> None:
        """Tell the figures of the accounts that postings name."""
        accounts_named = touched(postings)
        self.shelf.fetch(accounts_named)
        book = self.shelf.book
        known = {way(name) for name in accounts_named for way in (book.root, book.counting)}
        for account in sorted(known):
            self.tell(changes.ACCOUNT, account)

    def _book(self, postings: tuple[Posting, ...], who: str) -> list[Freed]:
        self.tell_figures(postings)
        self._lapsed.note(postings)
        return self.shelf.book.apply(postings, who)

    def _expire(self, freed: list[Freed]) -> None:
        if self.recovery.active:
            # Whether it was taken already is known when every till has come; the next store-day
            # ends what is left.
            return
        for part in freed:
            if part.amount and lots.last_day(part.lot) < self.day:
                purse = self.shelf.book.purse(part.account, part.unit)
                left = {lot.lot: lot.amount for lot in purse.held(FREE)}.get(part.lot, 0)
                self.act(
                    "expire",
                    [
                        Posting(
                            debit=accounts.open_(part.account),
                            credit=accounts.EXPIRED,
                            unit=part.unit,
                            amount=min(part.amount, left),
                            lot=part.lot,
                        )
                    ]
                    if left
                    else [],
                    {"late": True},
                )

    def _lock_own(self) -> Head:
        tenant = self.tenant.tenant
        head = heads.lock_newest(self.connection, tenant, SERVER)
        if head is None:
            raise Corrupt("server_chain", "the server's own chain is missing")
        return head

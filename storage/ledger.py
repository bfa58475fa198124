"""ledger.db: everything this till made or was given as a right, in one encrypted file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from loyalty.errors import Refusal
from loyalty.lots import HeldLot
from storage import carried, migrate, rebuild, tail
from storage.card_events import SqlCardEvents
from storage.database import Database
from storage.homes import RETURN, Homes
from storage.journal import Journal
from storage.journal_rows import check, held_changes
from storage.migrations import LEDGER_STEPS
from storage.named import Named
from storage.open_sale import OpenSale
from storage.outbox import Outbox
from storage.people import People
from storage.pin_outbox import PinOutbox
from storage.pins import Pins
from storage.records import (
    VISIT_PIN,
    Batch,
    Credential,
    Entry,
    Grant,
    GrantAsked,
    Head,
    HeldRow,
    Home,
    Member,
    Person,
    Pin,
    Position,
    SaleRow,
    StoredEvent,
    Verification,
)
from storage.register_sales import SqlRegisterSales
from storage.rights import Rights
from storage.tables import LEDGER, meta, setting

FILE: Final = "ledger"
NEEDS_REJOIN: Final = "needs_rejoin"
FEED_EPOCH: Final = "feed_epoch"
_YES: Final = "1"
_FORKED: Final = "forked"


class SqlLedger:
    """The ledger of one till in SQLite; see storage.ports.Ledger for what each method promises."""

    def __init__(self, path: Path, key: bytes, *, create: bool = True) -> None:
        """Open the file under a raw 256-bit key and bring it to this program's version.

        Raises Outage `database_*`, `disk_*`; Corrupt `wrong_key`, `ledger_corrupt`.
        """
        self._db = Database(path, key, file=FILE, create=create)
        try:
            self._db.check()
            migrate.upgrade(self._db, LEDGER_STEPS, key)
            self._settings = Named(self._db, setting)
            self._marks = Named(self._db, meta)
            self._open_sale = OpenSale(self._db)
            self._people = People(self._db, LEDGER)
            self._journal = Journal(self._db)
            self._rights = Rights(self._db)
            self._homes = Homes(self._db)
            self.register = SqlRegisterSales(self._db)
            self.cards = SqlCardEvents(self._db)
            self._pins = Pins(self._db, LEDGER, self._people)
            self._pins_out = PinOutbox(self._db, self._pins)
            self._outbox = Outbox(self._db, self._people, self._pins_out)
            self._head = self._read_head()
            self._note: Callable[[Head], None] = lambda _head: None
            tail.check(FILE, self._head, self.events)
        except BaseException:
            self._db.close()
            raise

    @property
    def database(self) -> Database:
        """The open file, for backup and doctor."""
        return self._db

    def watched_by(self, note: Callable[[Head], None]) -> None:
        """Let somebody outside this file know how far it has come, now and after each event."""
        self._note = note
        note(self._head)

    def head(self) -> Head:
        """Give the end of the chain; epoch 0 before the till belongs to a shop."""
        return self._head

    def ends(self) -> Mapping[int, int]:
        """Give where the chain of each epoch ends that can be sent as it is."""
        chains = self._outbox.chains()
        if self._marks.get(NEEDS_REJOIN) == _FORKED:
            return {one.epoch: 0 for one in chains}
        begins = carried.begins(self._db)
        return {one.epoch: begins.get(one.epoch, one.seq + 1) - 1 for one in chains}

    def begin_epoch(self, device: str, epoch: int, feed_epoch: str) -> None:
        """Start a new chain, with no rights. Raises Refusal `epoch_old` or `other_device`."""
        head = self._head
        if head.device not in ("", device):
            raise Refusal("other_device", "this data belongs to another till", got=device)
        if epoch <= head.epoch:
            raise Refusal("epoch_old", "an epoch only ever grows", got=epoch)
        with self._db.transaction():
            self._rights.clear()
            self._homes.clear()
            self._outbox.begin(device, epoch)
            if self._marks.get(NEEDS_REJOIN) == _FORKED:
                self._journal.carry(device, epoch)
            self._marks.put(FEED_EPOCH, feed_epoch)
            self._marks.drop(NEEDS_REJOIN)
        self._head = self._read_head()
        self._note(self._head)

    def require_rejoin(self, *, forked: bool = False) -> None:
        """Hold nothing until the server opens a new epoch, because this disk may be a copy."""
        value = _FORKED if forked or self._marks.get(NEEDS_REJOIN) == _FORKED else _YES
        with self._db.transaction():
            self._rights.clear()
            self._homes.clear()
            self._marks.put(NEEDS_REJOIN, value)

    def needs_rejoin(self) -> bool:
        """Say whether this ledger was restored and has no epoch of its own yet."""
        return self._marks.get(NEEDS_REJOIN) in (_YES, _FORKED)

    def commit(self, entry: Entry) -> None:
        """Store an event with everything that becomes true with it."""
        self.commit_all((entry,))

    def commit_all(self, entries: Sequence[Entry], *, restored: bool = False) -> None:
        """Store events that follow one another in one transaction: all of them or none.

        `restored` ones were recorded before, under rights that this copy never saw or gave up.
        """
        head = self._head
        gains = not self.needs_rejoin()
        with self._db.transaction():
            for entry in entries:
                check(entry, head)
                self._outbox.add(entry, head.epoch, head.hash)
                self._journal.append(entry, head.epoch)
                if not restored:
                    self._rights.change(held_changes(entry.event.postings, gains=gains))
                if entry.event.type == RETURN:
                    self._homes.give_back(str(entry.event.data.get("home", "")))
                self._commit_people(entry)
                self.register.commit(entry)
                self._open_sale.save(entry.open_sale)
                head = replace(head, seq=entry.event.seq, hash=entry.hash)
        self._head = head
        self._note(head)

    def event(self, event_id: str) -> StoredEvent | None:
        """Find an event by its id."""
        return self._journal.event(event_id)

    def events(self, epoch: int, from_seq: int, limit: int) -> tuple[StoredEvent, ...]:
        """Give events of one epoch in order."""
        return self._journal.events(epoch, from_seq, limit)

    def corrected_by(self, event_id: str) -> str | None:
        """Name the event that takes an event back, if there is one."""
        return self._journal.corrected_by(event_id)

    def corrections(self, event_id: str) -> tuple[StoredEvent, ...]:
        """Give the events that are about taking an event back, oldest first."""
        return self._journal.corrections(event_id)

    def recent_sales(self, limit: int, account: str = "") -> tuple[SaleRow, ...]:
        """Give the newest sales of this till, newest first, all or of one account."""
        return self._journal.recent_sales(limit, account)

    def recent_of(self, account: str, limit: int) -> tuple[StoredEvent, ...]:
        """Give the newest events about an account that this till made, newest first."""
        return self._journal.recent_of(account, limit)

    def sales_of_day(self, day: str) -> tuple[SaleRow, ...]:
        """Give this till's sales of one business date, oldest first."""
        return self._journal.sales_of_day(day)

    def joined_on(self, day: str) -> int:
        """Count the members that this till enrolled on a business date."""
        return self._people.joined_on(day)

    def held(self, account: str) -> Mapping[str, tuple[HeldLot, ...]]:
        """Give what may be paid out here, by unit."""
        return self._rights.held(account)

    def held_in_all(self) -> Mapping[str, int]:
        """Sum what may be paid out here, by unit."""
        return self._rights.in_all()

    def lapsed(self, day: str, limit: int) -> tuple[HeldRow, ...]:
        """Give held lots past their last day."""
        return self._rights.lapsed(day, limit)

    def unsent_sum(self, debit: str, credit: str) -> Mapping[str, int]:
        """Sum what unsent events posted between two sides, by unit."""
        return self._journal.unsent_sum(debit, credit)

    def effect(self, account: str, after: Position) -> Mapping[str, int]:
        """Sum what own events after a position do to an account, by unit."""
        return self._journal.effect(account, after)

    def take_grant(self, grant: Grant) -> bool:
        """Add a grant to what is held; False when it is not for us now or was taken before."""
        if not self._is_ours(grant):
            return False
        with self._db.transaction():
            return self._rights.take(grant)

    def take_home(self, row: Home) -> bool:
        """Take a home; False when it is not for us now or was taken before."""
        if not self._is_ours(row):
            return False
        with self._db.transaction():
            return self._homes.take(row)

    def _is_ours(self, row: Grant | Home) -> bool:
        named = (row.device, row.epoch, row.feed_epoch)
        head = self._head
        return named == (head.device, head.epoch, head.feed_epoch) and not self.needs_rejoin()

    def home(self, account: str) -> tuple[str, int] | None:
        """Give the id of the home of an account that is here, and its position."""
        return self._homes.here(account)

    def has_home(self, home_id: str) -> bool:
        """Say whether this home is here."""
        return self._homes.is_here(home_id)

    def ask(self, asked: GrantAsked) -> None:
        """Remember a wish for a grant before it is sent."""
        with self._db.transaction():
            self._rights.ask(asked)

    def unanswered(self) -> tuple[GrantAsked, ...]:
        """Give wishes whose answer has not come."""
        return self._rights.unanswered()

    def answered(self, request_id: str) -> None:
        """Forget a wish."""
        with self._db.transaction():
            self._rights.answered(request_id)

    def batch(self, events_max: int, bytes_max: int) -> Batch | None:
        """Give the next push, oldest first; None when there is nothing to send."""
        return self._outbox.next(events_max, bytes_max)

    def acknowledge(self, epoch: int, seq: int) -> None:
        """Take events up to `seq` out of the outbox."""
        with self._db.transaction():
            self._outbox.acknowledge(epoch, seq)

    def resend(self, epoch: int, after_seq: int) -> None:
        """Put events after `after_seq` into the outbox again."""
        with self._db.transaction():
            self._outbox.resend(epoch, after_seq)

    def people_acknowledge(self, versions: Mapping[str, int]) -> None:
        """Take person rows up to these versions out of the outbox."""
        with self._db.transaction():
            self._outbox.people_done(versions)

    def pin(self, member_id: str) -> Pin | None:
        """Find a PIN that was chosen or reset at this till."""
        return self._pins.get(member_id)

    def pins_acknowledge(self, versions: Mapping[str, int], visit_keys: Mapping[str, str]) -> None:
        """Take PINs up to these versions, and these visit PINs, out of the outbox."""
        with self._db.transaction():
            self._pins_out.done(versions)
            self._pins_out.visits_done(visit_keys)

    def pins_settle(self, told: tuple[Pin, ...], visits: tuple[Credential, ...]) -> None:
        """Drop what this till says of PINs where the server says otherwise and knows better."""
        with self._db.transaction():
            for pin in told:
                self._pins_out.settle(pin)
            for credential in visits:
                self._pins_out.settle_visit(credential)

    def unsent(self) -> int:
        """Count events that the server has not acknowledged."""
        return self._outbox.unsent()

    def member(self, member_id: str) -> Member | None:
        """Find a member that this till enrolled."""
        return self._people.member(member_id)

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member that this till enrolled, by credential."""
        return self._people.member_by(kind, key)

    def person(self, person_id: str) -> Person | None:
        """Find personal data that this till took down."""
        return self._people.person(person_id)

    def people_named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these."""
        return self._people.named(words, limit)

    def people_phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        return self._people.phoned(digits, limit)

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        return self._people.keys_between(kind, low, high, limit)

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        return self._people.members_ending(digits, limit)

    def erase(self, person_ids: tuple[str, ...]) -> None:
        """Delete personal data for ever, also from what waits to be sent."""
        with self._db.transaction():
            self._people.erase(person_ids)
            self._outbox.people_forget(person_ids)
            self._pins.erase(person_ids)
            self._pins_out.forget(person_ids)
        self._db.fold_log()

    def save_open_sale(self, raw: bytes | None) -> None:
        """Keep the unfinished sale, or forget it."""
        with self._db.transaction():
            self._open_sale.save(raw)

    def open_sale(self) -> bytes | None:
        """Give back the unfinished sale after a crash."""
        return self._open_sale.read()

    def get(self, name: str) -> str | None:
        """Read a setting or mark of this till."""
        return self._settings.get(name)

    def put(self, name: str, value: str) -> None:
        """Write a setting or mark of this till."""
        with self._db.transaction():
            self._settings.put(name, value)

    def verify(self) -> Verification:
        """Rebuild everything that can be rebuilt, and compare."""
        self._db.check(whole=True)
        with self._db.snapshot():
            return rebuild.verify(
                rebuild.Kept(
                    chains=self._outbox.chains(),
                    events=self._journal.all_events(),
                    postings=self._journal.all_postings(),
                    grants=self._rights.granted(),
                    held=self._rights.everything(),
                    homes_taken=self._homes.taken(self._head.epoch),
                    homes=self._homes.everything(),
                    outbox=self._outbox.waiting(),
                    without_rights=self.needs_rejoin(),
                )
            )

    def export(self) -> Iterator[bytes]:
        """Give every event's own bytes, oldest first."""
        return self._journal.export()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _commit_people(self, entry: Entry) -> None:
        if entry.member is not None:
            self._people.put_member(entry.member)
        if entry.person is not None and self._people.put_person(entry.person.person):
            self._outbox.put_person(entry.person)
        for credential in entry.credentials:
            if credential.kind != VISIT_PIN:
                self._people.put_credential(credential)
            elif self._pins.put_visit(credential):
                self._pins_out.put_visit(credential)
        if entry.pin is not None and self._pins.put(entry.pin):
            self._pins_out.put(entry.pin)

    def _read_head(self) -> Head:
        return self._outbox.head(self._marks.get(FEED_EPOCH) or "")

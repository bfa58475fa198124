"""What the till asks of its two databases; every implementation passes tests/contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from loyalty.lots import HeldLot
from loyalty.phonecode import PhoneKey
from storage.ports_cards import CardEvents
from storage.ports_register import RegisterSales
from storage.records import (
    Batch,
    Credential,
    Entry,
    Grant,
    GrantAsked,
    Head,
    HeldRow,
    Home,
    Member,
    Page,
    Person,
    Pin,
    Position,
    RefundAnswer,
    SaleRow,
    ServerStanding,
    ShopDevice,
    StoredEvent,
    Verification,
)


class Ledger(Protocol):
    """Everything this till made or was given as a right (ledger.db).

    Every method that writes is one durable transaction: it has happened entirely when the
    method returns and not at all when it raises. Raises Outage `disk_full`, `disk_read_only`
    or `database_busy` when the disk says no, Corrupt `ledger_corrupt` when what is stored
    contradicts itself.
    """

    @property
    def register(self) -> RegisterSales:
        """Give what a linked cash register told."""
        ...

    @property
    def cards(self) -> CardEvents:
        """Give the events about cards that were made here."""
        ...

    def head(self) -> Head:
        """Give the end of the chain."""
        ...

    def ends(self) -> Mapping[int, int]:
        """Give the last event of each epoch; 0 while a fork waits for its new epoch."""
        ...

    def begin_epoch(self, device: str, epoch: int, feed_epoch: str) -> None:
        """Start a new chain (also the first one, after pairing); it holds no rights.

        Raises Refusal `epoch_old` when the epoch does not grow, `other_device`.
        """
        ...

    def require_rejoin(self, *, forked: bool = False) -> None:
        """Hold nothing and take no grant until `begin_epoch`: this disk may be a copy.

        Where a copy sent other events under our numbers (`forked`), the next epoch begins with
        everything that is not sent.
        """
        ...

    def needs_rejoin(self) -> bool:
        """Say whether this ledger was restored and has no epoch of its own yet."""
        ...

    def commit(self, entry: Entry) -> None:
        """Store event, postings, rights, outbox row, person, PIN and member at once.

        The event must be the next of the chain (Corrupt `chain_broken`), say what its bytes
        say (`event_bytes`), name accounts that exist (`account_unknown`) and must not take
        more than is held (Corrupt `held_negative`). Raises Refusal `not_paired` in epoch 0.
        """
        ...

    def commit_all(self, entries: Sequence[Entry]) -> None:
        """Store events that follow one another as `commit` does, all of them or none.

        For what nobody waits for one by one: each transaction costs a write to the disk.
        """
        ...

    def event(self, event_id: str) -> StoredEvent | None:
        """Find an event by its id."""
        ...

    def events(self, epoch: int, from_seq: int, limit: int) -> tuple[StoredEvent, ...]:
        """Give events of one epoch in order."""
        ...

    def corrected_by(self, event_id: str) -> str | None:
        """Name the event that takes an event back, if there is one."""
        ...

    def corrections(self, event_id: str) -> tuple[StoredEvent, ...]:
        """Give the events that are about taking an event back, oldest first."""
        ...

    def recent_sales(self, limit: int, account: str = "") -> tuple[SaleRow, ...]:
        """Give the newest sales of this till, newest first, all or of one account."""
        ...

    def recent_of(self, account: str, limit: int) -> tuple[StoredEvent, ...]:
        """Give the newest events about an account that this till made, newest first."""
        ...

    def sales_of_day(self, day: str) -> tuple[SaleRow, ...]:
        """Give this till's sales of one business date, oldest first."""
        ...

    def joined_on(self, day: str) -> int:
        """Count the members that this till enrolled on a business date."""
        ...

    def held(self, account: str) -> Mapping[str, tuple[HeldLot, ...]]:
        """Give what may be paid out here, by unit; units with nothing are left out."""
        ...

    def held_in_all(self) -> Mapping[str, int]:
        """Sum what may be paid out here to everybody together, by unit."""
        ...

    def lapsed(self, day: str, limit: int) -> tuple[HeldRow, ...]:
        """Give held lots whose last day is before a business date, by account; so many at most."""
        ...

    def unsent_sum(self, debit: str, credit: str) -> Mapping[str, int]:
        """Sum by unit what events that wait to be sent posted between two sides.

        A side is a whole name, or `m:*:held`, `m:*:open` for that part of every account.
        """
        ...

    def effect(self, account: str, after: Position) -> Mapping[str, int]:
        """Sum what own events after a position do to an account, by unit (counters too).

        A unit whose sum is zero is left out.
        """
        ...

    def take_grant(self, grant: Grant) -> bool:
        """Add a grant to what is held; False when it was taken before or is not for us now."""
        ...

    def take_home(self, row: Home) -> bool:
        """Take a home; False when it is not for us now or was taken before.

        It goes back with an event of type `home_return` whose data name it as `home`.
        """
        ...

    def home(self, account: str) -> tuple[str, int] | None:
        """Give the id of the home of an account that is here, and its position."""
        ...

    def has_home(self, home_id: str) -> bool:
        """Say whether this home is here."""
        ...

    def ask(self, asked: GrantAsked) -> None:
        """Remember a wish for a grant before it is sent."""
        ...

    def unanswered(self) -> tuple[GrantAsked, ...]:
        """Give wishes whose answer has not come."""
        ...

    def answered(self, request_id: str) -> None:
        """Forget a wish."""
        ...

    def batch(self, events_max: int, bytes_max: int) -> Batch | None:
        """Give the next push, oldest first; None when there is nothing to send."""
        ...

    def acknowledge(self, epoch: int, seq: int) -> None:
        """Take events up to `seq` out of the outbox. They stay in the ledger for ever.

        Never goes back. Raises Refusal `acknowledged_ahead` when this disk does not have that
        event, `epoch_unknown`.
        """
        ...

    def resend(self, epoch: int, after_seq: int) -> None:
        """Put events after `after_seq` into the outbox again, because the server forgot them."""
        ...

    def people_acknowledge(self, versions: Mapping[str, int]) -> None:
        """Take person rows up to these versions out of the outbox."""
        ...

    def pin(self, member_id: str) -> Pin | None:
        """Find a PIN that was chosen or reset here; of this and the directory's the higher version.

        Of two with the same version the directory's is right.
        """
        ...

    def pins_acknowledge(self, versions: Mapping[str, int], visit_keys: Mapping[str, str]) -> None:
        """Take PINs up to these versions, and visit PINs by member and key, out of the outbox."""
        ...

    def pins_settle(self, told: tuple[Pin, ...], visits: tuple[Credential, ...]) -> None:
        """Hear what the server says of PINs, before the directory does.

        What this till says is dropped where the server has a newer version, or another PIN of the
        same version, or another visit PIN, unless ours still waits to be sent.
        """
        ...

    def unsent(self) -> int:
        """Count events that the server has not acknowledged."""
        ...

    def member(self, member_id: str) -> Member | None:
        """Find a member that this till enrolled."""
        ...

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member that this till enrolled, by credential."""
        ...

    def person(self, person_id: str) -> Person | None:
        """Find personal data that this till took down."""
        ...

    def people_named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these."""
        ...

    def people_phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        ...

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        ...

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        ...

    def erase(self, person_ids: tuple[str, ...]) -> None:
        """Delete personal data for ever, also from the outbox; a card stays with its account."""
        ...

    def save_open_sale(self, raw: bytes | None) -> None:
        """Keep the unfinished sale, or forget it."""
        ...

    def open_sale(self) -> bytes | None:
        """Give back the unfinished sale after a crash."""
        ...

    def get(self, name: str) -> str | None:
        """Read a setting or mark of this till."""
        ...

    def put(self, name: str, value: str) -> None:
        """Write a setting or mark of this till."""
        ...

    def verify(self) -> Verification:
        """Rebuild everything that can be rebuilt, and compare."""
        ...

    def export(self) -> Iterator[bytes]:
        """Give every event's own bytes, oldest first."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...


class Directory(Protocol):
    """What the server said (directory.db): replaceable, written only by pull and snapshot."""

    def cursor(self) -> str:
        """Give the opaque place in the feed; empty before the first pull."""
        ...

    def feed_epoch(self) -> str:
        """Give the feed that the cursor belongs to; empty before the first pull."""
        ...

    def apply(self, page: Page) -> None:
        """Take one page in one transaction; an older standing never replaces a newer one.

        Raises Refusal `feed_changed` when the page is of another feed and nothing was forgotten.
        """
        ...

    def forget(self) -> None:
        """Start from nothing, because the server has a new feed."""
        ...

    def own(self) -> Position:
        """Give the last own event that every standing here includes at least."""
        ...

    def standing(self, account: str) -> ServerStanding | None:
        """Give what the server last said of an account."""
        ...

    def member(self, member_id: str) -> Member | None:
        """Find a member."""
        ...

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member by credential."""
        ...

    def person(self, person_id: str) -> Person | None:
        """Find personal data."""
        ...

    def people_named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these."""
        ...

    def people_phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        ...

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        ...

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        ...

    def members_count(self, limit: int) -> int:
        """Count the members, but no further than `limit`: a whole count reads every one."""
        ...

    def credentials_of(self, member_id: str) -> tuple[Credential, ...]:
        """Give what a member can show."""
        ...

    def pin(self, member_id: str) -> Pin | None:
        """Find what a member's PIN is checked with."""
        ...

    def programmes(self) -> tuple[bytes, ...]:
        """Give every programme version the server sent, as wire documents."""
        ...

    def device(self, name: str) -> ShopDevice | None:
        """Find a till of the shop."""
        ...

    def refund_answer(self, wish: str) -> RefundAnswer | None:
        """Give what became of a wish to take a sale back; None while nobody has decided."""
        ...

    def phone_keys(self) -> Mapping[int, PhoneKey]:
        """Give the keys that phones' codes are checked with, by their ids."""
        ...

    def redirects(self, kind: str) -> Mapping[str, str]:
        """Give which accounts or members (`storage.redirects`) go on as which, one step each."""
        ...

    def setting(self, name: str) -> str:
        """Give what the server said of a setting of the shop; empty when there is none."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...

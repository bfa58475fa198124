"""A ledger in plain dicts: the simulator's, under the same contract as the real one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from loyalty.errors import Corrupt, Refusal
from loyalty.event import HASH_BYTES, genesis, link
from loyalty.lots import HeldLot
from storage.journal_rows import at_us, check, held_changes
from storage.rebuild import Chain, HeldKey
from storage.records import (
    Batch,
    Credential,
    Entry,
    Grant,
    GrantAsked,
    Head,
    Home,
    Member,
    Person,
    PersonOut,
    Pin,
    Position,
    SaleRow,
    StoredEvent,
)
from tests.contract import memory_rebuilt, memory_sums
from tests.contract import memory_sales as sales
from tests.contract.memory_cards import MemoryCards
from tests.contract.memory_directory import MemoryDirectory
from tests.contract.memory_homes import has_home, home, take_home
from tests.contract.memory_people import MemoryPeople
from tests.contract.memory_pins import MemoryPins
from tests.contract.memory_register import MemoryRegister
from tests.contract.memory_together import together

__all__ = ["MemoryDirectory", "MemoryLedger"]


class MemoryLedger:
    """The ledger of one till in memory; `copy.deepcopy` is its disk."""

    def __init__(self) -> None:
        self.people = MemoryPeople()
        self._pins = MemoryPins(self.people)
        self.register = MemoryRegister()
        self._chains: dict[int, Chain] = {}
        self._entries: dict[tuple[int, int], Entry] = {}
        self.cards = MemoryCards(self._entries)
        self._carried: dict[tuple[int, int], tuple[tuple[int, int], bytes]] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._held: dict[HeldKey, int] = {}
        self._granted: dict[str, Grant] = {}
        self._asked: dict[str, GrantAsked] = {}
        self._outbox: dict[tuple[int, int], None] = {}
        self._people_out: dict[str, PersonOut] = {}
        self._settings: dict[str, str] = {}
        self._open_sale: bytes | None = None
        self._feed_epoch = ""
        self._needs_rejoin = False
        self.homes: dict[str, Home] = {}
        self.homes_back: set[str] = set()
        self._forked = False

    def head(self) -> Head:
        """Give the end of the chain."""
        if not self._chains:
            return Head(device="", epoch=0, seq=0, hash=bytes(HASH_BYTES), feed_epoch="")
        last = self._chains[max(self._chains)]
        where = {"device": last.device, "epoch": last.epoch, "seq": last.seq, "hash": last.hash}
        return Head(**where, feed_epoch=self._feed_epoch)  # type: ignore[arg-type]

    def ends(self) -> Mapping[int, int]:
        """Give where each chain ends."""
        return sales.ends(self._chains, forked=self._forked)

    def begin_epoch(self, device: str, epoch: int, feed_epoch: str) -> None:
        """Start a new chain, with no rights."""
        head = self.head()
        if head.device not in ("", device):
            raise Refusal("other_device", "this data belongs to another till", got=device)
        if epoch <= head.epoch:
            raise Refusal("epoch_old", "an epoch only ever grows", got=epoch)
        self._held.clear()
        self._asked.clear()
        self.homes.clear()
        self._chains[epoch] = Chain(
            device=device, epoch=epoch, seq=0, hash=genesis(device, epoch), acked_seq=0
        )
        if self._forked:
            self._carry(device, epoch)
        self._feed_epoch = feed_epoch
        self._needs_rejoin = self._forked = False

    def _carry(self, device: str, epoch: int) -> None:
        end, seq = genesis(device, epoch), 0
        for place in sorted(self._outbox):
            of = self._carried[place][0] if place in self._carried else place
            seq += 1
            end = link(end, self._entries[of].raw)
            self._carried[epoch, seq] = of, end
        self._outbox = {(epoch, n): None for n in range(1, seq + 1)}
        for number, chain in self._chains.items():
            self._chains[number] = replace(chain, acked_seq=chain.seq)
        self._chains[epoch] = replace(self._chains[epoch], seq=seq, hash=end, acked_seq=0)

    def require_rejoin(self, *, forked: bool = False) -> None:
        """Hold nothing until the next epoch."""
        self._forked = self._forked or forked
        self._held.clear()
        self._asked.clear()
        self.homes.clear()
        self._needs_rejoin = True

    def needs_rejoin(self) -> bool:
        """Say whether this ledger has no epoch of its own yet."""
        return self._needs_rejoin

    def commit(self, entry: Entry) -> None:
        """Store an event with everything that becomes true with it."""
        head = self.head()
        check(entry, head)
        at_us(entry.event.at)
        if entry.event.id in self._places:
            raise Corrupt("ledger_corrupt", "an event with this id is there already")
        if any(posting.amount < 0 for posting in entry.event.postings):
            raise Corrupt("ledger_corrupt", "a posting moves less than nothing")
        held = self._after(held_changes(entry.event.postings))
        place = (head.epoch, entry.event.seq)
        self._held = held
        self._entries[place] = entry
        self._places[entry.event.id] = place
        self._outbox[place] = None
        self._chains[head.epoch] = replace(
            self._chains[head.epoch], seq=entry.event.seq, hash=entry.hash
        )
        if entry.member is not None:
            self.people.put_member(entry.member)
        if entry.person is not None and self.people.put_person(entry.person.person):
            self._people_out[entry.person.person.person_id] = entry.person
        self._pins.take(entry)
        self._open_sale = entry.open_sale
        self.register.commit(entry)
        if entry.event.type == "home_return":
            self.homes_back.add(str(entry.event.data.get("home", "")))

    commit_all = together

    def _after(self, changes: Mapping[HeldKey, int]) -> dict[HeldKey, int]:
        held = dict(self._held)
        for key, delta in changes.items():
            held[key] = held.get(key, 0) + delta
            if held[key] < 0:
                raise Corrupt("held_negative", "an event takes more than this till holds")
            if held[key] == 0:
                del held[key]
        return held

    def event(self, event_id: str) -> StoredEvent | None:
        """Find an event by its id."""
        place = self._places.get(event_id)
        return self._stored(place) if place else None

    def events(self, epoch: int, from_seq: int, limit: int) -> tuple[StoredEvent, ...]:
        """Give events of one epoch in order."""
        last = self._chains[epoch].seq if epoch in self._chains else 0
        places = range(max(from_seq, 1), min(last, from_seq + limit - 1) + 1)
        return tuple(self._stored((epoch, seq)) for seq in places)

    def corrected_by(self, event_id: str) -> str | None:
        """Name the event that takes an event back, if there is one."""
        if not event_id:
            return None
        for entry in self._entries.values():
            if entry.corrects == event_id:
                return entry.event.id
        return None

    def corrections(self, event_id: str) -> tuple[StoredEvent, ...]:
        """Give the events that are about taking an event back, oldest first."""
        about = (place for place in sorted(self._entries) if event_id)
        found = (place for place in about if self._entries[place].corrects == event_id)
        return tuple(map(self._stored, found))

    def recent_sales(self, limit: int, account: str = "") -> tuple[SaleRow, ...]:
        """Give the newest sales of this till, newest first, all or of one account."""
        found = sales.of(self._entries, self.corrected_by)
        return tuple(reversed([row for row in found if account in ("", row.account)]))[:limit]

    def recent_of(self, account: str, limit: int) -> tuple[StoredEvent, ...]:
        """Give the newest events about an account, newest first."""
        newest = (place for place in sorted(self._entries, reverse=True) if account)
        found = [place for place in newest if self._entries[place].account == account]
        return tuple(map(self._stored, found[:limit]))

    def sales_of_day(self, day: str) -> tuple[SaleRow, ...]:
        """Give this till's sales of one business date, oldest first."""
        return tuple(row for row in sales.of(self._entries, self.corrected_by) if row.day == day)

    def joined_on(self, day: str) -> int:
        """Count the members that this till enrolled on a business date."""
        return sum(member.joined_day == day for member in self.people.members.values())

    def held(self, account: str) -> Mapping[str, tuple[HeldLot, ...]]:
        """Give what may be paid out here, by unit."""
        return sales.held(self._held, account)

    held_in_all = memory_sums.held_in_all
    lapsed = memory_sums.lapsed
    unsent_sum = memory_sums.unsent_sum

    def effect(self, account: str, after: Position) -> Mapping[str, int]:
        """Sum what own events after a position do to an account, by unit."""
        return sales.effect(self._entries, self._carried, account, after)

    def take_grant(self, grant: Grant) -> bool:
        """Add a grant to what is held; False when it is not for us now or was taken before."""
        head = self.head()
        named = (grant.device, grant.epoch, grant.feed_epoch)
        if named != (head.device, head.epoch, head.feed_epoch) or self._needs_rejoin:
            return False
        if grant.grant_id in self._granted:
            return False
        if any(lot.amount <= 0 for lot in grant.lots):
            raise Corrupt("ledger_corrupt", "a grant gives nothing")
        self._granted[grant.grant_id] = grant
        for lot in grant.lots:
            key = (grant.account, grant.unit, lot.lot)
            self._held[key] = self._held.get(key, 0) + lot.amount
        self._asked.pop(grant.request_id, None)
        return True

    take_home, home, has_home = take_home, home, has_home

    def ask(self, asked: GrantAsked) -> None:
        """Remember a wish for a grant before it is sent."""
        self._asked.setdefault(asked.request_id, asked)

    def unanswered(self) -> tuple[GrantAsked, ...]:
        """Give wishes whose answer has not come."""
        return tuple(self._asked[name] for name in sorted(self._asked))

    def answered(self, request_id: str) -> None:
        """Forget a wish."""
        self._asked.pop(request_id, None)

    def batch(self, events_max: int, bytes_max: int) -> Batch | None:
        """Give the next push, oldest first; None when there is nothing to send."""
        people = tuple(self._people_out[name] for name in sorted(self._people_out))
        pins = tuple(self._pins.pins[name] for name in sorted(self._pins.out))
        visits = tuple(sorted(self._pins.visits_out.items()))
        waiting = sorted(self._outbox)
        head = self.head()
        if not waiting and not ((people or pins or visits) and self._chains):
            return None
        epoch, seq = waiting[0] if waiting else (head.epoch, head.seq + 1)
        raws: list[bytes] = []
        size, is_tail = 0, False
        for place in [place for place in waiting if place[0] == epoch][:events_max]:
            raw = self._stored(place).raw
            size += len(raw)
            if raws and (size > bytes_max or (place in self._carried) != is_tail):
                break
            is_tail = place in self._carried
            raws.append(raw)
        return Batch(
            epoch=epoch,
            from_seq=seq,
            previous=self._stored((epoch, seq - 1)).hash
            if seq > 1
            else genesis(self._chains[epoch].device, epoch),
            events=tuple(raws),
            people=people[:events_max],
            pins=pins[:events_max],
            visit_pins=visits[:events_max],
            is_tail=is_tail,
        )

    def acknowledge(self, epoch: int, seq: int) -> None:
        """Take events up to `seq` out of the outbox."""
        chain = self._chain(epoch)
        if seq > chain.seq:
            raise Refusal("acknowledged_ahead", "the server has events that are not here")
        if seq > chain.acked_seq:
            for place in [(epoch, n) for n in range(chain.acked_seq + 1, seq + 1)]:
                del self._outbox[place]
            self._chains[epoch] = replace(chain, acked_seq=seq)

    def resend(self, epoch: int, after_seq: int) -> None:
        """Put events after `after_seq` into the outbox again."""
        chain = self._chain(epoch)
        if after_seq < chain.acked_seq:
            for n in range(after_seq + 1, chain.acked_seq + 1):
                self._outbox[epoch, n] = None
            self._chains[epoch] = replace(chain, acked_seq=after_seq)

    def _chain(self, epoch: int) -> Chain:
        if epoch not in self._chains:
            raise Refusal("epoch_unknown", f"this till never had an epoch {epoch}", got=epoch)
        return self._chains[epoch]

    def people_acknowledge(self, versions: Mapping[str, int]) -> None:
        """Take person rows up to these versions out of the outbox."""
        for person_id, version in versions.items():
            out = self._people_out.get(person_id)
            if out is not None and out.person.version <= version:
                del self._people_out[person_id]

    def pin(self, member_id: str) -> Pin | None:
        """Find a PIN that was chosen or reset here."""
        return self._pins.pins.get(member_id)

    def pins_acknowledge(self, versions: Mapping[str, int], visit_keys: Mapping[str, str]) -> None:
        """Take PINs out of the outbox."""
        self._pins.acknowledge(versions, visit_keys)

    def pins_settle(self, told: tuple[Pin, ...], visits: tuple[Credential, ...]) -> None:
        """Hear what the server says of PINs."""
        self._pins.settle(told, visits)

    def unsent(self) -> int:
        """Count events that the server has not acknowledged."""
        return len(self._outbox)

    def member(self, member_id: str) -> Member | None:
        """Find a member that this till enrolled."""
        return self.people.members.get(member_id)

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member that this till enrolled, by credential."""
        return self.people.member_by(kind, key)

    def person(self, person_id: str) -> Person | None:
        """Find personal data that this till took down."""
        return self.people.persons.get(person_id)

    def people_named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these."""
        return self.people.named(words, limit)

    def people_phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        return self.people.phoned(digits, limit)

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        return self.people.keys_between(kind, low, high, limit)

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        return self.people.members_ending(digits, limit)

    def erase(self, person_ids: tuple[str, ...]) -> None:
        """Delete personal data for ever, also from the outbox."""
        self.people.erase(person_ids)
        self._pins.erase(person_ids)
        for person_id in person_ids:
            self._people_out.pop(person_id, None)

    def save_open_sale(self, raw: bytes | None) -> None:
        """Keep the unfinished sale, or forget it."""
        self._open_sale = raw

    def open_sale(self) -> bytes | None:
        """Give back the unfinished sale."""
        return self._open_sale

    def get(self, name: str) -> str | None:
        """Read a setting."""
        return self._settings.get(name)

    def put(self, name: str, value: str) -> None:
        """Write a setting."""
        self._settings[name] = value

    verify = memory_rebuilt.verify

    def export(self) -> Iterator[bytes]:
        """Give every event's own bytes, oldest first."""
        for place in sorted(self._entries):
            yield self._entries[place].raw

    def close(self) -> None:
        """Keep everything: memory has no file to close."""

    def _stored(self, place: tuple[int, int]) -> StoredEvent:
        if place in self._carried:
            of, digest = self._carried[place]
            raw = self._entries[of].raw
            return StoredEvent(epoch=place[0], seq=place[1], raw=raw, hash=digest)
        entry = self._entries[place]
        return StoredEvent(epoch=place[0], seq=place[1], raw=entry.raw, hash=entry.hash)

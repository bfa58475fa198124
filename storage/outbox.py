"""The end of each epoch's chain, and what the server has not acknowledged yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import msgspec
from sqlalchemy import bindparam, case, delete, func, insert, literal, select, true, update
from sqlalchemy.dialects.sqlite import insert as upsert

from loyalty.errors import Corrupt, Refusal
from loyalty.event import HASH_BYTES, genesis
from storage.carried import WAITING, both
from storage.database import Database
from storage.people import People
from storage.pin_outbox import PinOutbox
from storage.rebuild import Chain
from storage.records import PHONE, Batch, Entry, Head, PersonOut, Position
from storage.tables import LEDGER, carried, chain, event, outbox, person_out

PEOPLE_MAX: Final = 200
person, credential = LEDGER.tables["person"], LEDGER.tables["credential"]

_CHAIN: Final = select(
    chain.c.device, chain.c.epoch, chain.c.seq, chain.c.hash, chain.c.acked_seq
).order_by(chain.c.epoch)
_BEGIN: Final = insert(chain)
_ADVANCE: Final = (
    update(chain)
    .where(
        chain.c.epoch == bindparam("of_epoch"),
        chain.c.seq == bindparam("to_seq") - 1,
        chain.c.hash == bindparam("from_hash"),
    )
    .values(seq=bindparam("to_seq"), hash=bindparam("to_hash"))
)
_ACKED: Final = (
    update(chain)
    .where(chain.c.epoch == bindparam("of_epoch"))
    .values(acked_seq=bindparam("to_seq"))
)
_PUT: Final = insert(outbox)
_DONE: Final = delete(outbox).where(
    outbox.c.epoch == bindparam("of_epoch"), outbox.c.seq <= bindparam("to_seq")
)
_STANDS: Final = both().subquery()
_AGAIN: Final = upsert(outbox).from_select(
    ["epoch", "seq"],
    select(_STANDS.c.epoch, _STANDS.c.seq).where(
        _STANDS.c.epoch == bindparam("of_epoch"),
        _STANDS.c.seq > bindparam("to_seq"),
        _STANDS.c.seq <= bindparam("until_seq"),
    ),
)
_WAITING: Final = select(outbox.c.epoch, outbox.c.seq).order_by(outbox.c.epoch, outbox.c.seq)
_FIRST: Final = _WAITING.limit(1)
_NEXT: Final = (
    select(event.c.raw, carried.c.epoch)
    .select_from(WAITING)
    .where(outbox.c.epoch == bindparam("epoch"))
    .order_by(outbox.c.seq)
    .limit(bindparam("limit"))
)
_HASH: Final = select(_STANDS.c.hash).where(
    _STANDS.c.epoch == bindparam("epoch"), _STANDS.c.seq == bindparam("seq")
)
_UNSENT: Final = select(func.coalesce(func.sum(chain.c.seq - chain.c.acked_seq), 0))
_people = upsert(person_out)
_PERSON_PUT: Final = _people.on_conflict_do_update(
    index_elements=["person_id"],
    set_={"version": _people.excluded.version, "blind": _people.excluded.blind},
)
_PERSON_DONE: Final = delete(person_out).where(
    person_out.c.person_id == bindparam("of_person"),
    person_out.c.version <= bindparam("to_version"),
)
_PERSON_GONE: Final = delete(person_out).where(person_out.c.person_id == bindparam("of_person"))
_FIRST_PHONE: Final = (
    select(func.min(credential.c.key))
    .where(credential.c.member_id == person.c.person_id, credential.c.kind == PHONE)
    .correlate(person)
    .scalar_subquery()
)
_PEOPLE_AGAIN: Final = (
    upsert(person_out)
    .from_select(
        ["person_id", "version", "blind"],
        select(
            person.c.person_id,
            person.c.version,
            case(
                (_FIRST_PHONE.is_(None), "{}"),
                else_=func.json_object(literal(PHONE), _FIRST_PHONE),
            ),
        ).where(true()),
    )
    .on_conflict_do_nothing()
)
_PEOPLE: Final = (
    select(person_out.c.person_id, person_out.c.blind)
    .order_by(person_out.c.person_id)
    .limit(bindparam("limit"))
)


class Outbox:
    """Chains and what waits to be sent. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database, people: People, pins: PinOutbox) -> None:
        self._db = database
        self._people = people
        self._pins = pins

    def chains(self) -> tuple[Chain, ...]:
        """Give every epoch of this till, oldest first; the last is the current one."""
        return tuple(
            Chain(device=row[0], epoch=row[1], seq=row[2], hash=row[3], acked_seq=row[4])
            for row in self._db.all(_CHAIN)
        )

    def head(self, feed_epoch: str) -> Head:
        """Give the end of the newest chain; epoch 0 where there is none."""
        chains = self.chains()
        if not chains:
            return Head(device="", epoch=0, seq=0, hash=bytes(HASH_BYTES), feed_epoch="")
        last = chains[-1]
        return Head(
            device=last.device,
            epoch=last.epoch,
            seq=last.seq,
            hash=last.hash,
            feed_epoch=feed_epoch,
        )

    def begin(self, device: str, epoch: int) -> None:
        """Start a chain."""
        self._db.run(
            _BEGIN,
            {
                "device": device,
                "epoch": epoch,
                "seq": 0,
                "hash": genesis(device, epoch),
                "acked_seq": 0,
            },
        )

    def add(self, entry: Entry, epoch: int, previous: bytes) -> None:
        """Move the head to an event and let it wait to be sent.

        Raises Corrupt `chain_broken` when the head is not where the caller thinks.
        """
        seq = entry.event.seq
        row = {"of_epoch": epoch, "to_seq": seq, "from_hash": previous, "to_hash": entry.hash}
        if self._db.run(_ADVANCE, row) != 1:
            raise Corrupt("chain_broken", "the chain on the disk ends somewhere else", got=seq)
        self._db.run(_PUT, {"epoch": epoch, "seq": seq})

    def next(self, events_max: int, bytes_max: int) -> Batch | None:
        """Give the oldest unsent events of one epoch, at least one, and what waits beside them."""
        beside = self._beside(events_max)
        first = self._db.one(_FIRST)
        if first is None:
            return beside
        epoch, seq = first
        events: list[bytes] = []
        size = 0
        is_tail = False
        for raw, of_epoch in self._db.all(_NEXT, epoch=epoch, limit=events_max):
            size += len(raw)
            if events and (size > bytes_max or is_tail != (of_epoch is not None)):
                break
            is_tail = of_epoch is not None
            events.append(raw)
        previous = self._hash(epoch, seq - 1)
        alone = Batch(
            epoch=epoch,
            from_seq=seq,
            previous=previous,
            events=tuple(events),
            people=(),
            is_tail=is_tail,
        )
        if beside is None:
            return alone
        return replace(alone, people=beside.people, pins=beside.pins, visit_pins=beside.visit_pins)

    def acknowledge(self, epoch: int, seq: int) -> None:
        """Let events up to `seq` wait no longer. Raises Refusal `acknowledged_ahead`."""
        found = self._chain(epoch)
        if seq > found.seq:
            raise Refusal(
                "acknowledged_ahead",
                "the server has events of this till that this disk does not have",
                expected=found.seq,
                got=seq,
            )
        if seq > found.acked_seq:
            self._db.run(_ACKED, {"of_epoch": epoch, "to_seq": seq})
            self._db.run(_DONE, {"of_epoch": epoch, "to_seq": seq})

    def resend(self, epoch: int, after_seq: int) -> None:
        """Let events after `after_seq` wait again, because the server forgot them."""
        found = self._chain(epoch)
        if after_seq < found.acked_seq:
            self._db.run(
                _AGAIN,
                {"of_epoch": epoch, "to_seq": after_seq, "until_seq": found.acked_seq},
            )
            self._db.run(_ACKED, {"of_epoch": epoch, "to_seq": after_seq})
            # Whoever forgot events forgot people and PINs too; of what is known there the server
            # keeps its own.
            self._db.run(_PEOPLE_AGAIN)
            self._pins.again()

    def unsent(self) -> int:
        """Count events that wait, without walking over them."""
        row = self._db.one(_UNSENT)
        return int(row[0]) if row else 0

    def waiting(self) -> Iterator[Position]:
        """Give every event that waits, oldest first."""
        for epoch, seq in self._db.stream(_WAITING):
            yield Position(epoch=epoch, seq=seq)

    def put_person(self, out: PersonOut) -> None:
        """Let a person row wait to be sent."""
        blind = msgspec.json.encode(out.blind).decode()
        row = {"person_id": out.person.person_id, "version": out.person.version, "blind": blind}
        self._db.run(_PERSON_PUT, row)

    def people_done(self, versions: Mapping[str, int]) -> None:
        """Let person rows up to these versions wait no longer."""
        for person_id, version in versions.items():
            self._db.run(_PERSON_DONE, {"of_person": person_id, "to_version": version})

    def people_forget(self, person_ids: tuple[str, ...]) -> None:
        """Send nothing of these people any more."""
        for person_id in person_ids:
            self._db.run(_PERSON_GONE, {"of_person": person_id})

    def _chain(self, epoch: int) -> Chain:
        for found in self.chains():
            if found.epoch == epoch:
                return found
        raise Refusal("epoch_unknown", f"this till never had an epoch {epoch}", got=epoch)

    def _hash(self, epoch: int, seq: int) -> bytes:
        if seq == 0:
            return genesis(self._chain(epoch).device, epoch)
        row = self._db.one(_HASH, epoch=epoch, seq=seq)
        if row is None:
            raise Corrupt("ledger_corrupt", f"event {seq} of epoch {epoch} is gone")
        return bytes(row[0])

    def _waiting_people(self, limit: int) -> tuple[PersonOut, ...]:
        waiting = []
        for person_id, blind in self._db.all(_PEOPLE, limit=min(limit, PEOPLE_MAX)):
            person = self._people.person(person_id)
            if person is not None:
                known = msgspec.json.decode(blind, type=dict[str, str])
                waiting.append(PersonOut(person=person, blind=known))
        return tuple(waiting)

    def _beside(self, limit: int) -> Batch | None:
        """Give what goes out beside events, as a push that has none."""
        people = self._waiting_people(limit)
        most = min(limit, PEOPLE_MAX)
        pins, visit_pins = self._pins.waiting(most), self._pins.waiting_visits(most)
        chains = self.chains() if people or pins or visit_pins else ()
        if not chains:
            return None
        head = chains[-1]
        return Batch(
            epoch=head.epoch,
            from_seq=head.seq + 1,
            previous=head.hash,
            events=(),
            people=people,
            pins=pins,
            visit_pins=visit_pins,
        )

"""Rebuild everything that follows from an event's bytes, and say where the store differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from loyalty.errors import Refusal
from loyalty.event import Event, decode, genesis, link
from loyalty.lots import HeldLot
from storage.homes import RETURN
from storage.journal_rows import PostingRow, held_changes, posting_rows
from storage.records import Position, StoredEvent, Verification

HeldKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Where one epoch's chain ends and how far the server has it."""

    device: str
    epoch: int
    seq: int
    hash: bytes
    acked_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedLot:
    """One lot of a grant that was taken."""

    epoch: int
    account: str
    unit: str
    lot: HeldLot


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An event at one place of a chain; a carried one was made in an earlier epoch."""

    stored: StoredEvent
    event_id: str
    is_carried: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a store has, each part in the order of its key."""

    chains: tuple[Chain, ...]
    events: Iterable[Standing]
    postings: Iterable[PostingRow]
    grants: Iterable[GrantedLot]
    held: Mapping[HeldKey, int]
    outbox: Iterable[Position]
    without_rights: bool
    homes_taken: AbstractSet[str] = frozenset()
    homes: AbstractSet[str] = frozenset()


class _DifferenceError(Exception):
    """The first difference, in words."""


def verify(kept: Kept) -> Verification:
    """Compare a store with what its events' bytes say; stop at the first difference."""
    checked = {"chain": 0, "postings": 0, "held": 0, "outbox": 0}
    try:
        held = _events(kept, checked)
        _held(kept, held, checked)
        _outbox(kept, checked)
    except _DifferenceError as difference:
        return Verification(
            ok=False,
            events=checked["chain"],
            checked=checked,
            first_difference=str(difference),
        )
    return Verification(ok=True, events=checked["chain"], checked=checked)


def _events(kept: Kept, checked: dict[str, int]) -> dict[HeldKey, int]:
    rows = _Rows(kept.postings)
    chains = {chain.epoch: chain for chain in kept.chains}
    current = max(chains, default=0)
    ends = {epoch: (0, genesis(chain.device, epoch)) for epoch, chain in chains.items()}
    held: dict[HeldKey, int] = {}
    returned: set[str] = set()
    for standing in kept.events:
        stored = standing.stored
        if stored.epoch not in ends:
            raise _DifferenceError(f"an event stands in epoch {stored.epoch}, which never began")
        seq, previous = ends[stored.epoch]
        event = _event(standing, seq + 1, previous)
        ends[stored.epoch] = (stored.seq, stored.hash)
        if standing.is_carried:
            continue  # its postings and what they did to held stand where it was made
        checked["chain"] += 1
        expected = posting_rows(stored.epoch, stored.seq, event.postings)
        if rows.of(stored.epoch, stored.seq) != expected:
            raise _DifferenceError(f"{_place(stored)}: the postings are not those of its bytes")
        checked["postings"] += len(expected)
        if stored.epoch == current:
            for key, delta in held_changes(event.postings).items():
                held[key] = held.get(key, 0) + delta
            returned |= _returned(event)
    _homes(kept, returned)
    if rows.rest():
        raise _DifferenceError("there are postings that belong to no event")
    for epoch, (seq, digest) in ends.items():
        if (chains[epoch].seq, chains[epoch].hash) != (seq, digest):
            raise _DifferenceError(f"epoch {epoch} ends at {seq}, not at {chains[epoch].seq}")
    return held


def _returned(event: Event) -> set[str]:
    return {str(event.data.get("home", ""))} if event.type == RETURN else set()


def _homes(kept: Kept, returned: set[str]) -> None:
    if kept.homes != kept.homes_taken - returned:
        raise _DifferenceError("the homes that are here are not those taken and not given back")


def _event(standing: Standing, seq: int, previous: bytes) -> Event:
    stored = standing.stored
    if stored.seq != seq:
        raise _DifferenceError(f"{_place(stored)}: event {seq} is missing before it")
    if link(previous, stored.raw) != stored.hash:
        raise _DifferenceError(f"{_place(stored)}: its hash does not follow from the one before")
    try:
        event = decode(stored.raw)
    except Refusal as error:
        raise _DifferenceError(f"{_place(stored)}: {error.message}") from error
    is_here = event.seq == stored.seq or standing.is_carried
    if not is_here or event.id != standing.event_id:
        raise _DifferenceError(f"{_place(stored)}: its bytes name another event")
    return event


def _held(kept: Kept, held: dict[HeldKey, int], checked: dict[str, int]) -> None:
    current = max((chain.epoch for chain in kept.chains), default=0)
    for grant in kept.grants:
        if grant.epoch == current:
            key = (grant.account, grant.unit, grant.lot.lot)
            held[key] = held.get(key, 0) + grant.lot.amount
    expected = {} if kept.without_rights else {key: n for key, n in held.items() if n}
    for key in sorted(expected.keys() | kept.held.keys()):
        should, does = expected.get(key, 0), kept.held.get(key, 0)
        if should != does:
            account, unit, lot = key
            raise _DifferenceError(
                f"held of account {account}, {unit}, lot {lot}: {does} is stored, "
                f"grants and postings give {should}"
            )
        checked["held"] += 1


def _outbox(kept: Kept, checked: dict[str, int]) -> None:
    waiting = iter(kept.outbox)
    for chain in kept.chains:
        for seq in range(chain.acked_seq + 1, chain.seq + 1):
            row = next(waiting, None)
            if row != Position(epoch=chain.epoch, seq=seq):
                raise _DifferenceError(
                    f"event {seq} of epoch {chain.epoch} is neither sent nor waiting to be sent"
                )
            checked["outbox"] += 1
    extra = next(waiting, None)
    if extra is not None:
        raise _DifferenceError(
            f"event {extra.seq} of epoch {extra.epoch} waits to be sent and is not ours to send"
        )


def _place(stored: StoredEvent) -> str:
    return f"event {stored.seq} of epoch {stored.epoch}"


class _Rows:
    """Posting rows in step with the events they belong to."""

    def __init__(self, rows: Iterable[PostingRow]) -> None:
        self._rows: Iterator[PostingRow] = iter(rows)
        self._next = next(self._rows, None)

    def of(self, epoch: int, seq: int) -> list[PostingRow]:
        """Give the rows up to this event; more than its own show as a difference."""
        found: list[PostingRow] = []
        while self._next is not None and self._next[:2] <= (epoch, seq):
            found.append(self._next)
            self._next = next(self._rows, None)
        return found

    def rest(self) -> bool:
        """Say whether rows are left over."""
        return self._next is not None

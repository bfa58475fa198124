"""The shop's cards as this till knows them: batches, which are blank, and which were printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loyalty import card_stock, event, number_places
from loyalty import number as numbers
from loyalty.card_stock import ISSUED, PRINTED, Issued, Printed
from loyalty.errors import Refusal
from storage.records import CARD, CARD_ISSUED, Credential, StoredEvent
from terminal.till import recorder, roll
from terminal.till.desk import Desk

RANDOM_BYTES: Final = 8
TRIES: Final = 200
"""So often a number of one's own place is drawn that is taken, before one is from anywhere."""
BATCH_MAX: Final = 100_000
_EXAMPLE: Final = "123456789"
_FIRST, _LAST = "9", "9~"
"""What all card numbers stand between, in the order of texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Numbers that were made together: by whom, when (ISO), and which."""

    batch: str
    at: str
    day: str
    actor: str
    numbers: tuple[str, ...]


def is_issued(desk: Desk, number: str) -> bool:
    """Say whether a card with this number was made by a till of the shop that we heard of."""
    both = (desk.ledger, desk.directory)
    return any(one.keys_between(CARD_ISSUED, number, number, 1) for one in both)


def makes_cards(desk: Desk) -> bool:
    """Say whether the shop makes its cards here, so that every one of them is known."""
    both = (desk.ledger, desk.directory)
    return any(one.keys_between(CARD_ISSUED, _FIRST, _LAST, 1) for one in both)


def is_known(desk: Desk, number: str) -> bool:
    """Say whether a number is a card already: somebody's, a lost one, or a blank one."""
    return (
        roll.by_number(desk, number) is not None
        or roll.is_lost(desk, number)
        or is_issued(desk, number)
    )


def fresh(desk: Desk) -> str:
    """Draw a card number that nobody has and that is no blank card.

    It comes from this till's own place, from which no other till draws; from anywhere while the
    server has given none, or when the place is used up.
    """
    head = desk.ledger.head()
    setting = desk.directory.setting(number_places.name_of(head.device, head.epoch))
    place, tries = number_places.place_in(setting), 0
    while True:
        drawn = int.from_bytes(desk.randomness(RANDOM_BYTES), "big")
        text = f"{drawn % 10**numbers.RANDOM_DIGITS:0{numbers.RANDOM_DIGITS}d}"
        if place and tries < TRIES:
            text = number_places.digits(desk.tenant_key, place, drawn)
        number = numbers.make(desk.shop.issuer, text)
        if not is_known(desk, number):
            return number
        tries += 1


def check_count(count: int) -> None:
    """Raise Refusal `cards_count` for more or fewer cards than are made at once."""
    if not 0 < count <= BATCH_MAX:
        raise Refusal("cards_count", f"from 1 to {BATCH_MAX} cards at once", got=count)


def issue(desk: Desk, count: int) -> Batch:
    """Make numbers and record them, before anything is printed; all of them or none.

    Raises Refusal `cards_count` and what storage.ports.Ledger.commit raises.
    """
    check_count(count)
    made: dict[str, None] = {}
    while len(made) < count:
        made[fresh(desk)] = None
    return keep(desk, tuple(made))


def keep(desk: Desk, numbers_made: Sequence[str]) -> Batch:
    """Record numbers as cards of the shop from now on, in one transaction."""
    batch = recorder.new_id(desk)
    several: list[recorder.Parts] = []
    for part in card_stock.parts(numbers_made):
        event_id = batch if not several else recorder.new_id(desk)
        said = Issued(batch=batch, numbers=part, of=len(numbers_made))
        shown = [Credential(kind=CARD_ISSUED, key=one, member_id=event_id) for one in part]
        several.append(
            {
                "kind": ISSUED,
                "event_id": event_id,
                "data": card_stock.data(said),
                "credentials": tuple(shown),
            }
        )
    first = recorder.record_all(desk, several)[0]
    return Batch(
        batch=batch,
        at=first.at,
        day=first.day,
        actor=first.actor,
        numbers=tuple(numbers_made),
    )


def example(desk: Desk) -> str:
    """Give a number to show how a card looks; it is in no batch."""
    return numbers.make(desk.shop.issuer, _EXAMPLE)


def batches(desk: Desk) -> tuple[Batch, ...]:
    """Give the batches that this till made, oldest first."""
    found: dict[str, Batch] = {}
    for stored in desk.ledger.cards.of(ISSUED):
        made = event.decode(stored.raw)
        said = card_stock.issued(made.data, desk.shop.issuer)
        if said is None:
            continue
        before = found.get(said.batch)
        found[said.batch] = Batch(
            batch=said.batch,
            at=before.at if before else made.at,
            day=before.day if before else made.day,
            actor=made.actor,
            numbers=(*(before.numbers if before else ()), *said.numbers),
        )
    return tuple(found.values())


def record_printed(desk: Desk, said: Printed) -> tuple[str, ...]:
    """Record that cards were made, reprints marked as such; give the numbers of these."""
    before = printed(desk)
    several: list[recorder.Parts] = []
    for part in card_stock.parts(said.numbers):
        again = tuple(one for one in part if one in before)
        kept = Printed(
            job=said.job,
            design=said.design,
            stock=said.stock,
            way=said.way,
            numbers=part,
            again=again,
        )
        several.append(
            {"kind": PRINTED, "event_id": recorder.new_id(desk), "data": card_stock.data(kept)}
        )
    recorder.record_all(desk, several)
    return tuple(one for one in said.numbers if one in before)


def printed(desk: Desk) -> frozenset[str]:
    """Give every number that this till made a card of."""
    found: set[str] = set()
    for stored in desk.ledger.cards.of(PRINTED):
        said = said_of(stored)
        found.update(said.numbers if said else ())
    return frozenset(found)


def said_of(stored: StoredEvent) -> Printed | None:
    """Read what an event says was printed."""
    return card_stock.printed(event.decode(stored.raw).data)


def between(desk: Desk, low: str, high: str, limit: int) -> tuple[str, ...]:
    """Give the numbers of members and blank cards from one to another; lost cards are left out."""
    found: set[str] = set()
    for book in (desk.ledger, desk.directory):
        for kind in (CARD, CARD_ISSUED):
            found.update(book.keys_between(kind, low, high, limit))
    kept = (one for one in sorted(found) if numbers.is_valid(one) and not roll.is_lost(desk, one))
    return tuple(one for one, _ in zip(kept, range(limit), strict=False))

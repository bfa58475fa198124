"""What a scenario plays in: the shop in memory, the names given in it, what came of an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from loyalty.basket import Basket
from loyalty.book.people import Person
from loyalty.book.shop import NOBODY, Shop, Written
from loyalty.errors import Refusal
from loyalty.quote import Quote
from loyalty.refunds.refund import Refund
from loyalty.rewards.offers import Offer
from terminal.scenarios.baskets import Wanted

NOBODYS = ("", "nobody", "none")


@dataclass(slots=True)
class Outcome:
    """What came of one event: the refusal, or what was priced, written, taken back or offered."""

    refusal: Refusal | None = None
    quote: Quote | None = None
    refund: Refund | None = None
    offers: tuple[Offer, ...] | None = None
    written: list[Written] = field(default_factory=list)
    basket: Basket | None = None
    person: Person = NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A parked sale: nothing of it is written, and nothing is held back for it."""

    person: Person
    wanted: Wanted
    till: str


@dataclass(slots=True)
class World:
    """The shop and everything that later events may name."""

    shop: Shop
    usual_member: str = ""
    named: dict[str, list[Written]] = field(default_factory=dict)
    waiting: dict[str, Waiting] = field(default_factory=dict)
    last_sale: Written | None = None

    def person(self, name: str | None = None) -> Person:
        """Find a member; None is the usual one, and nobody is a sale without a member."""
        wanted = self.usual_member if name is None else name
        return NOBODY if wanted in NOBODYS else self.shop.roll.person(wanted)

    def member(self, name: str | None = None) -> Person:
        """Find a member where it has to be one. Raises Refusal `unknown_member`."""
        found = self.person(name)
        if not found.name:
            raise Refusal("unknown_member", "this needs a member")
        return found

    def event(self, name: str) -> Written:
        """Find what an earlier event wrote. Raises Refusal `nothing_to_undo`."""
        written = self.named.get(name)
        if not written:
            raise Refusal("nothing_to_undo", f"no event {name!r} wrote anything", name=name)
        return written[-1]


Act = Callable[[World], Outcome]
"""Does one event. Raises Refusal when the rules say no; nothing is written then."""

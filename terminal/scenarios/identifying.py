"""What may be spent by how a member was identified, in a scenario as at the counter."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty import assurance
from loyalty.assurance import Identification
from loyalty.basket import Basket
from loyalty.book import selling
from loyalty.book.people import Person
from loyalty.book.shop import Shop
from loyalty.entries import Counted
from loyalty.errors import Refusal
from terminal.scenarios.table import Table

WAYS: Mapping[str, Identification] = {
    "card": "card_static",
    "phone": "phone_by_name",
    "number": "number_typed",
    "qr": "qr_rotating",
    "visit-pin": "visit_pin",
    "pin": "pin",
}


def shown(table: Table) -> Identification | None:
    """Read how the member was identified; without it nobody asks."""
    if not table.has("shown"):
        return None
    return WAYS.get(table.one_of(WAYS, "shown", default="pin"))


def used(
    shop: Shop, person: Person, basket: Basket, till: str, way: Identification | None
) -> tuple[Counted, ...]:
    """Give what a sale counts against the limits of this way of identifying.

    Raises Refusal `needs_pin` for rewards that it does not allow.
    """
    if way is None or not person.name:
        return ()
    asked = {claim.reward for claim in basket.claims}
    made = selling.priced(shop, person, basket, till)
    taken = tuple(each for each in made.spent if each.reward in asked)
    permission = assurance.may(way, shop.programme)
    before = assurance.used_on(shop.scene(person, till).standing.counters, shop.day)
    worth_minor = sum(each.worth_minor for each in taken)
    if taken and not assurance.allows(permission, worth_minor, before):
        raise Refusal("needs_pin", "this reward needs the member's PIN")
    return assurance.use(permission, taken, shop.day)

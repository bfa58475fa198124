"""What may be spent by how a member was identified, in a scenario as at the counter."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty.assurance import Identification, RedeemUpTo, allows, may
from loyalty.basket import Basket
from loyalty.book import selling
from loyalty.book.people import Person
from loyalty.book.shop import Shop
from loyalty.errors import Refusal
from terminal.scenarios.table import Table

WAYS: Mapping[str, Identification] = {
    "card": "card_static",
    "phone": "phone_by_name",
    "number": "number_typed",
    "qr": "qr_rotating",
    "pin": "pin",
}


def shown(table: Table) -> Identification | None:
    """Read how the member was identified; without it nobody asks."""
    if not table.has("shown"):
        return None
    return WAYS.get(table.one_of(WAYS, "shown", default="pin"))


def refuse_beyond(
    shop: Shop, person: Person, basket: Basket, till: str, way: Identification | None
) -> None:
    """Refuse `needs_pin` for rewards that this way of identifying does not allow."""
    if way is None or not person.name:
        return
    spent = selling.priced(shop, person, basket, till).spent
    permission = may(way, shop.programme)
    used = isinstance(permission, RedeemUpTo) and _used_today(shop, person)
    worth_minor = sum(each.worth_minor for each in spent)
    if spent and not allows(permission, worth_minor, used_today=used):
        raise Refusal("needs_pin", "this reward needs the member's PIN")


def _used_today(shop: Shop, person: Person) -> bool:
    return any(
        each.event.day == shop.day
        and each.member == person.name
        and bool(each.event.data.get("spent"))
        and not selling.corrections(shop, each)
        for each in shop.journal
    )

"""Reads the events of the counter: sales, parked ones, check-ins, undoing, refunds, looking."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty.book import selling
from loyalty.book.people import Person
from loyalty.errors import Refusal
from terminal.scenarios import baskets, identifying
from terminal.scenarios.baskets import Wanted
from terminal.scenarios.table import Table
from terminal.scenarios.world import Act, Outcome, Waiting, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What every event may say: whose it is, at which till, what later events call it."""

    member: str | None = None
    till: str = ""
    name: str = ""


def sale(table: Table, common: Common, *, visit: bool = False) -> Act:
    """Read a sale, or with `park` one that waits."""
    wanted = baskets.wanted(table, visit=visit)
    if table.flag("park"):
        return _parking(wanted, common)
    return lambda world: _sell(world, world.person(common.member), wanted, common.till)


def visit(table: Table, common: Common) -> Act:
    """Read a check-in at which nothing is bought."""
    return sale(table, common, visit=True)


def park(table: Table, common: Common) -> Act:
    """Read a sale that waits."""
    return _parking(baskets.wanted(table), common)


def resume(table: Table, common: Common) -> Act:
    """Read a sale that waited and closes now, with what was rung up since."""
    of, more = table.text("of"), baskets.wanted(table)

    def act(world: World) -> Outcome:
        name = waiting(world, of)
        parked = world.waiting[name]
        person = parked.person if common.member is None else world.person(common.member)
        whole = baskets.joined(parked.wanted, more)
        outcome = _sell(world, person, whole, common.till or parked.till)
        if outcome.refusal is None:
            del world.waiting[name]
            world.named[name] = outcome.written
        return outcome

    return act


def look(table: Table, common: Common) -> Act:
    """Read a look at a sale that is not closed: its price and what could be had with it."""
    wanted = baskets.wanted(table)

    def act(world: World) -> Outcome:
        shop, person = world.shop, world.person(common.member)
        basket = wanted.basket_in(shop.scene(person, common.till))
        outcome = Outcome(person=person, basket=basket)
        try:
            outcome.quote = selling.priced(shop, person, basket, common.till)
            if person.name:
                outcome.offers = selling.offered(shop, person, basket, common.till)
        except Refusal as refused:
            outcome.refusal = refused
        shop.hand_out()
        return outcome

    return act


def _parking(wanted: Wanted, common: Common) -> Act:
    def act(world: World) -> Outcome:
        person = world.person(common.member)
        name = common.name or f"parked {len(world.waiting) + 1}"
        world.waiting[name] = Waiting(person=person, wanted=wanted, till=common.till)
        return Outcome(person=person)

    return act


def waiting(world: World, name: str) -> str:
    """Find a parked sale by its name, or the last. Raises Refusal `nothing_parked`."""
    if not world.waiting or (name and name not in world.waiting):
        raise Refusal("nothing_parked", "no sale waits under this name", name=name)
    return name or next(reversed(world.waiting))


def _sell(world: World, person: Person, wanted: Wanted, till: str) -> Outcome:
    shop = world.shop
    basket = wanted.basket_in(shop.scene(person, till))
    outcome = Outcome(person=person, basket=basket)
    try:
        more = identifying.used(shop, person, basket, till, wanted.shown)
        sold = selling.sell(shop, person, basket, till, more=more)
    except Refusal as refused:
        outcome.refusal = refused
        return outcome
    outcome.quote, outcome.written, world.last_sale = sold.quote, [sold.written], sold.written
    return outcome

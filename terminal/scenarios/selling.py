"""Reads the events of the counter: sales, parked ones, check-ins, undoing, refunds, looking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from loyalty.book import selling
from loyalty.book.people import Person
from loyalty.book.shop import Written
from loyalty.errors import Refusal
from loyalty.returning import WHOLE, LineBack, Part, done, lines_of
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
        name = _waiting(world, of)
        waiting = world.waiting[name]
        person = waiting.person if common.member is None else world.person(common.member)
        whole = baskets.joined(waiting.wanted, more)
        outcome = _sell(world, person, whole, common.till or waiting.till)
        if outcome.refusal is None:
            del world.waiting[name]
            world.named[name] = outcome.written
        return outcome

    return act


def cancel(table: Table, common: Common) -> Act:
    """Read a sale that is given up: one that waits leaves no trace, a closed one is compensated."""
    of = table.text("of")

    def act(world: World) -> Outcome:
        if of in world.waiting or (not of and world.waiting):
            del world.waiting[_waiting(world, of)]
            return Outcome()
        return _back(world, _sale_of(world, of), Part(), common.till, "cancel")

    return act


def undo(table: Table, common: Common) -> Act:
    """Read an undo: of the event named, or of the last one that still stands."""
    of = table.text("of")

    def act(world: World) -> Outcome:
        member = "" if common.member is None else world.person(common.member).name
        last = world.event(of) if of else selling.last_standing(world.shop, member=member)
        return _back(world, last, Part(), common.till, selling.UNDO)

    return act


def refund(table: Table, common: Common) -> Act:
    """Read a refund: of lines by pieces or amount, of an amount of the sale, or of all the rest."""
    of, amount_minor = table.text("of"), table.money("amount")
    lines = [_line_back(each) for each in table.tables("lines", "items")]
    if amount_minor is not None and lines:
        table.wrong("amount", "both", "lines or an amount of the whole sale, not both")

    def act(world: World) -> Outcome:
        sold = _sale_of(world, of)
        if amount_minor is not None and amount_minor <= 0:
            raise Refusal("refund_nothing", "what comes back is more than nothing")
        part = Part(
            lines=tuple(_numbered(world, sold, each) for each in lines),
            amount_minor=amount_minor or 0,
        )
        return _back(world, sold, part, common.till, selling.REFUND)

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


def _waiting(world: World, name: str) -> str:
    if not world.waiting or (name and name not in world.waiting):
        raise Refusal("nothing_parked", "no sale waits under this name", name=name)
    return name or next(reversed(world.waiting))


def _sell(world: World, person: Person, wanted: Wanted, till: str) -> Outcome:
    shop = world.shop
    basket = wanted.basket_in(shop.scene(person, till))
    outcome = Outcome(person=person, basket=basket)
    try:
        identifying.refuse_beyond(shop, person, basket, till, wanted.shown)
        sold = selling.sell(shop, person, basket, till)
    except Refusal as refused:
        outcome.refusal = refused
        return outcome
    outcome.quote, outcome.written, world.last_sale = sold.quote, [sold.written], sold.written
    return outcome


def _sale_of(world: World, name: str) -> Written:
    if name:
        return world.event(name)
    if world.last_sale is None:
        raise Refusal("nothing_to_undo", "there is no sale yet")
    return world.last_sale


def _back(world: World, of: Written, part: Part, till: str, kind: str) -> Outcome:
    back = selling.take_back(world.shop, of, part, till=till, kind=kind)
    person = world.person(of.member)
    return Outcome(refund=back.refund, written=[back.written], person=person)


class _LineWanted(NamedTuple):
    """What a refund says of one line: its number from 1, or its product."""

    number: int
    product: str
    pieces: int
    amount_minor: int
    says_part: bool


def _line_back(table: Table) -> _LineWanted:
    number, product = table.whole("line"), table.text("product")
    pieces = table.whole("pieces", "quantity", "qty")
    amount_minor = table.money("amount")
    says_part = table.has("pieces", "quantity", "qty", "amount", "amount_minor")
    if bool(number) == bool(product):
        table.wrong("line", "neither or both", "line (from 1) or product")
    table.close()
    return _LineWanted(number, product, pieces, amount_minor or 0, says_part)


def _numbered(world: World, sold: Written, wanted: _LineWanted) -> LineBack:
    """Find the line that is meant; by product the first of which something is left."""
    pieces, amount_minor, at = wanted.pieces, wanted.amount_minor, wanted.number - 1
    if wanted.says_part and pieces <= 0 and amount_minor <= 0:
        raise Refusal("refund_nothing", "what comes back is more than nothing")
    if wanted.product:
        lines = lines_of(sold.event.data)
        earlier = [each.event.data for each in selling.corrections(world.shop, sold)]
        parts = done(len(lines), earlier)
        named = [at for at, line in enumerate(lines) if line.product == wanted.product]
        left = [at for at in named if parts[at] != WHOLE] or named[:1]
        at = left[0] if left else len(lines)
    return LineBack(line=at, pieces=pieces, amount_minor=amount_minor)

"""Reads the events that take something back: cancelling, undoing, refunds of all or of parts."""

from __future__ import annotations

from typing import NamedTuple

from loyalty.book import selling as book
from loyalty.book.shop import Written
from loyalty.errors import Refusal
from loyalty.refunds.returning import WHOLE, LineBack, Part, done, lines_of
from terminal.scenarios.selling import Common, waiting
from terminal.scenarios.table import Table
from terminal.scenarios.world import Act, Outcome, World


def cancel(table: Table, common: Common) -> Act:
    """Read a sale that is given up: one that waits leaves no trace, a closed one is compensated."""
    of = table.text("of")

    def act(world: World) -> Outcome:
        if of in world.waiting or (not of and world.waiting):
            del world.waiting[waiting(world, of)]
            return Outcome()
        return _back(world, _sale_of(world, of), Part(), common.till, "cancel")

    return act


def undo(table: Table, common: Common) -> Act:
    """Read an undo: of the event named, or of the last one that still stands."""
    of = table.text("of")

    def act(world: World) -> Outcome:
        member = "" if common.member is None else world.person(common.member).name
        last = world.event(of) if of else book.last_standing(world.shop, member=member)
        return _back(world, last, Part(), common.till, book.UNDO)

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
        return _back(world, sold, part, common.till, book.REFUND)

    return act


def _sale_of(world: World, name: str) -> Written:
    if name:
        return world.event(name)
    if world.last_sale is None:
        raise Refusal("nothing_to_undo", "there is no sale yet")
    return world.last_sale


def _back(world: World, of: Written, part: Part, till: str, kind: str) -> Outcome:
    back = book.take_back(world.shop, of, part, till=till, kind=kind)
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
        earlier = [each.event.data for each in book.corrections(world.shop, sold)]
        parts = done(len(lines), earlier)
        named = [at for at, line in enumerate(lines) if line.product == wanted.product]
        left = [at for at in named if parts[at] != WHOLE] or named[:1]
        at = left[0] if left else len(lines)
    return LineBack(line=at, pieces=pieces, amount_minor=amount_minor)

"""A recorded sale as it was sold: its basket and its programme, to record it once more."""

from __future__ import annotations

import msgspec

from loyalty.accounts import VISITS
from loyalty.basket import Basket, Line
from loyalty.boost import RULE
from loyalty.entries import Counted, Given
from loyalty.event import Event
from loyalty.programme import Programme
from loyalty.refunds.returning import SoldLine
from terminal.till import recorder
from terminal.till.desk import Desk

STAMP = "stamp:"


def programme(desk: Desk, made: Event) -> Programme:
    """Give the programme that a sale was recorded under; today's where that one is not here."""
    known = next((one for one in desk.programmes if one.version == made.programme), None)
    return known or recorder.programme(desk)


def basket(made: Event) -> Basket:
    """Give what was bought, as far as the event says: lines, or stamps, or that somebody came."""
    lines = msgspec.convert(made.data.get("lines", []), tuple[SoldLine, ...])
    bought = tuple(
        Line(
            amount_minor=one.amount_minor,
            quantity=one.quantity,
            product=one.product,
            category=one.category,
            kind=one.kind,
        )
        for one in lines
    )
    if bought:
        return Basket(lines=bought)
    given = msgspec.convert(made.data.get("given", []), tuple[Given, ...])
    stamps = sum(each.amount for each in given if each.unit.startswith(STAMP) and each.rule != RULE)
    if stamps:
        return Basket(stamps=stamps)
    counted = msgspec.convert(made.data.get("counted", []), tuple[Counted, ...])
    return Basket(visit=any(each.unit == VISITS for each in counted))

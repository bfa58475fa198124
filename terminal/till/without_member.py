"""Sales without a member: kept, so that a card which comes late still finds its sale.

Such a sale is an event like any other, with an empty member and account and without postings. A
late card takes it back and records it again for its member, in one transaction
(terminal.till.move), so that it can never be added twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from loyalty import days
from loyalty.basket import Basket, Line, typed
from loyalty.event import Event
from loyalty.quote import quote
from storage.records import Told
from terminal.till import boost_now, digits, recorder, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

LOOKED_AT = 20


def record(
    desk: Desk,
    *,
    amount_minor: int = 0,
    lines: Sequence[Line] = (),
    sale_id: str = "",
    said: Mapping[str, Any] | None = None,
    register: tuple[Told, ...] = (),
) -> Event:
    """Record a sale of nobody: an amount, or the lines of a linked register.

    `said` goes along in the event, and `register` beside it: what the register told.

    The open sale goes on. Raises Refusal `amount_negative`, `amount_absurd`, `quantity` or
    `tax_absurd`, and what storage.ports.Ledger.commit raises.
    """
    bought = Basket(lines=tuple(lines)) if lines else typed(amount_minor)
    event_id = sale_id or recorder.new_id(desk)
    made = quote(recorder.programme(desk), None, bought, day=desk.day(), sale_id=event_id)
    told = {**(said or {}), **boost_now.data(desk)}
    return recorder.record(
        desk,
        keeps_sale=True,
        kind="sale",
        event_id=event_id,
        data={**told, "member": "", "account": "", **made.breakdown()},
        sale=event_id,
        amount_minor=made.to_pay_minor,
        register=register,
    )


def entered(desk: Desk) -> list[Effect]:
    """Enter on an amount while nobody is there: it waits for a card; Enter again keeps it so.

    Raises Refusal as `record` and `digits.amount_minor`; what is typed stays.
    """
    amount = digits.amount_minor(desk.typed, desk.shop.scale)
    money = desk.words.money(amount)
    if desk.amount_told != desk.typed:
        desk.amount_told = desk.typed
        sentence = desk.say(
            "{amount} waits. Scan the card, or Enter again without one.", amount=money
        )
        return strip.note(desk, desk.say("Amount"), sentence)
    record(desk, amount_minor=amount)
    desk.typed = desk.amount_told = ""
    sentence = desk.say(
        "Sale {amount} without a member. A card that comes late: F7, then scan it.", amount=money
    )
    return strip.saved(desk, sentence)


def newest(desk: Desk, since_us: int) -> str:
    """Name the newest sale of nobody that still stands, made since a moment; empty if none is."""
    for row in desk.ledger.recent_sales(LOOKED_AT):
        if not row.account and not row.reversed and days.read(row.at) >= since_us:
            return row.sale
    return ""

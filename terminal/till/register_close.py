"""A sale was paid at the cash register: the attached member earns, with no key pressed."""

from __future__ import annotations

import msgspec

from loyalty.errors import Refusal
from loyalty.quote import Quote
from storage.records import Told
from terminal.till import (
    often,
    proof,
    recorder,
    register_sales,
    register_views,
    sale,
    strip,
    without_member,
)
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.register_calls import SaleClosed
from terminal.till.register_replies import SaleReply
from terminal.till.register_state import OpenSale
from terminal.till.register_told import RegisterEvent

SALE = "sale"
VOID = "void"


def close(desk: Desk, name: str, told: SaleClosed) -> tuple[list[Effect], bytes]:
    """Record a paid sale, once: told again, it is answered as before.

    Raises Refusal `sale_differs` for other figures under the same number, `sale_void`,
    `total_differs`, `currency_other`, and what `register_sales.basket_lines` raises; Outage when
    the disk says no: then nothing was written.
    """
    register_sales.check_currency(desk, told.currency)
    known = desk.ledger.register.find(SALE, name)
    if known is not None:
        return [], again(desk, known, told.total_minor)
    opened = _paid(desk, name, told)
    current = desk.register.sales.current
    if current is None or current.name == name:
        register_sales.bring(desk, opened)
    has_member = desk.sale is not None and desk.register.sales.current == opened
    closed = _with_member(desk, opened) if has_member else None
    if closed is None:
        closed = _without(desk, opened)
    register_sales.drop(desk, name)
    effects, reply = closed
    return [*effects, RegisterEvent(kind="sale_closed", body=reply)], reply


def again(desk: Desk, known: Told, total_minor: int) -> bytes:
    """Give the answer of the first time. Raises Refusal `sale_void`, `sale_differs`."""
    if desk.ledger.register.find(VOID, known.name) is not None:
        raise Refusal("sale_void", "this sale was given up", path="sale")
    if known.amount_minor != total_minor and known.reply:
        message = "this sale was closed before, with another total"
        raise Refusal("sale_differs", message, expected=known.amount_minor, got=total_minor)
    return known.reply or _reply_of(known)


def _reply_of(known: Told) -> bytes:
    """Answer from the event alone, when this ledger came out of a copy."""
    return msgspec.json.encode(
        SaleReply(
            sale=known.name,
            state="closed",
            total_minor=known.amount_minor,
            to_pay_minor=known.amount_minor,
        )
    )


def _paid(desk: Desk, name: str, told: SaleClosed) -> OpenSale:
    opened = register_sales.find(desk, name)
    lines = register_sales.basket_lines(desk, told.lines, told.total_minor)
    if not told.lines and opened is not None and opened.lines:
        lines = opened.lines
    paid = OpenSale(name=name, lines=lines)
    if paid.total_minor != told.total_minor:
        message = "the total is not what the lines add up to"
        raise Refusal(
            "total_differs",
            message,
            path="total_minor",
            expected=paid.total_minor,
            got=told.total_minor,
        )
    return paid


def _with_member(desk: Desk, paid: OpenSale) -> tuple[list[Effect], bytes] | None:
    """Close the member's sale; None when it cannot be priced, so that it is kept without one."""
    assert desk.sale is not None
    not_taken = _release_unusable(desk)
    made, _ = register_views.priced(desk)
    if made is None or (not made.spent and often.stops(desk, desk.sale)):
        # Nothing is asked while somebody pays: a supervisor adds it as a late card.
        sale.clear(desk)
        return None
    answered: list[bytes] = []

    def told(quoted: Quote, event_id: str) -> Told:
        reply = SaleReply(
            sale=paid.name,
            state="closed",
            total_minor=quoted.total_minor,
            to_pay_minor=quoted.to_pay_minor,
            member=register_views.member(desk, quoted.points_after),
            points_given=quoted.points_given,
            points_spent=quoted.points_spent,
            rewards=tuple(one.reward for one in quoted.spent if one.reward),
            not_taken=not_taken,
        )
        answered.append(msgspec.json.encode(reply))
        return _row(desk, paid, event=event_id, reply=answered[0])

    # Whatever the strip asks about this sale, the register has answered it.
    desk.question = None
    effects = sale.close(desk, told)
    return effects, answered[0]


def _release_unusable(desk: Desk) -> str:
    """Let a held reward go that cannot be taken now: the sale was paid, and loyalty stops none."""
    held = desk.sale
    assert held is not None
    if desk.waiting is not None or desk.asking is not None:
        desk.waiting = desk.asking = None
    if not held.reward:
        return ""
    made, problem = register_views.priced(desk)
    if made is not None and not proof.of(desk).allows(proof.worth_minor(held, made)):
        problem = "needs_pin"
    if problem:
        sale.change(desk, reward="", choice="", picked=False, gross=False)
        desk.mode = "member"
    return problem


def _without(desk: Desk, paid: OpenSale) -> tuple[list[Effect], bytes]:
    """Keep a sale that nobody showed a card for: a late card may still add it."""
    reply = msgspec.json.encode(
        SaleReply(
            sale=paid.name,
            state="closed",
            total_minor=paid.total_minor,
            to_pay_minor=paid.total_minor,
        )
    )
    event_id = recorder.new_id(desk)
    without_member.record(
        desk,
        lines=paid.lines,
        sale_id=event_id,
        said={"register": {SALE: paid.name}},
        register=(_row(desk, paid, event=event_id, reply=reply),),
    )
    if desk.mode == "idle" and desk.question is None:
        amount = desk.words.money(paid.total_minor)
        sentence = desk.say("Sale of {amount} without a card.", amount=amount)
        strip.note(desk, desk.say("Cash register"), sentence)
    return [], reply


def _row(desk: Desk, paid: OpenSale, *, event: str, reply: bytes) -> Told:
    return Told(
        kind=SALE,
        name=paid.name,
        sale=paid.name,
        at_us=desk.clock.now_us(),
        day=desk.day(),
        amount_minor=paid.total_minor,
        event=event,
        reply=reply,
    )

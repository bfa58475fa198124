"""A sale of the cash register is given up or comes back, whole or in parts."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from loyalty import accounts
from loyalty.errors import Refusal
from loyalty.refunds.refund import Refund
from loyalty.refunds.returning import LineBack, Part
from storage.records import Told
from terminal.till import journal, refund_wish, register_sales, sale, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.register_calls import SaleRefunded
from terminal.till.register_close import SALE, VOID
from terminal.till.register_replies import RefundReply, SaleReply

REFUND = "refund"


def void(desk: Desk, name: str) -> tuple[list[Effect], bytes]:
    """Give a sale up; one that was closed is taken back whole. Told again, answered as before.

    Raises Refusal `sale_unknown`, `already_reversed` and what taking back raises.
    """
    done = desk.ledger.register.find(VOID, name)
    if done is not None:
        return [], done.reply or _voided(name)
    known = desk.ledger.register.find(SALE, name)
    if known is None:
        _give_up_open(desk, name)
        return [], _voided(name)
    reply = _voided(name)
    if _is_elsewhere(desk, known):
        effects = _wish(desk, known)
        _keep(desk, VOID, name, known, reply)
        return effects, reply
    row = journal.row_of(desk, known.event)
    back = journal.reverse(
        desk, row, "undo", told=lambda _, event: _row(desk, VOID, name, known, reply, event=event)
    )
    return _said(desk, back), reply


def refund(desk: Desk, name: str, told: SaleRefunded) -> tuple[list[Effect], bytes]:
    """Take a closed sale back, or a part of it. Told again, answered as before.

    Raises Refusal `sale_unknown`, `refund_differs`, `amount_negative`, `currency_other`,
    `refund_part_later` and what `loyalty.refunds` raises.
    """
    register_sales.check_currency(desk, told.currency)
    if told.amount_minor < 0:
        raise Refusal("amount_negative", "an amount cannot be negative", got=told.amount_minor)
    done = desk.ledger.register.find(REFUND, told.refund)
    if done is not None:
        if done.sale != name:
            message = "this refund was told before, for another sale"
            raise Refusal("refund_differs", message, expected=done.sale, got=name)
        return [], done.reply or _answer(done.sale, done.name, done.amount_minor)
    known = desk.ledger.register.find(SALE, name)
    if known is None:
        raise Refusal("sale_unknown", "no closed sale has this number", path="sale", got=name)
    if desk.ledger.register.find(VOID, name) is not None:
        raise Refusal("already_reversed", "this sale was given up")
    if _is_elsewhere(desk, known):
        return _asked(desk, known, told)
    return _reversed(desk, known, told)


def _reversed(desk: Desk, known: Told, told: SaleRefunded) -> tuple[list[Effect], bytes]:
    answered: list[bytes] = []

    def row(back: Refund, event_id: str) -> Told:
        points = -sum(
            one.amount
            for one in back.postings
            if (one.unit, one.credit) == (accounts.POINTS, accounts.GIVEN)
        )
        reply = _answer(known.name, told.refund, back.money_minor, points)
        answered.append(reply)
        kept = _row(desk, REFUND, told.refund, known, reply, event=event_id)
        return replace(kept, amount_minor=back.money_minor)

    back = journal.reverse(
        desk, journal.row_of(desk, known.event), "refund", part=_part(told), told=row
    )
    return _said(desk, back), answered[0]


def _part(told: SaleRefunded) -> Part:
    lines = tuple(
        LineBack(line=one.line, pieces=one.pieces, amount_minor=one.amount_minor)
        for one in told.lines
    )
    return Part(lines=lines, amount_minor=told.amount_minor)


def _asked(desk: Desk, known: Told, told: SaleRefunded) -> tuple[list[Effect], bytes]:
    """A sale of an earlier time of this till is taken back by the server, and only whole."""
    if told.lines or told.amount_minor not in (0, known.amount_minor):
        raise Refusal("refund_part_later", "this sale can only come back whole by now")
    effects = _wish(desk, known)
    reply = _answer(known.name, told.refund, known.amount_minor, state="asked")
    _keep(desk, REFUND, told.refund, known, reply)
    return effects, reply


def _wish(desk: Desk, known: Told) -> list[Effect]:
    stored = desk.ledger.event(known.event)
    assert stored is not None
    asked = refund_wish.Asked(
        sale=known.event,
        device=desk.ledger.head().device,
        epoch=stored.epoch,
        amount_minor=known.amount_minor,
    )
    return refund_wish.wish(desk, asked)


def _is_elsewhere(desk: Desk, known: Told) -> bool:
    stored = desk.ledger.event(known.event)
    if stored is None:
        raise Refusal("sale_unknown", "this till never made that sale")
    return stored.epoch != desk.ledger.head().epoch or desk.ledger.needs_rejoin()


def _give_up_open(desk: Desk, name: str) -> None:
    opened = register_sales.find(desk, name)
    if opened is None:
        raise Refusal("sale_unknown", "no sale has this number", path="sale", got=name)
    if opened == desk.register.sales.current and desk.sale is not None:
        sale.clear(desk)
    register_sales.drop(desk, name)


def _voided(name: str) -> bytes:
    return msgspec.json.encode(SaleReply(sale=name, state="void", total_minor=0, to_pay_minor=0))


def _answer(name: str, number: str, minor: int, points: int = 0, state: str = "done") -> bytes:
    reply = RefundReply(
        sale=name,
        refund=number,
        state="asked" if state == "asked" else "done",
        money_minor=minor,
        points=points,
    )
    return msgspec.json.encode(reply)


def _row(desk: Desk, kind: str, name: str, known: Told, reply: bytes, *, event: str = "") -> Told:
    return Told(
        kind=kind,
        name=name,
        sale=known.name,
        at_us=desk.clock.now_us(),
        day=desk.day(),
        amount_minor=known.amount_minor,
        event=event,
        reply=reply,
    )


def _keep(desk: Desk, kind: str, name: str, known: Told, reply: bytes) -> None:
    desk.ledger.register.keep(_row(desk, kind, name, known, reply))


def _said(desk: Desk, back: Refund) -> list[Effect]:
    amount = desk.words.money(back.money_minor)
    return strip.saved(desk, desk.say("Taken back at the cash register: {amount}", amount=amount))

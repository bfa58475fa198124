"""The cash register tells and asks; this is the one place that says what it means."""

from __future__ import annotations

import msgspec

from loyalty.errors import LoyaltyError, Outage, Refusal
from terminal.till import (
    pad,
    register_back,
    register_close,
    register_sales,
    register_views,
    reward,
)
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.line import Line
from terminal.till.register_calls import (
    HoldReleased,
    HoldWanted,
    LinesGiven,
    QuoteWanted,
    SaleClosed,
    SaleOpened,
    SaleRefunded,
    SaleVoided,
    StateWanted,
)
from terminal.till.register_close import SALE, VOID
from terminal.till.register_replies import Reply, SaleReply
from terminal.till.register_state import OpenSale
from terminal.till.register_told import RegisterAnswered, RegisterRefused, RegisterTold

Done = tuple[list[Effect], bytes]


def told(desk: Desk, line: Line, message: RegisterTold) -> list[Effect]:
    """Do what the register tells, and answer it; what the rules refuse is an answer too."""
    if desk.stopped is not None:
        stopped = Outage("till_stopped", "this till has stopped; its screen says why")
        return [refused(message.ticket, stopped)]
    try:
        effects, body = _dispatch(desk, line, message)
    except (Refusal, Outage) as error:
        return [refused(message.ticket, error)]
    return [*effects, RegisterAnswered(ticket=message.ticket, body=body)]


def refused(ticket: str, error: LoyaltyError) -> RegisterRefused:
    """Make the answer of an error."""
    details = {key: value for key, value in error.details.items() if value is not None}
    return RegisterRefused(
        ticket=ticket,
        code=error.code,
        message=error.message,
        details=details,
        is_outage=isinstance(error, Outage),
    )


def _dispatch(desk: Desk, line: Line, message: RegisterTold) -> Done:
    name = message.sale
    match message.told:
        case SaleClosed() as wanted:
            return register_close.close(desk, name, wanted)
        case SaleVoided():
            return register_back.void(desk, name)
        case SaleRefunded() as wanted:
            return register_back.refund(desk, name, wanted)
        case SaleOpened() as wanted:
            return _open(desk, name, wanted)
        case LinesGiven() as wanted:
            return _lines(desk, name, wanted)
        case HoldWanted() | HoldReleased() as wanted:
            return _hold(desk, line, name, wanted)
        case QuoteWanted():
            return _said(register_views.quote(desk, _current(desk, name)))
        case StateWanted():
            return _said(register_views.state(desk))


def _open(desk: Desk, name: str, wanted: SaleOpened) -> Done:
    register_sales.check_currency(desk, wanted.currency)
    closed = desk.ledger.register.find(SALE, name)
    if closed is not None:
        return [], register_close.again(desk, closed, closed.amount_minor)
    before = register_sales.find(desk, name)
    lines = register_sales.basket_lines(desk, wanted.lines, 0)
    if before is not None and not lines:
        lines = before.lines
    return _bring(desk, OpenSale(name=name, lines=lines))


def _lines(desk: Desk, name: str, wanted: LinesGiven) -> Done:
    register_sales.check_currency(desk, wanted.currency)
    lines = register_sales.basket_lines(desk, wanted.lines, 0)
    _opened(desk, name)
    return _bring(desk, OpenSale(name=name, lines=lines))


def _bring(desk: Desk, opened: OpenSale) -> Done:
    register_sales.bring(desk, opened)
    made, _ = register_views.priced(desk) if desk.sale else (None, "")
    return _said(
        SaleReply(
            sale=opened.name,
            state="open",
            total_minor=opened.total_minor,
            to_pay_minor=made.to_pay_minor if made else opened.total_minor,
            member=register_views.member(desk),
            points_given=made.points_given if made else 0,
            points_spent=made.points_spent if made else 0,
        )
    )


def _hold(desk: Desk, line: Line, name: str, wanted: HoldWanted | HoldReleased) -> Done:
    """Set a reward aside, or give it back; the rules for a PIN and for rights are the counter's."""
    current = _current(desk, name)
    if desk.sale is None:
        raise Refusal("member_needed", "no member is attached to this sale")
    effects: list[Effect] = []
    if isinstance(wanted, HoldReleased):
        if desk.asking is not None:
            effects += pad.cancel(desk)
        if desk.sale.reward or desk.waiting is not None:
            effects += reward.release(desk)
    elif (desk.sale.reward, desk.sale.choice) != (wanted.reward, wanted.choice):
        if desk.mark.suspect():
            raise Refusal("clock_suspect", "the date of this till has to be confirmed first")
        effects += reward.resume(desk, line, wanted.reward, wanted.choice)
    return effects, msgspec.json.encode(register_views.hold(desk, current))


def _current(desk: Desk, name: str) -> OpenSale:
    """Give the sale at the counter; one that was put aside is brought there."""
    opened = _opened(desk, name)
    register_sales.bring(desk, opened)
    return opened


def _opened(desk: Desk, name: str) -> OpenSale:
    """Find an open sale. Raises Refusal `sale_closed`, `sale_void`, `sale_unknown`."""
    opened = register_sales.find(desk, name)
    if opened is not None:
        return opened
    known = desk.ledger.register.find(SALE, name)
    if known is None:
        raise Refusal("sale_unknown", "no open sale has this number", path="sale", got=name)
    if desk.ledger.register.find(VOID, known.name) is not None:
        raise Refusal("sale_void", "this sale was given up", path="sale")
    raise Refusal("sale_closed", "this sale was closed before", path="sale")


def _said(reply: Reply) -> Done:
    return [], msgspec.json.encode(reply)

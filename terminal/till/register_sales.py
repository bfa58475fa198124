"""Which sales are open at the cash register: the one at the counter, and those put aside."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from loyalty.basket import Basket, Line
from loyalty.errors import Refusal
from loyalty.quote import check_amounts
from terminal.till import recorder, sale
from terminal.till.desk import Desk
from terminal.till.register_calls import SoldLine
from terminal.till.register_state import OpenSale, OpenSales

KEPT = "register_open"
PARKED_MAX = 50


def change(desk: Desk, **fields: object) -> None:
    """Replace what the till knows of the register."""
    desk.register = msgspec.structs.replace(desk.register, **fields)


def basket_lines(desk: Desk, told: Sequence[SoldLine], total_minor: int) -> tuple[Line, ...]:
    """Give the lines that were told; without any, one line with the total.

    Raises Refusal `amount_negative`, `amount_absurd`, `quantity`, `tax_absurd`.
    """
    lines = tuple(Line(**msgspec.structs.asdict(one)) for one in told)
    if not lines and total_minor:
        lines = (Line(amount_minor=total_minor),)
    check_amounts(recorder.programme(desk), Basket(lines=lines))
    return lines


def check_currency(desk: Desk, currency: str) -> None:
    """Raise Refusal `currency_other` for another one than the shop's."""
    mine = desk.shop.currency
    if currency and currency != mine:
        message = f"this shop's currency is {mine}"
        raise Refusal("currency_other", message, expected=mine, got=currency)


def find(desk: Desk, name: str) -> OpenSale | None:
    """Find an open sale, at the counter or put aside."""
    sales = desk.register.sales
    known = (*((sales.current,) if sales.current else ()), *sales.parked)
    return next((one for one in known if one.name == name), None)


def bring(desk: Desk, wanted: OpenSale) -> None:
    """Bring a sale to the counter; another one that is there is put aside without its member."""
    sales = desk.register.sales
    rest = tuple(one for one in sales.parked if one.name != wanted.name)
    current = sales.current
    if current is not None and current.name != wanted.name:
        rest = (*rest, current)[-PARKED_MAX:]
        if desk.sale is not None:
            sale.clear(desk)
    _keep(desk, OpenSales(current=wanted, parked=rest))
    attach(desk)


def drop(desk: Desk, name: str) -> None:
    """Forget an open sale; a member who is still attached stays, and their sale is typed again."""
    sales = desk.register.sales
    current = sales.current if sales.current and sales.current.name != name else None
    rest = tuple(one for one in sales.parked if one.name != name)
    _keep(desk, OpenSales(current=current, parked=rest))
    attach(desk)


def attach(desk: Desk) -> None:
    """Let the sale of the attached member be the register's, where it has one open."""
    if desk.sale is None:
        return
    current = desk.register.sales.current
    if current is not None:
        desk.typed = ""
        sale.change(desk, linked=True, lines=current.lines, typed="", gross=False)
    elif desk.sale.linked:
        sale.change(desk, linked=False, lines=())


def restore(desk: Desk) -> None:
    """Know again after a crash what was open."""
    raw = desk.ledger.get(KEPT)
    if raw:
        change(desk, sales=msgspec.json.decode(raw, type=OpenSales))
    attach(desk)


def _keep(desk: Desk, sales: OpenSales) -> None:
    if sales == desk.register.sales:
        return
    desk.ledger.put(KEPT, msgspec.json.encode(sales).decode())
    change(desk, sales=sales)

"""One sentence for every code that the linked cash register brings to the counter."""

from __future__ import annotations

from terminal.till.marking import mark

REGISTER = {
    "register_amount": mark(
        "The cash register gives the amount of this sale. Nothing is typed here."
    ),
    "register_closes": mark("The cash register closes this sale. Esc lets the member go."),
    "currency_other": mark("The cash register has another currency. Set it to the shop's own."),
    "sale_closed": mark("The cash register closed this sale before. Begin a new one there."),
    "sale_void": mark("The cash register gave this sale up. Begin a new one there."),
    "sale_differs": mark(
        "The cash register told this sale before, with another amount. Check it there."
    ),
    "refund_differs": mark(
        "The cash register told this refund before, for another sale. Check it there."
    ),
    "refund_part_later": mark("A part of this sale cannot come back any more. Take it back whole."),
    "total_differs": mark(
        "The cash register's total is not that of its lines. Check the sale there."
    ),
    "till_stopped": mark("This till has stopped. Its screen says why."),
}

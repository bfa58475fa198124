"""Reads the basket of a sale: lines or one amount, rewards, codes, stamps, a membership."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from loyalty.assurance import Identification
from loyalty.basket import GIFT_CARD, GOODS, MEMBERSHIP, SHIPPING, Basket, Claim, Line
from loyalty.rewards.typed_total import total_of_paid
from loyalty.scene import Scene
from terminal.scenarios import identifying
from terminal.scenarios.table import Table

KINDS = (GOODS, GIFT_CARD, SHIPPING, MEMBERSHIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a sale is about: its basket, the memberships it sells and what was paid for it."""

    basket: Basket
    memberships: tuple[str, ...] = ()
    paid_minor: int | None = None
    shown: Identification | None = None

    def basket_in(self, scene: Scene) -> Basket:
        """Give the basket with the fees of its memberships and the amount before rewards."""
        basket, programme = self.basket, scene.programme
        lines = list(basket.lines)
        if self.paid_minor is not None:
            amount_minor = total_of_paid(
                programme, basket.claims, self.paid_minor, scene=scene, codes=basket.codes
            )
            lines.append(Line(amount_minor=amount_minor))
        fees = {each.id: each.fee_minor for each in programme.memberships}
        lines += [
            Line(amount_minor=fees.get(each, 0), product=each, kind=MEMBERSHIP)
            for each in self.memberships
        ]
        return msgspec.structs.replace(basket, lines=tuple(lines))


def wanted(table: Table, *, visit: bool = False) -> Wanted:
    """Read what a sale is about from the table of its event."""
    lines = [_line(each) for each in table.tables("lines", "items")]
    lines += _typed(table)
    stamps = table.whole("stamps") if table.has("stamps") else None
    return Wanted(
        basket=Basket(
            lines=tuple(lines),
            claims=_claims(table),
            codes=table.texts("codes", "code"),
            stamps=stamps,
            visit=table.flag("visit", default=visit),
        ),
        memberships=table.texts("membership", "memberships"),
        paid_minor=table.money("paid"),
        shown=identifying.shown(table),
    )


def joined(first: Wanted, more: Wanted) -> Wanted:
    """Add what was rung up later to a basket that waited."""
    a, b = first.basket, more.basket
    return Wanted(
        basket=Basket(
            lines=(*a.lines, *b.lines),
            claims=(*a.claims, *b.claims),
            codes=(*a.codes, *b.codes),
            stamps=b.stamps if b.stamps is not None else a.stamps,
            visit=a.visit or b.visit,
        ),
        memberships=(*first.memberships, *more.memberships),
        paid_minor=first.paid_minor if more.paid_minor is None else more.paid_minor,
        shown=more.shown or first.shown,
    )


def _typed(table: Table) -> list[Line]:
    """Read one typed amount, and what it was for."""
    amount_minor = table.money("amount", "total")
    line = Line(
        amount_minor=amount_minor or 0,
        quantity=table.whole("quantity", default=1),
        product=table.text("product"),
        category=table.text("category"),
        kind=table.one_of(KINDS, "kind", default=GOODS),
        tax_minor=table.money("tax") or 0,
    )
    if amount_minor is None and line != Line(amount_minor=0):
        table.wrong("amount", "nothing", "an amount that this is about, or lines")
    return [] if amount_minor is None else [line]


def _line(table: Table) -> Line:
    quantity = table.whole("quantity", "qty", "pieces", default=1)
    each_minor = table.money("price", "each")
    amount_minor = table.money("amount", "total")
    if amount_minor is None and each_minor is None:
        table.wrong("amount", "nothing", "the price of a piece (price) or of the line (amount)")
    elif amount_minor is not None and each_minor is not None:
        table.wrong("price", "both", "price or amount, not both")
    tax_minor = table.money("tax")
    line = Line(
        amount_minor=(each_minor or 0) * quantity if amount_minor is None else amount_minor,
        quantity=quantity,
        product=table.text("product"),
        category=table.text("category"),
        kind=table.one_of(KINDS, "kind", default=GOODS),
        tax_minor=tax_minor or 0,
    )
    table.close()
    return line


def _claims(table: Table) -> tuple[Claim, ...]:
    value = table.take("rewards", "reward", "claims", "claim")
    if value is None:
        return ()
    found: list[Claim] = []
    for at, each in enumerate(value if isinstance(value, list) else [value], 1):
        if isinstance(each, str):
            found.append(Claim(reward=each))
            continue
        inner = table.table(each, f"rewards[{at}]")
        times = inner.whole("times", default=1)
        claim = Claim(
            reward=inner.text("reward", "id"),
            points=inner.whole("points"),
            choice=inner.text("choice"),
            pieces=inner.whole("pieces"),
        )
        inner.close()
        found += [claim] * times
    return tuple(found)

"""The basket: what is bought, which rewards are taken and which codes were said in one sale."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

GOODS = "goods"
GIFT_CARD = "gift_card"
SHIPPING = "shipping"
MEMBERSHIP = "membership"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a sale.

    `amount_minor` is the price of the whole line, for all `quantity` pieces, before any reward;
    `tax_minor` is the tax in it. Only lines of kind `goods` earn and can be discounted: a gift
    card is money in another form, shipping only a shipping reward takes off, and a line of kind
    `membership` sells the paid membership that `product` names.
    """

    amount_minor: int
    quantity: int = 1
    product: str = ""
    category: str = ""
    kind: str = GOODS
    tax_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Claim:
    """One reward that is taken: its id, and what the member says about it.

    `points` is how many points to pay with (a `pay` reward; 0 is as many as fit), `choice` the
    option of a `choice` reward, `pieces` how many of the free pieces are wanted (0 is all).
    """

    reward: str
    points: int = 0
    choice: str = ""
    pieces: int = 0


class Basket(msgspec.Struct, frozen=True, kw_only=True):
    """One sale as it stands: lines, rewards taken (repeats allowed), codes said, typed stamps.

    `stamps` is what a cashier counted by hand; None lets the stamp cards count by themselves.
    `visit` says that somebody came in without buying anything: a check-in.
    """

    lines: tuple[Line, ...] = ()
    claims: tuple[Claim, ...] = ()
    codes: tuple[str, ...] = ()
    stamps: int | None = None
    visit: bool = False

    @property
    def total_minor(self) -> int:
        """Give the sale's amount before rewards."""
        return sum(line.amount_minor for line in self.lines)


def claims(*rewards: str) -> tuple[Claim, ...]:
    """Give the claims on rewards about which there is nothing to say."""
    return tuple(Claim(reward=each) for each in rewards)


def typed(amount_minor: int, *rewards: str) -> Basket:
    """Give the basket of a till without a linked register: one line with the typed amount."""
    return Basket(lines=(Line(amount_minor=amount_minor),), claims=claims(*rewards))

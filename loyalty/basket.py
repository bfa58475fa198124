"""The basket: what is bought and which rewards are taken in one sale."""

from __future__ import annotations

from dataclasses import dataclass

GOODS = "goods"
GIFT_CARD = "gift_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a sale.

    `amount_minor` is the price of the whole line, for all `quantity` pieces, before any reward.
    Only lines of kind `goods` earn and can be discounted; a gift card is money in another form.
    """

    amount_minor: int
    quantity: int = 1
    product: str = ""
    category: str = ""
    kind: str = GOODS


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """One sale as it stands: its lines, the rewards taken (ids, repeats allowed), typed stamps.

    `stamps` is what a cashier counted by hand; None lets the stamp cards count by themselves.
    """

    lines: tuple[Line, ...] = ()
    rewards: tuple[str, ...] = ()
    stamps: int | None = None

    @property
    def total_minor(self) -> int:
        """Give the sale's amount before rewards."""
        return sum(line.amount_minor for line in self.lines)


def typed(amount_minor: int, *rewards: str) -> Basket:
    """Give the basket of a till without a linked register: one line with the typed amount."""
    return Basket(lines=(Line(amount_minor=amount_minor),), rewards=rewards)

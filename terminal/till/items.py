"""The items of a sale that were rung up with quick keys: added, taken off, told, and priced."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec

from loyalty.basket import Line
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.programme.earn import StampCard
from terminal.till import digits
from terminal.till.desk import Desk
from terminal.till.quick_values import QuickKey

MOST: Final = 99


def rung(desk: Desk) -> tuple[QuickKey, ...]:
    """Give the items of the open sale, or those that wait for a card."""
    return desk.sale.items if desk.sale is not None else desk.items


def put(desk: Desk, found: tuple[QuickKey, ...]) -> None:
    """Let these be the items."""
    if desk.sale is None:
        desk.items = found
    else:
        desk.sale = msgspec.structs.replace(desk.sale, items=found)


def take_off(desk: Desk) -> bool:
    """Take the last item off; False when there is none."""
    have = rung(desk)
    put(desk, have[:-1])
    return bool(have)


def told(desk: Desk) -> str:
    """Say what was rung up: "2 x Coffee, Lunch"."""
    counts = Counter(each.name for each in rung(desk))
    return ", ".join(name if n == 1 else f"{n} \u00d7 {name}" for name, n in counts.items())


def waiting(desk: Desk) -> str:
    """Say what waits for a card."""
    return desk.say("{items} waits. Scan the card to give the points.", items=told(desk))


def stamps(found: tuple[QuickKey, ...]) -> int:
    """Count the items that are stamped on a card."""
    return sum(bool(each.card) for each in found)


def total_minor(found: tuple[QuickKey, ...]) -> int:
    """Sum the prices that are known."""
    return sum(each.price_minor for each in found)


def lines(found: tuple[QuickKey, ...], typed: str, programme: Programme) -> tuple[Line, ...]:
    """Give the lines of a sale; what is typed is the amount of all of it.

    What the prices leave of it belongs to the items without a price, or to no item at all.
    Raises Refusal `items_price` when an item has no price and nothing is typed, `items_above`
    when the prices come to more than is typed, and what `digits.amount_minor` raises.
    """
    counts = Counter(found)
    open_ = [each for each in counts if not each.price_minor]
    priced_minor = total_minor(found)
    if open_ and not typed:
        raise Refusal("items_price", "an item has no price: type the amount of the sale")
    rest_minor = digits.amount_minor(typed, programme.scale) - priced_minor if typed else 0
    if rest_minor < 0:
        raise Refusal("items_above", "the items cost more than the amount that was typed")
    made = [_line(each, n, each.price_minor * n, programme) for each, n in counts.items()]
    if not open_:
        return (*made, Line(amount_minor=rest_minor)) if rest_minor else tuple(made)
    left_minor, left = rest_minor, sum(counts[each] for each in open_)
    for at, (each, n) in enumerate(counts.items()):
        if each.price_minor:
            continue
        part_minor = left_minor * n // left
        left_minor, left = left_minor - part_minor, left - n
        made[at] = _line(each, n, part_minor, programme)
    return tuple(made)


def _line(each: QuickKey, count: int, amount_minor: int, programme: Programme) -> Line:
    product, category = each.name, each.category
    card = next((one for one in programme.stamp_cards if one.id == each.card), None)
    if card is not None and not card.covers(product, category):
        product, category = _named_by(card, product, category)
    return Line(amount_minor=amount_minor, quantity=count, product=product, category=category)


def _named_by(card: StampCard, product: str, category: str) -> tuple[str, str]:
    """Name a line so that its stamp card counts it, as the owner said of this key."""
    if card.categories:
        return product, card.categories[0]
    return (card.products[0], category) if card.products else (product, category)

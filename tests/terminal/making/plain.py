"""Plain cards for tests of what is around a design: a number, its QR code and its bars."""

from __future__ import annotations

from collections.abc import Iterator

from cards.code import code128_modules, qr_modules
from cards.drawing.shapes import Bars, Group, Modules, Page, Rect, Shape, Text
from terminal.making import places
from terminal.making.read_back import Cell
from terminal.till.card_values import CardWanted, MakeCards

WIDTH_MM, HEIGHT_MM = 85.6, 53.98
COLUMNS, ROWS = 2, 5


def drawn(
    number: str, *, qr: str = "", bars: str = "", over: tuple[Shape, ...] = ()
) -> tuple[Shape, ...]:
    """Draw one card; `qr` and `bars` say something else than its number, `over` hides things."""
    return (
        Rect(x_mm=0, y_mm=0, width_mm=WIDTH_MM, height_mm=HEIGHT_MM, fill="#ffffff"),
        Text(x_mm=5, baseline_mm=10, text=number, size_mm=4),
        Modules(x_mm=60, y_mm=5, module_dots=11, rows=qr_modules(qr or number)),
        Bars(x_mm=6, y_mm=35, height_mm=14, module_dots=5, modules=code128_modules(bars or number)),
        *over,
    )


def a4(order: MakeCards) -> Iterator[tuple[Page, tuple[Cell, ...]]]:
    """Draw ten cards on each A4 page."""
    yield from sheets(order, {})


def sheets(
    order: MakeCards, other: dict[str, tuple[Shape, ...]]
) -> Iterator[tuple[Page, tuple[Cell, ...]]]:
    """Draw ten cards on each A4 page; cards of `other` are drawn as it says."""
    size = COLUMNS * ROWS
    for at in range(0, len(order.cards), size):
        groups: list[Shape] = []
        cells: list[Cell] = []
        for place, card in enumerate(order.cards[at : at + size]):
            group = _placed(card, place, other)
            groups.append(group)
            cells.append(cell(card.number, group))
        yield Page(width_mm=210, height_mm=297, shapes=tuple(groups)), tuple(cells)


def cell(number: str, group: Group) -> Cell:
    """Say what a card has to say, and where."""
    return Cell(number=number, codes=places.codes((group,)))


def _placed(card: CardWanted, place: int, other: dict[str, tuple[Shape, ...]]) -> Group:
    row, column = divmod(place, COLUMNS)
    return Group(
        shapes=other.get(card.number) or drawn(card.number),
        x_mm=15 + column * WIDTH_MM,
        y_mm=12 + row * HEIGHT_MM,
    )

"""Designs and papers, put together: the pages of a job, and which cards stand where on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from cards import design as designs
from cards import design_check, layout, sheet, stock
from cards.design import Design
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Group, Page
from cards.layout import Card
from cards.personalisation import csv_lines
from cards.sheet import Nudge, Sides
from cards.stock import Stock
from loyalty.errors import LoyaltyError, Refusal
from terminal.making import places
from terminal.making.read_back import Cell
from terminal.till.card_values import (
    CardWanted,
    DesignSeen,
    DesignsFound,
    MakeCards,
    StockSeen,
)
from terminal.till.shop_logo import logo_of

Sheet = tuple[Page, tuple[Cell, ...]]
CODELESS: Final = "stamps"
"""The kind of design that has no number: a rubber stamp is all it needs."""
SHOWN_KIND: Final = "card"
NUDGED: Final = ("x_mm", "y_mm", "back_x_mm", "back_y_mm")


def known(folder: Path) -> DesignsFound:
    """Give the designs that have a code, what cards can be printed on, and the shop's logo."""
    found = [designs.load(name) for name in designs.names()]
    logo = logo_of(folder)
    return DesignsFound(
        designs=tuple(
            DesignSeen(name=one.name, title=one.title) for one in found if one.kind != CODELESS
        ),
        stocks=tuple(_seen(one, found) for one in stock.table()),
        logo=str(logo) if logo else "",
    )


def check(design: str, paper: str, start: int) -> None:
    """Raise Refusal before any number is made for what cannot be printed.

    `design_unknown`, `design_wrong`, `design_codeless`, `stock_unknown`, `stock_size`,
    `stock_start`.
    """
    drawn = _with_code(design)
    design_check.ensure(drawn, Fonts())
    grid = stock.grid_of(stock.find(paper), drawn.size.width_mm, drawn.size.height_mm)
    if not 1 <= start <= grid.count:
        raise Refusal("stock_start", f"a sheet has places 1 to {grid.count}", got=start)


def faces(design: str, shop: str, card: CardWanted, logo: str) -> tuple[Page, ...]:
    """Give the sides of one card. Raises Refusal as `cards.design.load`."""
    sides = layout.pages_of(designs.load(design), _card(shop, card, _read(logo)))
    return tuple(side for side in sides if side is not None)


def sheets(order: MakeCards) -> Iterator[Sheet]:
    """Draw a job page by page, and say which card stands where. Raises as `check`."""
    drawn, paper, logo = _with_code(order.design), stock.find(order.stock), _read(order.logo)
    taken: list[str] = []

    def sides() -> Iterator[Sides]:
        for card in order.cards:
            taken.append(card.number)
            yield layout.pages_of(drawn, _card(order.shop, card, logo))

    here: tuple[str, ...] = ()
    nudge = Nudge(**dict(zip(NUDGED, order.nudge, strict=False)))
    for page in sheet.lay(sides(), paper, order.start, nudge=nudge):
        if taken:
            # Cards were drawn since the page before: these are fronts. Else these are their backs.
            here, taken[:] = tuple(taken), []
        yield page, _cells(page, here, paper)


def lines(order: MakeCards) -> Iterator[str]:
    """Give the list that a print shop personalises the cards of a job from, line by line."""
    return csv_lines(_card(order.shop, card, None) for card in order.cards)


def _cells(page: Page, numbers: Sequence[str], paper: Stock) -> tuple[Cell, ...]:
    if paper.paper is None and not paper.marks:
        return tuple(Cell(number=one, codes=places.codes(page.shapes)) for one in numbers)
    cards = [shape for shape in page.shapes if isinstance(shape, Group)]
    return tuple(
        Cell(number=one, codes=places.codes((card,)))
        for one, card in zip(numbers, cards, strict=True)
    )


def _with_code(name: str) -> Design:
    drawn = designs.load(name)
    if drawn.kind == CODELESS:
        raise Refusal("design_codeless", f"the design {drawn.name!r} has no code to scan")
    return drawn


def _seen(one: Stock, known: Sequence[Design]) -> StockSeen:
    """Say how many cards of the usual size are on a sheet; none where it is for another size."""
    grids: dict[str, tuple[int, int]] = {}
    for each in known:
        with suppress(LoyaltyError):
            grid = stock.grid_of(one, each.size.width_mm, each.size.height_mm)
            grids[each.name] = (grid.columns, grid.rows)
    usual = next((each.name for each in known if each.kind == SHOWN_KIND), "")
    columns, rows = grids.get(usual, (0, 0))
    shifts = not (one.marks and one.paper is None)
    return StockSeen(
        name=one.name, title=one.title, cards=columns * rows, grids=grids, shifts=shifts
    )


def _card(shop: str, card: CardWanted, logo: bytes | None) -> Card:
    return Card(
        shop=shop,
        number=card.number,
        member=card.name,
        language=card.language or "en",
        tier=card.level,
        tier_rank=card.rank,
        logo=logo,
    )


def _read(logo: str) -> bytes | None:
    try:
        return Path(logo).read_bytes() if logo else None
    except OSError as error:
        raise Refusal("logo_missing", f"the logo {logo} cannot be read", got=logo) from error

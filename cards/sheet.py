"""Lays cards on sheets: cell by cell, backs mirrored for duplex, with marks to cut along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import msgspec

from cards.drawing.shapes import Clip, Group, Page, Shape, Stroke
from cards.stock import Grid, Stock, grid_of
from loyalty.errors import Refusal

MARK_MM = 4.0
_MARK_GAP_MM = 1.0
_MARK_PEN_MM = 0.1
_MARK_INK = "#000000"
_BLEED_MM = 2.0

Sides = tuple[Page, Page | None]


class Nudge(msgspec.Struct, frozen=True, kw_only=True):
    """How far one printer is off, so that it is put right: to the right and down, each side."""

    x_mm: float = 0.0
    y_mm: float = 0.0
    back_x_mm: float = 0.0
    back_y_mm: float = 0.0


def lay(
    pages: Iterable[Sides], stock: Stock, start: int = 1, *, nudge: Nudge | None = None
) -> Iterator[Page]:
    """Lay cards on sheets, each front sheet followed by its back where cards have one.

    `start` is the first free cell of the first sheet, counted from 1 at the upper left, row by
    row. Raises Refusal `stock_size` and `stock_start`. Memory holds one sheet at a time.
    """
    cards = iter(pages)
    first = next(cards, None)
    if first is None:
        return
    grid = grid_of(stock, first[0].width_mm, first[0].height_mm)
    if not 1 <= start <= grid.count:
        raise Refusal("stock_start", f"a sheet has places 1 to {grid.count}", places=grid.count)
    nudge = nudge or Nudge()
    left, cards = start - 1, chain([first], cards)
    while here := list(islice(cards, grid.count - left)):
        yield _sheet(stock, grid, [front for front, _ in here], left, nudge, back=False)
        if any(back is not None for _, back in here):
            yield _sheet(stock, grid, [back for _, back in here], left, nudge, back=True)
        left = 0


def places(stock: Stock, page: Page) -> int:
    """Give how many cards like a page one sheet has. Raises Refusal `stock_size`."""
    return grid_of(stock, page.width_mm, page.height_mm).count


def _sheet(
    stock: Stock, grid: Grid, cards: list[Page | None], skip: int, nudge: Nudge, *, back: bool
) -> Page:
    if stock.paper is None:
        card = cards[0]
        assert card is not None, "a sheet of one card has that card"
        return _marked(card) if stock.marks else _nudged(card, nudge, back=back)
    off_x, off_y = _offset(nudge, back=back)
    shapes = list[Shape]()
    for at, card in enumerate(cards, skip):
        if card is not None:
            x, y = grid.place_mm(at, mirrored=back)
            shapes.append(_placed(card, grid, x + off_x, y + off_y, back=back))
    if stock.marks:
        shapes += _marks(grid, off_x, off_y, back=back)
    return Page(width_mm=grid.paper_mm[0], height_mm=grid.paper_mm[1], shapes=tuple(shapes))


def _offset(nudge: Nudge, *, back: bool) -> tuple[float, float]:
    return (nudge.back_x_mm, nudge.back_y_mm) if back else (nudge.x_mm, nudge.y_mm)


def _placed(card: Page, grid: Grid, x_mm: float, y_mm: float, *, back: bool) -> Group:
    """Put a card into the middle of its cell, cut off where its neighbour's bleed begins."""
    wide, high = grid.cell_mm
    shown = (card.height_mm, card.width_mm) if grid.turned else (card.width_mm, card.height_mm)
    inset = ((wide - shown[0]) / 2, (high - shown[1]) / 2)
    bleed = [
        max(0.0, min(card.bleed_mm, (grid.pitch_mm[at] - grid.cell_mm[at]) / 2)) for at in (0, 1)
    ]
    # In the card's own directions: a card that is turned has them the other way round.
    beyond = [bleed[at] + inset[at] for at in (0, 1)]
    if grid.turned:
        beyond.reverse()
    clip = Clip(
        x_mm=-beyond[0],
        y_mm=-beyond[1],
        width_mm=card.width_mm + 2 * beyond[0],
        height_mm=card.height_mm + 2 * beyond[1],
    )
    x, y = x_mm + inset[0], y_mm + inset[1]
    if not grid.turned:
        return Group(shapes=card.shapes, x_mm=x, y_mm=y, clip=clip)
    # Turned over its long side, a card's back has its top where its front has it.
    if back:
        return Group(shapes=card.shapes, x_mm=x, y_mm=y + shown[1], quarters=3, clip=clip)
    return Group(shapes=card.shapes, x_mm=x + shown[0], y_mm=y, quarters=1, clip=clip)


def _nudged(card: Page, nudge: Nudge, *, back: bool) -> Page:
    x, y = _offset(nudge, back=back)
    if not x and not y:
        return card
    return msgspec.structs.replace(card, shapes=(Group(shapes=card.shapes, x_mm=x, y_mm=y),))


def _marked(card: Page) -> Page:
    """Give a page for a print shop: the card with its bleed, and marks where it is cut."""
    around = card.bleed_mm + _MARK_GAP_MM + MARK_MM
    bleed = card.bleed_mm
    clip = Clip(
        x_mm=-bleed,
        y_mm=-bleed,
        width_mm=card.width_mm + 2 * bleed,
        height_mm=card.height_mm + 2 * bleed,
    )
    xs, ys = (around, around + card.width_mm), (around, around + card.height_mm)
    width, height = card.width_mm + 2 * around, card.height_mm + 2 * around
    return Page(
        width_mm=width,
        height_mm=height,
        shapes=(
            Group(shapes=card.shapes, x_mm=around, y_mm=around, clip=clip),
            *_lines(xs, ys, (bleed + _MARK_GAP_MM, bleed + _MARK_GAP_MM)),
        ),
        trim=Clip(x_mm=around, y_mm=around, width_mm=card.width_mm, height_mm=card.height_mm),
    )


def _marks(grid: Grid, off_x: float, off_y: float, *, back: bool) -> Iterator[Stroke]:
    """Mark every edge of every card around the outside of the sheet."""
    wide, high = grid.cell_mm
    places = [grid.place_mm(at, mirrored=back) for at in range(grid.count)]
    xs = {round(x + off_x + part, 4) for x, _ in places for part in (0.0, wide)}
    ys = {round(y + off_y + part, 4) for _, y in places for part in (0.0, high)}
    bleed = [max(0.0, (grid.pitch_mm[at] - grid.cell_mm[at]) / 2) for at in (0, 1)]
    gaps = (min(_BLEED_MM, bleed[0]) + _MARK_GAP_MM, min(_BLEED_MM, bleed[1]) + _MARK_GAP_MM)
    yield from _lines(tuple(sorted(xs)), tuple(sorted(ys)), gaps)


def _lines(
    xs: tuple[float, ...], ys: tuple[float, ...], gaps: tuple[float, float]
) -> Iterator[Stroke]:
    left, right, top, bottom = xs[0], xs[-1], ys[0], ys[-1]
    for x in xs:
        for near, far in (
            (top - gaps[1], top - gaps[1] - MARK_MM),
            (bottom + gaps[1], bottom + gaps[1] + MARK_MM),
        ):
            yield _line(x, near, x, far)
    for y in ys:
        for near, far in (
            (left - gaps[0], left - gaps[0] - MARK_MM),
            (right + gaps[0], right + gaps[0] + MARK_MM),
        ):
            yield _line(near, y, far, y)


def _line(x1: float, y1: float, x2: float, y2: float) -> Stroke:
    path = (("M", (x1, y1)), ("L", (x2, y2)))
    return Stroke(path=path, colour=_MARK_INK, width_mm=_MARK_PEN_MM, round=False)

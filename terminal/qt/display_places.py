"""Where the blocks of a scene stand: sums only, upright and across."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRect, QSize

from terminal.qt.display_buttons import DisplayKey, alike
from terminal.qt.display_parts import Block
from terminal.qt.look import Look
from terminal.qt.pad_places import MM_PER_INCH
from terminal.qt.pad_text import SCALES

TOUCH_LEAST_MM = 14
"""A little over the twelve millimetres that a finger needs."""
TILE_SHARE = 0.42
MAIN_SHARE = 0.62


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a scene is made of: words, a side beside or under them, a grid, and what ends it.

    `columns` are those of the grid, across and upright; `at_top` lets the words begin at the top.
    """

    main: Sequence[Block] = ()
    side: Sequence[Block] = ()
    grid: Sequence[DisplayKey] = ()
    columns: tuple[int, int] = (2, 1)
    foot: Sequence[Block] = ()
    keys: Sequence[DisplayKey] = field(default_factory=tuple)
    at_top: bool = False
    tile_most: float = TILE_SHARE


def touch_px(look: Look, dpi: float) -> int:
    """The least height of what is touched, in px."""
    return max(look.size("display_button"), round(TOUCH_LEAST_MM * dpi / MM_PER_INCH))


def arrange(look: Look, inner: QRect, dpi: float, parts: Parts, *, upright: bool) -> None:
    """Gives every block of a scene its place inside `inner`."""
    gap = look.size("pad_part_gap")
    room = QRect(inner)
    if parts.keys:
        room = _keys(look, room, dpi, parts.keys, upright=upright)
    if parts.foot:
        high = fitted(parts.foot, room.size(), look, most=room.height() // 2)
        place(parts.foot, QRect(room.left(), room.bottom() + 1 - high, room.width(), high), look)
        room.setBottom(room.bottom() - high - gap)
    if parts.side and not upright:
        half = (room.width() - look.size("pad_gap")) // 2
        left = QRect(room.left(), room.top(), half, room.height())
        right = QRect(room.right() + 1 - half, room.top(), half, room.height())
        centred(parts.main, left, look)
        centred(parts.side, right, look)
    elif parts.side:
        most = round(room.height() * MAIN_SHARE)
        high = fitted(parts.side, room.size(), look, most=most)
        place(parts.side, QRect(room.left(), room.bottom() + 1 - high, room.width(), high), look)
        room.setBottom(room.bottom() - high - gap)
        centred(parts.main, room, look)
    elif parts.grid:
        _with_grid(look, room, dpi, parts, upright=upright)
    elif parts.at_top:
        high = fitted(parts.main, room.size(), look)
        place(parts.main, QRect(room.left(), room.top(), room.width(), high), look)
    else:
        centred(parts.main, room, look)


def fitted(blocks: Sequence[Block], size: QSize, look: Look, *, most: int = 0) -> int:
    """Fits blocks one under the other at one scale; gives their height together."""
    most = most or size.height()
    high = 0
    for scale in SCALES:
        gap = round(look.size("display_gap") * scale)
        heights = [block.fit(size.width(), scale) for block in blocks]
        high = sum(heights) + gap * (sum(1 for each in heights if each) - 1)
        widest = max((block.width_needed() for block in blocks), default=0)
        if high <= most and widest <= size.width():
            break
    return max(min(high, most), 0)


def place(blocks: Sequence[Block], rect: QRect, look: Look) -> None:
    """Puts blocks that were fitted one under the other, from the top of `rect`."""
    heights = [block.height_now() for block in blocks]
    shown = [each for each in heights if each]
    spare = rect.height() - sum(shown)
    gap = max(0, min(look.size("display_gap"), spare // max(len(shown) - 1, 1)))
    top = rect.top()
    for block, high in zip(blocks, heights, strict=True):
        block.put(QRect(rect.left(), top, rect.width(), high))
        top += high + gap if high else 0


def centred(blocks: Sequence[Block], rect: QRect, look: Look) -> None:
    """Fits blocks into `rect` and puts them into its vertical middle."""
    high = fitted(blocks, rect.size(), look)
    top = rect.top() + max(0, (rect.height() - high) // 2)
    place(blocks, QRect(rect.left(), top, rect.width(), high), look)


def _keys(
    look: Look, room: QRect, dpi: float, keys: Sequence[DisplayKey], *, upright: bool
) -> QRect:
    """Puts buttons along the foot, side by side or one over the other; gives what is left."""
    high, gap = touch_px(look, dpi), look.size("display_gap")
    rows = len(keys) if upright else 1
    top = room.bottom() + 1 - rows * high - (rows - 1) * gap
    across = 1 if upright else len(keys)
    wide = (room.width() - (across - 1) * gap) // across
    for at, key in enumerate(keys):
        row, column = (at, 0) if upright else (0, at)
        place_px = QRect(room.left() + column * (wide + gap), top + row * (high + gap), wide, high)
        key.setGeometry(place_px)
    alike(keys)
    return room.adjusted(0, 0, 0, -(rows * high + (rows - 1) * gap + look.size("pad_part_gap")))


def _with_grid(look: Look, room: QRect, dpi: float, parts: Parts, *, upright: bool) -> None:
    columns = parts.columns[upright]
    rows = -(-len(parts.grid) // columns)
    gap = look.size("display_gap")
    least = max(look.size("display_tile_least"), round(TOUCH_LEAST_MM * dpi / MM_PER_INCH))
    wanted = rows * least + (rows - 1) * gap + look.size("pad_part_gap")
    high = fitted(parts.main, room.size(), look, most=max(room.height() - wanted, 1))
    place(parts.main, QRect(room.left(), room.top(), room.width(), high), look)
    left = room.adjusted(0, high + look.size("pad_part_gap") if high else 0, 0, 0)
    most = round(room.height() * parts.tile_most)
    tile = min((left.height() - (rows - 1) * gap) // rows, most)
    wide = (left.width() - (columns - 1) * gap) // columns
    whole = rows * tile + (rows - 1) * gap
    top = left.top() + (left.height() - whole) // 2
    for at, key in enumerate(parts.grid):
        row, column = divmod(at, columns)
        key.setGeometry(
            QRect(left.left() + column * (wide + gap), top + row * (tile + gap), wide, tile)
        )
    alike(parts.grid)

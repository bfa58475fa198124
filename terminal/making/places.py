"""Finds where the codes of a page stand, from the shapes that it is drawn of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cards.code import CODE128_QUIET_MODULES, QR_QUIET_MODULES
from cards.drawing.shapes import DOT_MM, Bars, Group, Modules, Shape
from scanner.symbology import CODE_128, QR_CODE
from terminal.making.read_back import Code, Place

Move = Callable[[float, float], tuple[float, float]]
_LOOK_MM: Final = 1.0
"""White that is looked at around a quiet zone, as a camera sees some too."""


def codes(shapes: Iterable[Shape]) -> tuple[Code, ...]:
    """Give each code with its quiet zone, in millimetres of what the shapes are placed in."""
    return tuple(_codes(shapes, lambda x, y: (x, y)))


def _codes(shapes: Iterable[Shape], move: Move) -> Iterator[Code]:
    for shape in shapes:
        match shape:
            case Group():
                yield from _codes(shape.shapes, _within(shape, move))
            case Modules():
                quiet = QR_QUIET_MODULES * shape.module_dots * DOT_MM + _LOOK_MM
                sides = (shape.side_mm, shape.side_mm)
                yield Code(symbology=QR_CODE, place=_box(shape, sides, (quiet, quiet), move))
            case Bars():
                quiet = CODE128_QUIET_MODULES * shape.module_dots * DOT_MM
                sides = (shape.width_mm, shape.height_mm)
                yield Code(symbology=CODE_128, place=_box(shape, sides, (quiet, _LOOK_MM), move))
            case _:
                continue


def _within(group: Group, move: Move) -> Move:
    """Turn clockwise by quarters, then move: y goes down, so right becomes down."""

    def placed(x: float, y: float) -> tuple[float, float]:
        for _ in range(group.quarters):
            x, y = -y, x
        return move(x + group.x_mm, y + group.y_mm)

    return placed


def _box(
    shape: Modules | Bars,
    sides: tuple[float, float],
    around: tuple[float, float],
    move: Move,
) -> Place:
    left, top = shape.x_mm - around[0], shape.y_mm - around[1]
    right, bottom = shape.x_mm + sides[0] + around[0], shape.y_mm + sides[1] + around[1]
    (ax, ay), (bx, by) = move(left, top), move(right, bottom)
    return Place(x_mm=min(ax, bx), y_mm=min(ay, by), width_mm=abs(ax - bx), height_mm=abs(ay - by))

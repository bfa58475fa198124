"""The path and colour of each shape that is filled: what SVG and screens draw, as the PDF does."""

from __future__ import annotations

from cards.drawing.fonts import Fonts
from cards.drawing.paths import rounded
from cards.drawing.runs import bar_runs, boxes
from cards.drawing.setting import glyphs_of
from cards.drawing.shapes import (
    BLACK,
    DOT_MM,
    Bars,
    Colour,
    Modules,
    Outline,
    Path,
    Rect,
    Step,
    Text,
    snapped,
)

Filled = Rect | Outline | Text | Modules | Bars


def filled(shape: Filled, fonts: Fonts) -> tuple[Path, Colour]:
    """Give a shape's path in millimetres and its colour. Raises Refusal as setting a text does."""
    match shape:
        case Outline():
            return shape.path, shape.fill
        case Rect():
            box = (shape.x_mm, shape.y_mm, shape.width_mm, shape.height_mm, shape.radius_mm)
            return rounded(*box), shape.fill
        case Text():
            return text_path(shape, fonts), shape.colour
        case Modules():
            module = shape.module_dots * DOT_MM
            left, top = snapped(shape.x_mm), snapped(shape.y_mm)
            steps = list[Step]()
            for x, y, wide, high in boxes(shape.rows):
                corner = (left + x * module, top + y * module)
                steps += rounded(*corner, wide * module, high * module)
            return tuple(steps), BLACK
        case Bars():
            module = shape.module_dots * DOT_MM
            left, top = snapped(shape.x_mm), snapped(shape.y_mm)
            steps = []
            for at, wide in bar_runs(shape.modules):
                steps += rounded(left + at * module, top, wide * module, snapped(shape.height_mm))
            return tuple(steps), BLACK


def text_path(text: Text, fonts: Fonts) -> Path:
    """Give the outlines of all glyphs of a text. Raises Refusal as setting it does."""
    steps = list[Step]()
    for glyph in glyphs_of(text, fonts):
        x, y, size = glyph.x_mm, glyph.y_mm, glyph.size_mm
        for letter, points in fonts.outline(glyph.face, glyph.number):
            placed = [part * size + (y if at % 2 else x) for at, part in enumerate(points)]
            steps.append((letter, tuple(placed)))
    return tuple(steps)

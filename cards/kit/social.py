"""Pictures to send out: a square, a story and a wide one, in whole pixels."""

from __future__ import annotations

from cards.drawing.fonts import Fonts
from cards.drawing.shapes import DOT_MM, Page, Shape
from cards.kit.column import Words, height_of, placed, squeezed
from cards.kit.hero import Box, hero, mixed
from cards.kit.poster import INK, facts
from cards.kit.values import Look, Message

DPI = 300
SQUARE_PX = (1080, 1080)
STORY_PX = (1080, 1920)
WIDE_PX = (1200, 630)


def square(message: Message, look: Look, fonts: Fonts) -> Page:
    """Draw the square, as feeds show it."""
    return _picture(message, look, fonts, SQUARE_PX, foot=0.17, unit=0.4)


def story(message: Message, look: Look, fonts: Fonts) -> Page:
    """Draw the upright one; what else there is stands below, as on the poster."""
    return _picture(message, look, fonts, STORY_PX, foot=0.41, unit=0.43, with_facts=True)


def wide(message: Message, look: Look, fonts: Fonts) -> Page:
    """Draw the wide one, as links show it."""
    return _picture(message, look, fonts, WIDE_PX, foot=0.0, unit=0.36)


def _picture(
    message: Message,
    look: Look,
    fonts: Fonts,
    size_px: tuple[int, int],
    *,
    foot: float,
    unit: float,
    with_facts: bool = False,
) -> Page:
    width, height = (each * DOT_MM for each in size_px)
    margin = 7.5
    box = Box(
        width_mm=width,
        height_mm=height * (1 - foot),
        margin_mm=margin,
        unit_mm=unit,
        head_lines=2 if foot == 0 else 3,
    )
    shapes: list[Shape] = [*hero(message, look, box, fonts)]
    if foot:
        top = height * (1 - foot)
        bottom = 0.17 * width
        if with_facts:
            shapes += facts(
                message.facts[:2],
                look,
                fonts,
                x_mm=margin,
                top_mm=top + margin * 0.8,
                width_mm=width - 2 * margin,
                height_mm=height * foot - bottom - margin * 1.6,
                unit=unit * 1.35,
                title=message.facts_title,
            )
        shapes += _foot(message, look, fonts, (margin, height - bottom, width - 2 * margin, bottom))
    return Page(width_mm=width, height_mm=height, shapes=tuple(shapes))


def _foot(
    message: Message, look: Look, fonts: Fonts, room: tuple[float, float, float, float]
) -> list[Shape]:
    left, top, width, height = room
    sets = squeezed(
        [
            Words(
                text=message.way.title,
                size_mm=5.4,
                floor_mm=2.6,
                weight="bold",
                colour=mixed(look.ground, "#000000", 0.1),
            ),
            Words(
                text=message.way.text,
                size_mm=3.0,
                floor_mm=1.9,
                lines=2,
                weight="medium",
                colour=INK,
                gap_mm=1.3,
            ),
        ],
        fonts,
        width_mm=width,
        height_mm=height - 4.0,
    )
    texts, _ = placed(sets, left, top + (height - height_of(sets)) / 2)
    return list(texts)

"""Small pieces of the kit: the table card, the window sticker, and what stands at the camera."""

from __future__ import annotations

from collections.abc import Iterator

from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Colour, Group, Page, Rect, Shape, Stroke
from cards.kit.column import Words, fitted, height_of, placed, squeezed
from cards.kit.hero import Box, hero, mixed
from cards.kit.poster import A4_MM, HAIRLINE, INK, MUTED, code
from cards.kit.values import Look, Message, Sticker

A6_MM = (148.0, 105.0)
"""One face of the table card, lying: folded it stands on its long side."""
STICKER_MM = 90.0
NOTE_MM = (90.0, 50.0)
_MARK_MM = 5.0


def table_card(message: Message, look: Look, fonts: Fonts) -> Page:
    """Draw a tent on A4: two faces head to head, a fold between them, marks to cut along."""
    width, height = A4_MM
    wide, high = A6_MM
    left, top = (width - wide) / 2, (height - 2 * high) / 2
    face = _face(message, look, fonts)
    shapes: list[Shape] = [
        # The upper face is read from the other side of the table.
        Group(shapes=face, x_mm=left + wide, y_mm=top + high, quarters=2),
        Group(shapes=face, x_mm=left, y_mm=top + high),
        *cut_marks(left, top, wide, 2 * high),
        *_fold(left, top + high, wide),
    ]
    return Page(width_mm=width, height_mm=height, shapes=tuple(shapes))


def _face(message: Message, look: Look, fonts: Fonts) -> tuple[Shape, ...]:
    wide, high = A6_MM
    unit = wide / A4_MM[0] * 0.86
    foot = 24.0
    box = Box(
        width_mm=wide,
        height_mm=high - foot,
        margin_mm=9.0,
        unit_mm=unit,
        head_lines=2,
    )
    shapes: list[Shape] = [*hero(message, look, box, fonts)]
    room = wide - 18.0
    if message.way.link:
        side = 20.0
        shapes += code(message.way.link, wide - 9.0 - side, high - foot + 2.0, side)
        room -= side + 6.0
    sets = squeezed(
        [
            Words(
                text=message.way.title,
                size_mm=6.6,
                floor_mm=3.4,
                weight="bold",
                colour=mixed(look.ground, "#000000", 0.1),
            ),
            Words(
                text=message.way.text,
                size_mm=3.7,
                floor_mm=2.4,
                lines=2,
                weight="medium",
                colour=INK,
                gap_mm=1.6,
            ),
        ],
        fonts,
        width_mm=room,
        height_mm=foot - 6.0,
    )
    texts, _ = placed(sets, 9.0, high - foot + (foot - height_of(sets)) / 2)
    return (*shapes, *texts)


def window_stickers(message: Message, look: Look, fonts: Fonts) -> Page:
    """Draw four round stickers on A4: what there is, at whose shop."""
    width, height = A4_MM
    one = _window(message, look, fonts)
    gap = (width - 2 * STICKER_MM) / 3
    down = (height - 3 * STICKER_MM) / 4
    shapes = [
        Group(shapes=one, x_mm=gap + across * (STICKER_MM + gap), y_mm=down + row * _next(down))
        for row in range(3)
        for across in range(2)
    ]
    return Page(width_mm=width, height_mm=height, shapes=tuple(shapes))


def _next(gap: float) -> float:
    return STICKER_MM + gap


def _window(message: Message, look: Look, fonts: Fonts) -> tuple[Shape, ...]:
    middle = STICKER_MM / 2
    rings = tuple(
        Rect(
            x_mm=inside,
            y_mm=inside,
            width_mm=STICKER_MM - 2 * inside,
            height_mm=STICKER_MM - 2 * inside,
            fill=fill,
            radius_mm=middle - inside,
        )
        for inside, fill in ((0.0, look.ground), (2.2, look.accent), (3.4, look.ground))
    )
    # A circle is narrow above and below: what is long stands in its middle.
    top = squeezed(_above(message, look), fonts, width_mm=52.0, height_mm=12.0)
    rest = squeezed(_middle(message, look), fonts, width_mm=68.0, height_mm=46.0)
    sets = [*top, *rest]
    texts, _ = placed(sets, middle, (STICKER_MM - height_of(sets)) / 2 - 1.0, "centre")
    return (*rings, *texts)


def _above(message: Message, look: Look) -> list[Words]:
    soft = mixed(look.ground, look.on_ground, 0.85)
    return [
        Words(
            text=message.shop,
            size_mm=4.4,
            floor_mm=2.6,
            lines=2,
            weight="semibold",
            colour=soft,
            leading=1.2,
        )
    ]


def _middle(message: Message, look: Look) -> list[Words]:
    return [
        Words(
            text=message.kicker,
            size_mm=13.0,
            floor_mm=6.0,
            lines=2,
            weight="bold",
            colour=look.on_ground,
            leading=1.08,
            gap_mm=5.0,
        ),
        Words(
            text=f"{message.head} {message.text}",
            size_mm=6.0,
            floor_mm=3.0,
            lines=3,
            weight="semibold",
            colour=look.accent,
            gap_mm=4.0,
        ),
    ]


def camera_stickers(sticker: Sticker, fonts: Fonts) -> Page:
    """Draw ten small stickers on A4 that say what the camera does not do."""
    width, height = A4_MM
    wide, high = NOTE_MM
    one = _note(sticker, fonts)
    left, top = (width - 2 * wide) / 2, (height - 5 * high) / 2
    shapes: list[Shape] = [
        Group(shapes=one, x_mm=left + across * wide, y_mm=top + row * high)
        for row in range(5)
        for across in range(2)
    ]
    for at in range(3):
        x = left + at * wide
        shapes.append(_line(x, top - _MARK_MM, x, top + 5 * high + _MARK_MM, HAIRLINE))
    for at in range(6):
        y = top + at * high
        shapes.append(_line(left - _MARK_MM, y, left + 2 * wide + _MARK_MM, y, HAIRLINE))
    return Page(width_mm=width, height_mm=height, shapes=tuple(shapes))


def _note(sticker: Sticker, fonts: Fonts) -> tuple[Shape, ...]:
    wide, high = NOTE_MM
    side = 22.0
    left, top = 8.0, (high - side) / 2
    sets = [
        fitted(each, wide - left - side - 14.0, fonts)
        for each in (
            Words(
                text=sticker.head,
                size_mm=7.0,
                floor_mm=3.4,
                lines=3,
                weight="bold",
                colour=INK,
                leading=1.12,
            ),
            Words(
                text=sticker.text,
                size_mm=4.4,
                floor_mm=2.6,
                lines=3,
                weight="medium",
                colour=MUTED,
                gap_mm=2.6,
            ),
        )
    ]
    texts, _ = placed(sets, left + side + 7.0, (high - height_of(sets)) / 2)
    return (*_sight(left, top, side), *texts)


def _sight(x: float, y: float, side: float) -> Iterator[Shape]:
    """Draw four corners around three bars: something looks for a code, and for nothing else."""
    arm, thick = side * 0.26, side * 0.075
    corners = ((0, 0, 1, 1), (1, 0, -1, 1), (0, 1, 1, -1), (1, 1, -1, -1))
    for across, down, right, below in corners:
        a, b = x + across * side, y + down * side
        path = (("M", (a + right * arm, b)), ("L", (a, b)), ("L", (a, b + below * arm)))
        yield Stroke(path=path, colour=INK, width_mm=thick)
    bars = (0.0, 0.13, 0.3, 0.4, 0.56)
    wide = (0.06, 0.1, 0.05, 0.1, 0.06)
    for at, thickness in zip(bars, wide, strict=True):
        yield Rect(
            x_mm=x + side * (0.19 + at),
            y_mm=y + side * 0.24,
            width_mm=side * thickness,
            height_mm=side * 0.52,
            fill=INK,
        )


def cut_marks(left: float, top: float, wide: float, high: float) -> Iterator[Shape]:
    """Draw short lines outside of each corner, along which a knife goes."""
    for x in (left, left + wide):
        yield _line(x, top - 2 - _MARK_MM, x, top - 2, MUTED)
        yield _line(x, top + high + 2, x, top + high + 2 + _MARK_MM, MUTED)
    for y in (top, top + high):
        yield _line(left - 2 - _MARK_MM, y, left - 2, y, MUTED)
        yield _line(left + wide + 2, y, left + wide + 2 + _MARK_MM, y, MUTED)


def _fold(left: float, y: float, wide: float) -> Iterator[Shape]:
    for x in (left - 2 - _MARK_MM, left + wide + 2):
        yield Stroke(
            path=(("M", (x, y)), ("L", (x + _MARK_MM, y))),
            colour=MUTED,
            width_mm=0.3,
            dash_mm=1.0,
        )


def _line(x: float, y: float, to_x: float, to_y: float, colour: Colour) -> Stroke:
    return Stroke(path=(("M", (x, y)), ("L", (to_x, to_y))), colour=colour, width_mm=0.2)

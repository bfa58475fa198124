"""The one message, large on the shop's colour: what posters, cards and pictures have in common."""

from __future__ import annotations

import msgspec

from cards.drawing import setting
from cards.drawing.fonts import Fonts
from cards.drawing.paths import circle
from cards.drawing.setting import Style
from cards.drawing.shapes import (
    Clip,
    Colour,
    Gradient,
    Group,
    Outline,
    Path,
    Photo,
    Rect,
    Shape,
    Stroke,
    Text,
)
from cards.kit.column import CAP, Set, Words, fitted, height_of, placed, squeezed
from cards.kit.values import Look, Message

STAMPS_MOST = 20
STAMPS_IN_ROW = 10
_LOGO_WIDE = 6.0
_Place = tuple[float, float, float]
"""Left edge, top edge and room to the right, in millimetres."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """Where a message stands: the coloured panel, its margin, and how large a letter may be.

    `unit_mm` is what the type is measured in: a 210th of the width of a poster.
    """

    x_mm: float = 0.0
    y_mm: float = 0.0
    width_mm: float
    height_mm: float
    margin_mm: float
    unit_mm: float
    head_lines: int = 3
    bleeds: float = 0.0


def hero(message: Message, look: Look, box: Box, fonts: Fonts) -> tuple[Shape, ...]:
    """Draw the panel with shop, message and how to come to it. Raises as `column.fitted`."""
    unit, margin = box.unit_mm, box.margin_mm
    left, room = box.x_mm + margin, box.width_mm - 2 * margin
    top, bottom = box.y_mm + margin, box.y_mm + box.height_mm - margin
    shapes: list[Shape] = [*_ground(look, box)]
    named, below = _named(message, look, fonts, (left, top, room), unit)
    shapes += named
    row_mm = _row_height(message, room, unit)
    free_mm = bottom - below - 7 * unit - row_mm
    pill_mm = 9.6 * unit
    sets = squeezed(
        _texts(message, look, box),
        fonts,
        width_mm=room,
        height_mm=free_mm - pill_mm - 6 * unit,
        least=0.3,
    )
    whole = height_of(sets)
    y_mm = bottom - row_mm - whole
    shapes += _pill(message.kicker, look, fonts, (left, y_mm - pill_mm - 6 * unit, room), unit)
    texts, _ = placed(sets, left, y_mm)
    shapes += texts
    if row_mm:
        shapes += _stamps(message.stamps, look, left, bottom, _side(message, room, unit))
    return tuple(shapes)


def _ground(look: Look, box: Box) -> list[Shape]:
    """Draw the panel, running a little darker downwards, with the shop's accent along its end."""
    out = box.bleeds
    x, y = box.x_mm - out, box.y_mm - out
    wide, high = box.width_mm + 2 * out, box.height_mm + out
    return [
        Gradient(
            x_mm=x,
            y_mm=y,
            width_mm=wide,
            height_mm=high,
            colours=(look.ground, mixed(look.ground, "#000000", 0.22)),
            angle=65,
        ),
        Group(
            shapes=tuple(_tally(look, box)),
            clip=Clip(x_mm=x, y_mm=y, width_mm=wide, height_mm=high),
        ),
    ]


def _tally(look: Look, box: Box) -> list[Shape]:
    """Draw the mark as an ornament that leaves the panel at its right edge."""
    high = min(box.height_mm * 0.62, box.width_mm * 0.62)
    right = box.x_mm + box.width_mm + high * 0.3
    return tally(right, box.y_mm - high * 0.06, high, mixed(look.ground, look.on_ground, 0.055))


def tally(right_mm: float, top_mm: float, high_mm: float, colour: Colour) -> list[Shape]:
    """Draw four strokes and a slash, the programme's own mark, ending at a right edge."""
    step, thick = high_mm * 0.26, high_mm * 0.085
    left = right_mm - 3 * step - step * 0.9
    bottom = top_mm + high_mm
    strokes: list[Shape] = [
        Stroke(
            path=(("M", (left + at * step, top_mm)), ("L", (left + at * step, bottom))),
            colour=colour,
            width_mm=thick,
        )
        for at in range(4)
    ]
    slash: Path = (
        ("M", (left - step * 0.6, bottom - high_mm * 0.16)),
        ("L", (left + 3 * step + step * 0.6, top_mm + high_mm * 0.16)),
    )
    return [*strokes, Stroke(path=slash, colour=colour, width_mm=thick)]


def _texts(message: Message, look: Look, box: Box) -> list[Words]:
    unit = box.unit_mm
    soft = mixed(look.ground, look.on_ground, 0.82)
    how = f"{message.how} ({message.note})" if message.how and message.note else ""
    return [
        Words(
            text=message.head,
            size_mm=35 * unit,
            floor_mm=5 * unit,
            lines=box.head_lines,
            weight="bold",
            colour=look.on_ground,
            leading=1.06,
        ),
        Words(
            text=message.text,
            size_mm=15 * unit,
            floor_mm=5 * unit,
            lines=2,
            weight="semibold",
            colour=look.accent,
            leading=1.12,
            gap_mm=4.5 * unit,
        ),
        Words(
            text=how or message.how or message.note,
            size_mm=6.6 * unit,
            floor_mm=2.9 * unit,
            lines=3,
            weight="medium",
            colour=soft,
            gap_mm=5.5 * unit,
        ),
    ]


def _named(
    message: Message, look: Look, fonts: Fonts, place: _Place, unit: float
) -> tuple[list[Shape], float]:
    """Draw the logo, on a light plate so that any logo is seen, or the shop's name."""
    left, top, room = place
    if look.logo:
        high, inner = 17 * unit, 2.4 * unit
        wide = min((high - 2 * inner) * _shape_of(look.logo) + 2 * inner, room)
        plate = Rect(
            x_mm=left,
            y_mm=top,
            width_mm=wide,
            height_mm=high,
            fill="#ffffff",
            radius_mm=2.4 * unit,
        )
        photo = Photo(
            x_mm=left + inner,
            y_mm=top + inner,
            width_mm=wide - 2 * inner,
            height_mm=high - 2 * inner,
            data=look.logo,
        )
        return [plate, photo], top + high
    words = Words(
        text=message.shop,
        size_mm=9 * unit,
        floor_mm=4 * unit,
        lines=2,
        weight="semibold",
        colour=look.on_ground,
        leading=1.15,
    )
    texts, below = placed([fitted(words, room * 0.7, fonts)], left, top)
    return list(texts), below


def _shape_of(logo: bytes) -> float:
    """Give how many times as wide as high a logo is; one that cannot be read is refused later."""
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(logo)) as picture:
            wide, high = picture.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return 1.0
    return min(wide / high, _LOGO_WIDE)


def _pill(text: str, look: Look, fonts: Fonts, place: _Place, unit: float) -> list[Shape]:
    """Draw the few words above the message, in the accent."""
    left, top, room = place
    words = Words(
        text=text,
        size_mm=5.4 * unit,
        floor_mm=2.6 * unit,
        weight="bold",
        colour=look.on_accent,
    )
    one = fitted(words, room - 9 * unit, fonts)
    wide = width_of(one, fonts) + 9 * unit
    high = 9.6 * unit
    baseline = top + (high + one.size_mm * CAP) / 2
    return [
        Rect(
            x_mm=left,
            y_mm=top,
            width_mm=wide,
            height_mm=high,
            fill=look.accent,
            radius_mm=high / 2,
        ),
        Text(
            x_mm=left + 4.5 * unit,
            baseline_mm=baseline,
            text=text,
            size_mm=one.size_mm,
            weight="bold",
            colour=look.on_accent,
        ),
    ]


def width_of(one: Set, fonts: Fonts) -> float:
    """Give how wide the widest line of a set text is, in millimetres."""
    style = Style(weight=one.words.weight)
    return max(
        setting.fit(line, 0, one.size_mm, one.size_mm, fonts=fonts, style=style).lines[0].width_mm
        for line in one.lines
    )


def _rows(count: int) -> int:
    return 1 if count <= STAMPS_IN_ROW else 2


def _side(message: Message, room: float, unit: float) -> float:
    """Give how wide one stamp is: all of them fill a row, but none is huge."""
    across = -(-message.stamps // _rows(message.stamps))
    return min(15 * unit, room / (across + (across - 1) * 0.28))


def _row_height(message: Message, room: float, unit: float) -> float:
    if not 1 < message.stamps <= STAMPS_MOST:
        return 0.0
    rows, side = _rows(message.stamps), _side(message, room, unit)
    return rows * side + (rows - 1) * side * 0.28 + 9 * unit


def _stamps(count: int, look: Look, left: float, bottom: float, side: float) -> list[Shape]:
    """Draw the card: a ring for each stamp, the last one full."""
    rows = _rows(count)
    across = -(-count // rows)
    step = side * 1.28
    top = bottom - rows * side - (rows - 1) * side * 0.28
    shapes: list[Shape] = []
    for at in range(count):
        x = left + (at % across) * step + side / 2
        y = top + (at // across) * step + side / 2
        if at == count - 1:
            shapes.append(Outline(path=circle(x, y, side / 2), fill=look.accent))
            tick: Path = (
                ("M", (x - side * 0.2, y + side * 0.02)),
                ("L", (x - side * 0.05, y + side * 0.17)),
                ("L", (x + side * 0.22, y - side * 0.16)),
            )
            shapes.append(Stroke(path=tick, colour=look.on_accent, width_mm=side * 0.09))
        else:
            ring = mixed(look.ground, look.on_ground, 0.62)
            shapes.append(
                Stroke(
                    path=circle(x, y, side / 2 - side * 0.03),
                    colour=ring,
                    width_mm=side * 0.06,
                    closed=True,
                )
            )
    return shapes


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Give a colour between two: `share` of the other one, from 0 to 1."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(colour: Colour) -> tuple[int, int, int]:
    bare = colour.removeprefix("#")
    return int(bare[0:2], 16), int(bare[2:4], 16), int(bare[4:6], 16)

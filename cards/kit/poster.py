"""The poster, A4 or A3: the message on the shop's colour, what else there is, how to join."""

from __future__ import annotations

from collections.abc import Sequence

from cards.code import QR_QUIET_MODULES, qr_modules
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import DOT_MM, Modules, Page, Rect, Shape, dots
from cards.kit.column import Words, column, placed, squeezed
from cards.kit.hero import Box, hero, mixed
from cards.kit.values import Fact, Look, Message

A4_MM = (210.0, 297.0)
A3_MM = (297.0, 420.0)
_GROUND = 0.61
INK = "#1b2430"
MUTED = "#55606e"
HAIRLINE = "#d5dae0"


def poster(message: Message, look: Look, fonts: Fonts, *, large: bool = False) -> Page:
    """Draw the poster. Raises as `column.fitted`."""
    width, height = A3_MM if large else A4_MM
    unit = width / A4_MM[0]
    margin = 18 * unit
    ground = height * _GROUND
    box = Box(width_mm=width, height_mm=ground, margin_mm=margin, unit_mm=unit)
    shapes: list[Shape] = [*hero(message, look, box, fonts)]
    room = width - 2 * margin
    foot_top = height - margin - 33 * unit
    top = ground + 11 * unit
    shapes += facts(
        message.facts,
        look,
        fonts,
        x_mm=margin,
        top_mm=top,
        width_mm=room,
        height_mm=foot_top - top - 5 * unit,
        unit=unit,
        title=message.facts_title,
    )
    shapes += way(message, look, fonts, x_mm=margin, top_mm=foot_top, width_mm=room, unit=unit)
    return Page(width_mm=width, height_mm=height, shapes=tuple(shapes))


def facts(
    listed: Sequence[Fact],
    look: Look,
    fonts: Fonts,
    *,
    x_mm: float,
    top_mm: float,
    width_mm: float,
    height_mm: float,
    unit: float,
    title: str = "",
) -> list[Shape]:
    """Draw what else there is, side by side. Raises as `column.fitted`."""
    if not listed:
        return []
    head = Words(text=title, size_mm=5 * unit, floor_mm=3 * unit, weight="semibold", colour=MUTED)
    shapes: list[Shape] = []
    texts, below = column([head], fonts, x_mm=x_mm, top_mm=top_mm, width_mm=width_mm)
    shapes += texts
    top = below + 5 * unit if title else top_mm
    gap = 9 * unit
    wide = (width_mm - gap * (len(listed) - 1)) / len(listed)
    for at, each in enumerate(listed):
        left = x_mm + at * (wide + gap)
        shapes.append(
            Rect(x_mm=left, y_mm=top, width_mm=12 * unit, height_mm=1.1 * unit, fill=look.accent)
        )
        sets = squeezed(
            _fact(each, look, unit),
            fonts,
            width_mm=wide,
            height_mm=top_mm + height_mm - top - 4.5 * unit,
            least=0.45,
        )
        texts, _ = placed(sets, left, top + 4.5 * unit)
        shapes += texts
    return shapes


def _fact(each: Fact, look: Look, unit: float) -> list[Words]:
    return [
        Words(
            text=each.head,
            size_mm=9.5 * unit,
            floor_mm=4 * unit,
            lines=3,
            weight="bold",
            colour=mixed(look.ground, "#000000", 0.1),
            leading=1.12,
        ),
        Words(
            text=each.text,
            size_mm=5.2 * unit,
            floor_mm=3 * unit,
            lines=3,
            weight="medium",
            colour=INK,
            gap_mm=2.4 * unit,
        ),
        Words(
            text=each.note,
            size_mm=3.7 * unit,
            floor_mm=2.1 * unit,
            lines=4,
            colour=MUTED,
            gap_mm=2.4 * unit,
        ),
    ]


def way(
    message: Message,
    look: Look,
    fonts: Fonts,
    *,
    x_mm: float,
    top_mm: float,
    width_mm: float,
    unit: float,
) -> list[Shape]:
    """Draw how to join, with the code of the member's page where there is one."""
    line = Rect(x_mm=x_mm, y_mm=top_mm, width_mm=width_mm, height_mm=0.4 * unit, fill=HAIRLINE)
    shapes: list[Shape] = [line]
    room = width_mm
    if message.way.link:
        side = 30 * unit
        room -= side + 10 * unit
        shapes += code(message.way.link, x_mm + width_mm - side, top_mm + 4 * unit, side)
    texts, _ = column(
        [
            Words(
                text=message.way.title,
                size_mm=11 * unit,
                floor_mm=5 * unit,
                weight="bold",
                colour=mixed(look.ground, "#000000", 0.1),
            ),
            Words(
                text=message.way.text,
                size_mm=5.2 * unit,
                floor_mm=3 * unit,
                lines=2,
                weight="medium",
                colour=INK,
                gap_mm=2.6 * unit,
            ),
            Words(
                text=" ".join(filter(None, (message.way.link_text, message.fine))),
                size_mm=3.6 * unit,
                floor_mm=2.2 * unit,
                lines=2,
                colour=MUTED,
                gap_mm=3 * unit,
            ),
        ],
        fonts,
        x_mm=x_mm,
        top_mm=top_mm + 6.5 * unit,
        width_mm=room,
    )
    return [*shapes, *texts]


def code(text: str, x_mm: float, y_mm: float, side_mm: float) -> list[Shape]:
    """Draw a QR on its own white, quiet zone and all, as large as whole dots allow in a square."""
    rows = qr_modules(text)
    whole = len(rows) + 2 * QR_QUIET_MODULES
    module = max(1, int(dots(side_mm) / whole))
    side = len(rows) * module * DOT_MM
    room = (side_mm - side) / 2
    return [
        Rect(x_mm=x_mm, y_mm=y_mm, width_mm=side_mm, height_mm=side_mm, fill="#ffffff"),
        Modules(x_mm=x_mm + room, y_mm=y_mm + room, module_dots=module, rows=rows),
    ]

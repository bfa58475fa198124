"""Draws the sign that the card has on the home screen of a phone."""

from __future__ import annotations

import io

_GROUND = (255, 255, 255)
_INK = (20, 24, 31)
_GRID = 16
# Squares as (column, row, size) on a grid of sixteen, well inside of what a round mask leaves.
_SQUARES = (
    (4, 4, 3),
    (9, 4, 3),
    (4, 9, 3),
    (9, 9, 1),
    (11, 9, 1),
    (10, 10, 1),
    (9, 11, 1),
    (11, 11, 1),
)


def png(side: int) -> bytes:
    """Give a square picture of so many pixels, as PNG."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (side, side), _GROUND)
    drawing = ImageDraw.Draw(picture)
    unit = side // _GRID
    for column, row, size in _SQUARES:
        left, top = column * unit, row * unit
        edge = size * unit - 1
        drawing.rectangle((left, top, left + edge, top + edge), fill=_INK)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()

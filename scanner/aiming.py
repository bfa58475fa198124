"""Reads the aiming box of a picture: a code counts when its middle lies in the box."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.box import THOUSAND, Box
from scanner.image import as_image
from scanner.sightings import Corners, Found

if TYPE_CHECKING:
    from scanner.image import Image

# A card held at the edge of the box sticks out of it, and a code that is cut cannot be read: the
# crop is this much larger on each side, and what has its middle outside is dropped again.
ROOM = 80


def read_in_box(grey: Image, box: Box, read: Callable[[Image], list[Found]]) -> list[Found]:
    """Give what `read` finds in the box and a little around it; corners are of the whole picture.

    What lies beside the box, such as the next guest's card on the counter, is not for us.
    """
    high, wide = grey.shape[:2]
    left, top, right, bottom = grown(box).pixels_of(wide, high)
    if (left, top, right, bottom) == (0, 0, wide, high):
        found = read(grey)
    else:
        found = [
            Found(
                text=one.text,
                symbology=one.symbology,
                corners=tuple((x + left, y + top) for x, y in one.corners),
            )
            for one in read(as_image(grey[top:bottom, left:right]))
        ]
    return [one for one in found if in_box(one.corners, box, wide, high)]


def in_box(corners: Corners, box: Box, wide_px: int, high_px: int) -> bool:
    """Say whether the middle of a code lies in the box; a code without a place counts."""
    if not corners:
        return True
    across = sum(x for x, _ in corners) / len(corners) / wide_px
    down = sum(y for _, y in corners) / len(corners) / high_px
    return box.holds(across, down)


def grown(box: Box) -> Box:
    """Give the box with the room around it that is read too."""
    return Box(
        left=max(0, box.left - ROOM),
        top=max(0, box.top - ROOM),
        right=min(THOUSAND, box.right + ROOM),
        bottom=min(THOUSAND, box.bottom + ROOM),
    )

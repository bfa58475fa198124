"""Finds where a QR code of a member number may lie when no decoder sees its corners any more.

A decoder looks for three clear finder patterns. Here every size and turn is tried on a small copy
of the place, and what counts is how much the three spots together look like finder patterns: one
of them may be lost in a spot of light.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scanner.image import as_floats
from scanner.qr_known import SIDE_MODULES

if TYPE_CHECKING:
    from scanner.image import Floats

# How many pixels a module has in the small copy, and the sizes that are tried (shares of the
# place's side that a code may take, and pixels a module in the picture).
SMALL_PX = 2
SIDE_SHARES = (0.38, 0.95)
MODULE_PX = (2.2, 11.0)
SIZE_STEP = 1.13
TURN_STEP_DEG = 10
FINDERS_DEG = (-15, 0, 15)
LIKENESS_MIN = 1.25
PLACES_MAX = 4
_FINDER_MODULES = 9
_FINDER_BLUR_MODULES = 0.6
_FINDER_RINGS_MODULES = (1.5, 2.5, 3.5)
_LEG_MODULES = SIDE_MODULES - 7
_SAME_TURN_DEG = 15
_SAME_SIZE = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A code that may be there: its finder pattern's middle, pixels a module, turn in degrees.

    `likeness` is the sum over three finder patterns, of 3 at most.
    """

    likeness: float
    x: float
    y: float
    module_px: float
    turn_deg: float

    @property
    def corners(self) -> Floats:
        """Give the corners, clockwise from the one that has the first finder pattern."""
        import numpy as np

        turn = math.radians(self.turn_deg)
        right = self.module_px * np.array([math.cos(turn), math.sin(turn)])
        down = self.module_px * np.array([-math.sin(turn), math.cos(turn)])
        first = np.array([self.x, self.y]) - 3.5 * (right + down)
        side = SIDE_MODULES
        ring = [first, first + side * right, first + side * (right + down), first + side * down]
        return as_floats(ring)


def places(grey: Floats) -> list[Place]:
    """Give the likeliest places in a part of a picture, best first; few, and often none."""
    found: list[Place] = []
    side = min(grey.shape)
    size = max(MODULE_PX[0], side * SIDE_SHARES[0] / SIDE_MODULES)
    while size <= min(MODULE_PX[1], side * SIDE_SHARES[1] / SIDE_MODULES):
        found += _of_size(grey, size)
        size *= SIZE_STEP
    found.sort(key=lambda place: place.likeness, reverse=True)
    kept: list[Place] = []
    for place in found:
        if len(kept) == PLACES_MAX or place.likeness < LIKENESS_MIN:
            break
        if not any(_same(place, one) for one in kept):
            kept.append(place)
    return kept


def _of_size(grey: Floats, module_px: float) -> list[Place]:
    """Give the best place of each turn at one size."""
    import cv2
    import numpy as np

    factor = SMALL_PX / module_px
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how)
    half = _FINDER_MODULES * SMALL_PX / 2
    if min(small.shape) < 4 * half:
        return []
    spots = cv2.matchTemplate(small, finder(), cv2.TM_CCOEFF_NORMED)
    # A tilt shortens the code by about a module.
    spots = cv2.dilate(np.maximum(spots, 0.0), np.ones((3, 3), np.uint8))
    leg = _LEG_MODULES * SMALL_PX
    high, wide = spots.shape
    around = cv2.copyMakeBorder(spots, leg, leg, leg, leg, cv2.BORDER_CONSTANT, value=0)
    made = []
    for turn_deg in range(0, 360, TURN_STEP_DEG):
        turn = math.radians(turn_deg)
        across, down = round(leg * math.cos(turn)), round(leg * math.sin(turn))
        left, top = leg + across, leg + down
        total = spots + around[top : top + high, left : left + wide]
        left, top = leg - down, leg + across
        total += around[top : top + high, left : left + wide]
        _, most, _, (x, y) = cv2.minMaxLoc(total)
        made.append(
            Place(
                likeness=most,
                x=(x + half) / factor,
                y=(y + half) / factor,
                module_px=module_px,
                turn_deg=turn_deg,
            )
        )
    return made


@cache
def finder() -> Floats:
    """Draw a blurred finder pattern in its light frame, dark is low, a little turned both ways."""
    import cv2
    import numpy as np

    side = _FINDER_MODULES * SMALL_PX
    away = (np.arange(side) + 0.5) / SMALL_PX - _FINDER_MODULES / 2
    core, inside, outside = _FINDER_RINGS_MODULES
    drawn = np.zeros((side, side))
    for turn_deg in FINDERS_DEG:
        turn = math.radians(turn_deg)
        across = away * math.cos(turn) + away[:, None] * math.sin(turn)
        down = away[:, None] * math.cos(turn) - away * math.sin(turn)
        ring = np.maximum(np.abs(across), np.abs(down))
        dark = (ring < core) | ((ring >= inside) & (ring < outside))
        drawn += cv2.GaussianBlur(1.0 - 2.0 * dark, (0, 0), _FINDER_BLUR_MODULES * SMALL_PX)
    return as_floats(drawn)


def _same(one: Place, other: Place) -> bool:
    turned = abs((one.turn_deg - other.turn_deg + 180) % 360 - 180)
    return (
        abs(one.x - other.x) + abs(one.y - other.y) <= 2 * one.module_px
        and turned <= _SAME_TURN_DEG
        and 1 / _SAME_SIZE < one.module_px / other.module_px < _SAME_SIZE
    )

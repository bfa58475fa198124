"""Finds where the rotating code of a phone may lie when no decoder sees its corners any more.

The code is five times as long as its corners, so a tilt moves these by modules of their own: each
of three finder patterns is looked for in some room round where the other two want it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.image import as_floats
from scanner.qr_known import PHONE_SIDE_MODULES
from scanner.qr_places import SMALL_PX, finder

if TYPE_CHECKING:
    from scanner.image import Floats

# Pixels a module in the picture, and the shares of the place's side that a code may take.
MODULE_PX = (2.2, 7.0)
SIDE_SHARES = (0.3, 0.98)
SIZE_STEP = 1.13
TURN_STEP_DEG = 12
# The room in pixels of the small copy: a tilt and half a step of the turn.
ROOM_PX = 5
LIKENESS_MIN = 1.45
PLACES_MAX = 4
_MIDDLE_MODULES = 3.5
# A tilt makes a leg shorter, never longer.
_LEG_PX = (PHONE_SIDE_MODULES - 7) * SMALL_PX - 1
_SAME_MODULES = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A code that may be there: its corners, clockwise from the one with the first finder pattern.

    `likeness` is the sum over three finder patterns, of 3 at most.
    """

    likeness: float
    corners: Floats
    module_px: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guess:
    """Where the first finder pattern is, and how far right and down the second is from it."""

    likeness: float
    at: tuple[int, int]
    leg: tuple[int, int]
    module_px: float
    spots: Floats


def places(grey: Floats) -> list[Place]:
    """Give the likeliest places in a part of a picture, best first; few, and often none."""
    guesses: list[_Guess] = []
    side = min(grey.shape) / PHONE_SIDE_MODULES
    size = max(MODULE_PX[0], side * SIDE_SHARES[0])
    while size <= min(MODULE_PX[1], side * SIDE_SHARES[1]):
        guesses += _of_size(grey, size)
        size *= SIZE_STEP
    guesses.sort(key=lambda guess: guess.likeness, reverse=True)
    kept: list[Place] = []
    for guess in guesses:
        if len(kept) == PLACES_MAX or guess.likeness < LIKENESS_MIN:
            break
        place = _placed(guess)
        if place is not None and not any(_same(place, one) for one in kept):
            kept.append(place)
    return kept


def _of_size(grey: Floats, module_px: float) -> Iterator[_Guess]:
    """Give the best place of each turn at one size."""
    import cv2
    import numpy as np

    factor = SMALL_PX / module_px
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how)
    if min(small.shape) < _LEG_PX:
        return
    spots = as_floats(np.maximum(cv2.matchTemplate(small, finder(), cv2.TM_CCOEFF_NORMED), 0.0))
    room = np.ones((2 * ROOM_PX + 1, 2 * ROOM_PX + 1), np.uint8)
    high, wide = spots.shape
    leg = _LEG_PX
    around = cv2.copyMakeBorder(
        cv2.dilate(spots, room), leg, leg, leg, leg, cv2.BORDER_CONSTANT, value=0
    )
    for turn_deg in range(0, 360, TURN_STEP_DEG):
        turn = math.radians(turn_deg)
        across, down = round(leg * math.cos(turn)), round(leg * math.sin(turn))
        left, top = leg + across, leg + down
        total = spots + around[top : top + high, left : left + wide]
        left, top = leg - down, leg + across
        total += around[top : top + high, left : left + wide]
        _, most, _, (x, y) = cv2.minMaxLoc(total)
        yield _Guess(likeness=most, at=(x, y), leg=(across, down), module_px=module_px, spots=spots)


def _placed(guess: _Guess) -> Place | None:
    """Look for the other two finder patterns in their room, and lay the corners by the three."""
    import cv2
    import numpy as np

    (x, y), (across, down) = guess.at, guess.leg
    found = [(x, y)]
    for to_x, to_y in ((x + across, y + down), (x - down, y + across)):
        left, top = max(0, to_x - ROOM_PX), max(0, to_y - ROOM_PX)
        part = guess.spots[top : to_y + ROOM_PX + 1, left : to_x + ROOM_PX + 1]
        if part.size == 0:
            return None
        spot = cv2.minMaxLoc(part)[3]
        found.append((left + spot[0], top + spot[1]))
    middles = (as_floats(found) + finder().shape[0] / 2) * guess.module_px / SMALL_PX
    side, near = PHONE_SIDE_MODULES, _MIDDLE_MODULES
    flat = as_floats([[near, near], [side - near, near], [near, side - near]])
    turn = cv2.getAffineTransform(flat, as_floats(middles))
    ring = np.array([[0, 0, 1], [side, 0, 1], [side, side, 1], [0, side, 1]])
    return Place(
        likeness=guess.likeness, corners=as_floats(ring @ turn.T), module_px=guess.module_px
    )


def _same(one: Place, other: Place) -> bool:
    apart = abs(one.corners - other.corners).max()
    return bool(apart < _SAME_MODULES * one.module_px)

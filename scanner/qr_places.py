"""Finds where a QR code may lie when no decoder sees its corners any more.

A decoder looks for three clear finder patterns. Here every size and turn is tried on a small copy
of the place, and what counts is how much the three spots together look like finder patterns: one
of them may be lost in a spot of light.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scanner.image import as_floats
from scanner.qr_known import PHONE_SIDE_MODULES, SIDE_MODULES

if TYPE_CHECKING:
    from scanner.image import Floats

# How many pixels a module has in the small copy, and what the sizes that are tried differ by.
SMALL_PX = 2
SIZE_STEP = 1.13
FINDERS_DEG = (-15, 0, 15)
_FINDER_MODULES = 9
_FINDER_BLUR_MODULES = 0.6
_FINDER_RINGS_MODULES = (1.5, 2.5, 3.5)
_MIDDLE_MODULES = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: a code of so many modules a side, and how freely.

    A code has `module_px` pixels a module, from and to, and takes `side_shares` of the place's
    side. `legs` are how much of their length the ways from the first finder pattern to the other
    two keep in a tilt, `room_px` how far in the small copy these may be from where they are
    wanted. `likeness_min` is the sum over three finder patterns, of 3 at most, and two places are
    one when no corner differs by `same_modules`.
    """

    side_modules: int
    module_px: tuple[float, float]
    side_shares: tuple[float, float]
    turn_step_deg: int
    legs: tuple[tuple[float, float], ...]
    room_px: int
    likeness_min: float
    same_modules: float
    places_max: int = 4


# A member number: its code is so small that a tilt moves a corner by a module at most.
NUMBER = Search(
    side_modules=SIDE_MODULES,
    module_px=(2.2, 11.0),
    side_shares=(0.38, 0.95),
    turn_step_deg=10,
    legs=((1.0, 1.0),),
    room_px=2,
    likeness_min=1.25,
    same_modules=3.0,
)
# The long code of a phone, whose corners a tilt moves by modules of their own.
PHONE = Search(
    side_modules=PHONE_SIDE_MODULES,
    module_px=(2.2, 7.0),
    side_shares=(0.3, 0.98),
    turn_step_deg=12,
    legs=((0.98, 0.98),),
    room_px=5,
    likeness_min=1.45,
    same_modules=3.0,
    places_max=6,
)


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
    """Where the first finder pattern is, and how far from it the second and the third are."""

    likeness: float
    at: tuple[int, int]
    ways: tuple[tuple[int, int], tuple[int, int]]
    module_px: float
    spots: Floats


def places(grey: Floats, search: Search) -> list[Place]:
    """Give the likeliest places in a part of a picture, best first; few, and often none."""
    guesses: list[_Guess] = []
    side = min(grey.shape) / search.side_modules
    size = max(search.module_px[0], side * search.side_shares[0])
    while size <= min(search.module_px[1], side * search.side_shares[1]):
        guesses += _of_size(grey, size, search)
        size *= SIZE_STEP
    guesses.sort(key=lambda guess: guess.likeness, reverse=True)
    kept: list[Place] = []
    for guess in guesses:
        if len(kept) == search.places_max or guess.likeness < search.likeness_min:
            break
        place = _placed(guess, search)
        if place is not None and not any(_same(place, one, search) for one in kept):
            kept.append(place)
    return kept


def _of_size(grey: Floats, module_px: float, search: Search) -> Iterator[_Guess]:
    """Give the best place of each turn at one size."""
    import cv2
    import numpy as np

    factor = SMALL_PX / module_px
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=how)
    if min(small.shape) < 2 * _FINDER_MODULES * SMALL_PX:
        return
    spots = as_floats(np.maximum(cv2.matchTemplate(small, finder(), cv2.TM_CCOEFF_NORMED), 0.0))
    near = cv2.dilate(spots, np.ones((2 * search.room_px + 1,) * 2, np.uint8))
    leg = (search.side_modules - 2 * _MIDDLE_MODULES) * SMALL_PX
    edge = math.ceil(leg)
    near = cv2.copyMakeBorder(near, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=0)
    high, wide = spots.shape
    for turn_deg in range(0, 360, search.turn_step_deg):
        turn = math.radians(turn_deg)
        across, down = leg * math.cos(turn), leg * math.sin(turn)
        for first, second in search.legs:
            ways = (
                (round(first * across), round(first * down)),
                (round(-second * down), round(second * across)),
            )
            total = spots.copy()
            for x, y in ways:
                total += near[edge + y : edge + y + high, edge + x : edge + x + wide]
            _, most, _, (x, y) = cv2.minMaxLoc(total)
            yield _Guess(likeness=most, at=(x, y), ways=ways, module_px=module_px, spots=spots)


def _placed(guess: _Guess, search: Search) -> Place | None:
    """Look for the other two finder patterns in their room, and lay the corners by the three."""
    import cv2
    import numpy as np

    found, room = [guess.at], search.room_px
    for way in guess.ways:
        x, y = guess.at[0] + way[0], guess.at[1] + way[1]
        left, top = max(0, x - room), max(0, y - room)
        part = guess.spots[top : max(0, y + room + 1), left : max(0, x + room + 1)]
        if part.size == 0:
            return None
        spot = cv2.minMaxLoc(part)[3]
        found.append((left + spot[0], top + spot[1]))
    middles = (as_floats(found) + finder().shape[0] / 2) * guess.module_px / SMALL_PX
    side, near = search.side_modules, _MIDDLE_MODULES
    flat = as_floats([[near, near], [side - near, near], [near, side - near]])
    turn = cv2.getAffineTransform(flat, as_floats(middles))
    ring = np.array([[0, 0, 1], [side, 0, 1], [side, side, 1], [0, side, 1]])
    return Place(
        likeness=guess.likeness, corners=as_floats(ring @ turn.T), module_px=guess.module_px
    )


def _same(one: Place, other: Place, search: Search) -> bool:
    apart = abs(one.corners - other.corners).max()
    return bool(apart < search.same_modules * one.module_px)


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

"""Draws the long code of a phone anew from a picture too blurred or shone upon for a decoder.

The grid is laid by the modules that every such code has, and the filter that makes the most of
them undoes the blur; then it learns from the modules that it made clear, round after round. What
comes out is a clean picture, in which a decoder finds the code and mends what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from scanner.busy import busy
from scanner.image import as_floats, as_image
from scanner.phone_solving import NEAR_MODULES, known_light, made_clear, solved, with_format
from scanner.qr_grid import cleared, likeness, moved, seen_at
from scanner.qr_known import PHONE_SIDE_MODULES, known
from scanner.qr_places import PHONE, places

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats, Image
    from scanner.qr_places import Place
    from scanner.sightings import Corners

Doubles: TypeAlias = "NDArray[np.float64]"

# How the corners are moved, in modules: coarse on a softer picture, then fine.
COARSE_SOFT_MODULES = 0.6
COARSE_MODULES = (0.8, 0.8, 0.5, 0.5)
FINE_MODULES = (0.4, 0.4, 0.2, 0.2, 0.1, 0.1)
CORNER_MODULES = 4
TURNS_LAID = 2
AGAIN_MODULES = (0.5, 0.25, 0.12)
# How much the known modules must look as they are: at first, to be laid finely, and to be read.
# The right places of bad frames begin at 0.41 at first, those of empty counters end at 0.24.
FIRST_LIKENESS_MIN = 0.3
COARSE_LIKENESS_MIN = 0.4
LIKENESS_MIN = 0.45
PLACES_READ = 3
SAME_MODULES = 0.3
QUIET_MODULES = 4
DRAWN_PX = 3
_SOFT_SHARE = 0.25
_SOFT_MIN_PX = 0.5
_SPREAD_MODULES = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Clear:
    """A code drawn anew, and the corners in pixels where it lies in the picture, clockwise."""

    picture: Image
    corners: Corners


@dataclass(frozen=True, slots=True, kw_only=True)
class _Laid:
    """A part of the picture with a grid over it."""

    well: float
    grey: Floats
    corners: Floats
    module_px: float
    left_px: int
    top_px: int


def clears(grey: Image) -> Iterator[Clear]:
    """Give the phone's codes that may be in a grey picture, drawn anew, the likeliest first."""
    found = [one for box in busy(grey) for one in _of_part(grey, box)]
    found.sort(key=lambda one: one.well, reverse=True)
    kept: list[_Laid] = []
    for one in found:
        if len(kept) < PLACES_READ and not any(_same(one, other) for other in kept):
            kept.append(one)
    for one in kept:
        corners = one.corners
        light, rows = made_clear(one.grey, corners)
        yield _clear(one, corners, with_format(light))
        corners = _again(one, light)
        light, rows = made_clear(one.grey, corners)
        modules = solved(light, rows)
        if modules is not None:
            yield _clear(one, corners, modules)


def _same(one: _Laid, other: _Laid) -> bool:
    """Say whether two grids lie so near that one reads what the other does."""
    across, down = one.left_px - other.left_px, one.top_px - other.top_px
    apart = abs(one.corners + as_floats([across, down]) - other.corners).max()
    return bool(apart < SAME_MODULES * one.module_px)


def _of_part(grey: Image, box: tuple[int, int, int, int]) -> Iterator[_Laid]:
    import cv2

    left, top, right, bottom = box
    part = as_floats(grey[top:bottom, left:right])
    for place in places(part, PHONE):
        soft_px = max(_SOFT_MIN_PX, _SOFT_SHARE * place.module_px)
        calm = as_floats(cv2.GaussianBlur(part, (0, 0), soft_px))
        for well, corners in _laid(calm, place):
            if well >= LIKENESS_MIN:
                yield _Laid(
                    well=well,
                    grey=part,
                    corners=corners,
                    module_px=place.module_px,
                    left_px=left,
                    top_px=top,
                )


def _laid(grey: Floats, place: Place) -> Iterator[tuple[float, Floats]]:
    """Move the corners to where the known modules look best; give how well, and the corners.

    Of three finder patterns one may be lost in a spot of light, and the last corner taken for it:
    the two likeliest turns are laid.
    """
    import cv2
    import numpy as np

    side, module_px = PHONE_SIDE_MODULES, place.module_px
    soft = as_floats(cv2.GaussianBlur(grey, (0, 0), COARSE_SOFT_MODULES * module_px))
    rings = [as_floats(np.roll(place.corners, turn, axis=0)) for turn in range(4)]
    likely = sorted(((likeness(soft, rings[turn], side), turn) for turn in range(4)), reverse=True)
    for first, turn in likely[:TURNS_LAID]:
        if first < FIRST_LIKENESS_MIN:
            break
        corners = rings[turn]
        # What was laid by no pattern that was found is the least certain.
        for corner in dict.fromkeys(((2 + turn) % 4, 2)):
            corners = _one_corner(soft, corners, corner, module_px)
        coarse = [step * module_px for step in COARSE_MODULES]
        best, corners = moved(partial(likeness, soft, side=side), corners, coarse)
        if best >= COARSE_LIKENESS_MIN:
            fine = [step * module_px for step in FINE_MODULES]
            yield moved(partial(likeness, grey, side=side), corners, fine)


def _one_corner(grey: Floats, corners: Floats, corner: int, module_px: float) -> Floats:
    """Look for one corner in its own room: a tilt moves it more than the others tell."""
    import numpy as np

    best = likeness(grey, corners, PHONE_SIDE_MODULES)
    steps = np.arange(-CORNER_MODULES, CORNER_MODULES + 1) * module_px
    found = corners
    for across in steps:
        for down in steps:
            there = corners.copy()
            there[corner] += (across, down)
            like = likeness(grey, there, PHONE_SIDE_MODULES)
            if like > best:
                best, found = like, there
    return found


def _again(one: _Laid, light: Doubles) -> Floats:
    """Move the corners to where all modules look best as they seem to be, blurred as they are."""
    import numpy as np

    seeming = np.where(known(PHONE_SIDE_MODULES), known_light(), np.tanh(2 * light))
    wanted = _blurred_alike(seeming, _evenly_seen(one.grey, one.corners))
    steps = [step * one.module_px for step in AGAIN_MODULES]
    return moved(
        lambda corners: float((_evenly_seen(one.grey, corners) * wanted).sum()),
        one.corners,
        steps,
    )[1]


def _evenly_seen(grey: Floats, corners: Floats) -> Floats:
    """Give the picture at each module's middle without what shines on it; of length 1."""
    import cv2
    import numpy as np

    along = np.arange(PHONE_SIDE_MODULES) + 0.5
    middles = as_floats(np.stack(np.meshgrid(along, along), axis=-1))
    seen = seen_at(grey, corners, middles, PHONE_SIDE_MODULES)
    near = (NEAR_MODULES, NEAR_MODULES)
    apart = seen - cv2.blur(seen, near, borderType=cv2.BORDER_REFLECT)
    return _unit(apart)


def _blurred_alike(light: Doubles, seen: Floats) -> Floats:
    """Blur modules as much as makes them most like what is seen; of length 1."""
    import numpy as np

    side, wide = PHONE_SIDE_MODULES, _SPREAD_MODULES
    square = np.pad(light.reshape(side, side), wide // 2, constant_values=1.0)
    rows = np.lib.stride_tricks.sliding_window_view(square, (wide, wide)).reshape(side**2, -1)
    every = np.ones(side**2, np.bool_)
    blurred = cleared(np.ascontiguousarray(rows), every, seen.reshape(-1) * side)
    return _unit(blurred.reshape(side, side))


def _unit(seen: NDArray[np.floating[Any]]) -> Floats:
    import numpy as np

    apart = seen - seen.mean()
    return as_floats(apart / (np.linalg.norm(apart) + 1e-6))


def _clear(one: _Laid, corners: Floats, light: Doubles) -> Clear:
    """Draw the modules."""
    import numpy as np

    side = PHONE_SIDE_MODULES
    square = np.where(light > 0, 255, 0).astype(np.uint8).reshape(side, side)
    drawn = np.pad(square, QUIET_MODULES, constant_values=255)
    grown = drawn.repeat(DRAWN_PX, axis=0).repeat(DRAWN_PX, axis=1)
    ring = tuple((float(x) + one.left_px, float(y) + one.top_px) for x, y in corners)
    return Clear(picture=as_image(grown), corners=ring)

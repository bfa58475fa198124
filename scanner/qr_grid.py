"""Lays the grid of a QR code over a picture and undoes its blur, both by the modules it must have.

More than half of the modules of a small code are known. The corners are moved until these are where
they should be, and the filter that makes the most of them is the one that makes the most of the
others: it takes out the blur of lens and hand, whatever its direction.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from scanner.image import as_floats
from scanner.qr_known import SIDE_MODULES, frame, known

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats
    from scanner.qr_known import Flags

# How the corners are moved, in modules, from coarse to fine.
COARSE_SOFT_MODULES = 0.6
COARSE_MODULES = (1.2, 0.7, 0.7)
FINE_MODULES = (0.4, 0.2, 0.2, 0.1)
# A place that does not look like a code by then is given up: most are no codes.
FIRST_LIKENESS_MIN = 0.22
COARSE_LIKENESS_MIN = 0.33
# Reach of the filter in half modules, and how much it is kept from following the noise.
REACH_HALVES = 3
CALM = 0.01
_ROOM_HALVES = 4


def likeness(grey: Floats, corners: Floats) -> float:
    """Give how much the known modules and their light frame look as they must, of 1 at most."""
    import numpy as np

    places, wanted = _known_around()
    seen = _seen(grey, corners, places)[0]
    seen = seen - seen.mean()
    return float(seen @ wanted / (np.sqrt(seen @ seen) + 1e-6))


def laid(grey: Floats, corners: Floats, module_px: float) -> tuple[float, Floats]:
    """Move the corners to where the known modules look best; give how well, and the corners.

    The first moves are made on a softer picture, in which the way there is smoother.
    """
    import cv2

    soft = as_floats(cv2.GaussianBlur(grey, (0, 0), COARSE_SOFT_MODULES * module_px))
    first, *others = (step * module_px for step in COARSE_MODULES)
    best, corners = _moved(soft, corners, [first])
    if best < FIRST_LIKENESS_MIN:
        return best, corners
    best, corners = _moved(soft, corners, others)
    if best < COARSE_LIKENESS_MIN:
        return best, corners
    return _moved(grey, corners, [step * module_px for step in FINE_MODULES])


def _moved(grey: Floats, corners: Floats, steps_px: list[float]) -> tuple[float, Floats]:
    """Take each of the ways in which four corners can move, as long as one is a way up."""
    best = likeness(grey, corners)
    for step in steps_px:
        for move in _moves():
            for way in (step, -step):
                moved = corners + move * way
                found = likeness(grey, moved)
                if found > best:
                    best, corners = found, moved
                    break
    return best, corners


def around(grey: Floats, corners: Floats) -> NDArray[np.float64]:
    """Give what is seen of each module and round it: a row a module, a column a place."""
    import numpy as np

    side = 2 * REACH_HALVES + 1
    seen = _seen(grey, corners, _halves())
    windows = np.lib.stride_tricks.sliding_window_view(seen, (side, side))
    middles = 2 * np.arange(SIDE_MODULES) + 1 + _ROOM_HALVES - REACH_HALVES
    rows = windows[np.ix_(middles, middles)].reshape(SIDE_MODULES**2, side * side)
    result: NDArray[np.float64] = (rows - rows.mean()) / (rows.std() + 1e-6)
    return result


def cleared(
    rows: NDArray[np.float64], sure: Flags, light: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """Give each module's light, 1 to -1, by the filter that suits the sure modules best."""
    import numpy as np

    seen = rows[sure]
    middle, mean = seen.mean(axis=0), light[sure].mean()
    seen = seen - middle
    calm = CALM * len(seen) * np.eye(seen.shape[1])
    weights = np.linalg.solve(seen.T @ seen + calm, seen.T @ (light[sure] - mean))
    result: NDArray[np.float64] = (rows - middle) @ weights + mean
    return result


def _seen(grey: Floats, corners: Floats, places: Floats) -> Floats:
    """Give the picture at places of the code, which are in modules from its first corner."""
    import cv2
    import numpy as np

    side = SIDE_MODULES
    flat = np.array([[0, 0], [side, 0], [side, side], [0, side]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(flat, as_floats(corners))
    at = cv2.perspectiveTransform(places.reshape(1, -1, 2), turn).reshape(places.shape)
    seen = cv2.remap(
        grey, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return as_floats(seen)


@cache
def _known_around() -> tuple[Floats, Floats]:
    """Give the middles of the known modules and their light frame, and how light each must be."""
    import numpy as np

    side = SIDE_MODULES
    light = np.ones((side + 2, side + 2))
    light[1:-1, 1:-1] = np.where(known(), 1.0 - 2.0 * frame(), 0.0).reshape(side, side)
    y, x = np.nonzero(light)
    wanted = light[y, x] - light[y, x].mean()
    places = np.stack([x - 0.5, y - 0.5], axis=-1)[None]
    return as_floats(places), as_floats(wanted / np.linalg.norm(wanted))


@cache
def _halves() -> Floats:
    """Give places half a module apart over the whole code and two modules round it."""
    import numpy as np

    room = _ROOM_HALVES / 2
    along = np.arange(-room, SIDE_MODULES + room + 0.25, 0.5)
    return as_floats(np.stack(np.meshgrid(along, along), axis=-1))


@cache
def _moves() -> tuple[Floats, ...]:
    """Give the eight ways in which four corners can move together."""
    signs = ((1, 1, 1, 1), (-1, 1, 1, -1), (-1, -1, 1, 1), (1, -1, 1, -1))
    ways = [[(sign, 0) for sign in one] for one in signs]
    ways += [[(0, sign) for sign in one] for one in signs]
    return tuple(as_floats(way) for way in ways)

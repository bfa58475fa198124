"""Lays the grid of a QR code over a picture and undoes its blur, both by the modules it must have.

More than half of the modules of a small code are known. The corners are moved until these are where
they should be, and the filter that makes the most of them is the one that makes the most of the
others: it takes out the blur of lens and hand, whatever its direction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
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


def likeness(grey: Floats, corners: Floats, side: int = SIDE_MODULES) -> float:
    """Give how much the known modules and their light frame look as they must, of 1 at most."""
    import numpy as np

    places, wanted = _known_around(side)
    seen = seen_at(grey, corners, places, side)[0]
    seen = seen - seen.mean()
    return float(seen @ wanted / (np.sqrt(seen @ seen) + 1e-6))


def laid(grey: Floats, corners: Floats, module_px: float) -> tuple[float, Floats]:
    """Move the corners to where the known modules look best; give how well, and the corners.

    The first moves are made on a softer picture, in which the way there is smoother.
    """
    import cv2

    soft = as_floats(cv2.GaussianBlur(grey, (0, 0), COARSE_SOFT_MODULES * module_px))
    first, *others = (step * module_px for step in COARSE_MODULES)
    best, corners = moved(partial(likeness, soft), corners, [first])
    if best < FIRST_LIKENESS_MIN:
        return best, corners
    best, corners = moved(partial(likeness, soft), corners, others)
    if best < COARSE_LIKENESS_MIN:
        return best, corners
    fine = [step * module_px for step in FINE_MODULES]
    return moved(partial(likeness, grey), corners, fine)


def moved(
    like: Callable[[Floats], float], corners: Floats, steps_px: Sequence[float]
) -> tuple[float, Floats]:
    """Take each of the ways in which four corners can move, as long as one is a way up."""
    best = like(corners)
    for step in steps_px:
        for move in _moves():
            for way in (step, -step):
                there = corners + move * way
                found = like(there)
                if found > best:
                    best, corners = found, there
                    break
    return best, corners


def around(
    grey: Floats, corners: Floats, side: int = SIDE_MODULES, reach: int = REACH_HALVES
) -> NDArray[np.float64]:
    """Give what is seen of each module and round it: a row a module, a column a place."""
    import numpy as np

    wide = 2 * reach + 1
    seen = seen_at(grey, corners, _halves(side, reach), side)
    windows = np.lib.stride_tricks.sliding_window_view(seen, (wide, wide))
    middles = 2 * np.arange(side) + 2
    rows = windows[np.ix_(middles, middles)].reshape(side**2, wide * wide).astype(np.float64)
    result: NDArray[np.float64] = (rows - rows.mean()) / (rows.std() + 1e-6)
    return result


def cleared(
    rows: NDArray[np.float64],
    sure: Flags,
    light: NDArray[np.floating[Any]],
    calm: float = CALM,
) -> NDArray[np.float64]:
    """Give each module's light, 1 to -1, by the filter that suits the sure modules best.

    `calm` is how much the filter is kept from following the noise, as a share of what is seen.
    """
    import cv2
    import numpy as np

    seen = rows[sure]
    middle, mean = seen.mean(axis=0), float(light[sure].mean())
    seen = seen - middle
    wanted = (light[sure] - mean).astype(np.float64)[:, None]
    # By OpenCV, because numpy would wake every core.
    both = cv2.mulTransposed(seen, aTa=True, dtype=cv2.CV_64F) + calm * len(seen) * np.eye(
        len(middle)
    )
    none = np.empty(0, np.float64)
    onto = cv2.gemm(seen, wanted, 1.0, none, 0.0, flags=cv2.GEMM_1_T)
    weights = cv2.solve(both, onto, flags=cv2.DECOMP_CHOLESKY)[1]
    made = cv2.gemm(rows - middle, weights, 1.0, none, 0.0)
    return np.asarray(made, np.float64).reshape(-1) + mean


def seen_at(grey: Floats, corners: Floats, places: Floats, side: int) -> Floats:
    """Give the picture at places of the code, which are in modules from its first corner."""
    import cv2
    import numpy as np

    flat = np.array([[0, 0], [side, 0], [side, side], [0, side]], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(flat, as_floats(corners))
    at = cv2.perspectiveTransform(places.reshape(1, -1, 2), turn).reshape(places.shape)
    seen = cv2.remap(
        grey, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return as_floats(seen)


@cache
def _known_around(side: int) -> tuple[Floats, Floats]:
    """Give the middles of the known modules and their light frame, and how light each must be."""
    import numpy as np

    light = np.ones((side + 2, side + 2))
    light[1:-1, 1:-1] = np.where(known(side), 1.0 - 2.0 * frame(side), 0.0).reshape(side, side)
    y, x = np.nonzero(light)
    wanted = light[y, x] - light[y, x].mean()
    places = np.stack([x - 0.5, y - 0.5], axis=-1)[None]
    return as_floats(places), as_floats(wanted / np.linalg.norm(wanted))


@cache
def _halves(side: int, reach: int) -> Floats:
    """Give places half a module apart over the whole code and as far round it as is reached."""
    import numpy as np

    room = (reach + 1) / 2
    along = np.arange(-room, side + room + 0.25, 0.5)
    return as_floats(np.stack(np.meshgrid(along, along), axis=-1))


@cache
def _moves() -> tuple[Floats, ...]:
    """Give the eight ways in which four corners can move together."""
    signs = ((1, 1, 1, 1), (-1, 1, 1, -1), (-1, -1, 1, 1), (1, -1, 1, -1))
    ways = [[(sign, 0) for sign in one] for one in signs]
    ways += [[(0, sign) for sign in one] for one in signs]
    return tuple(as_floats(way) for way in ways)

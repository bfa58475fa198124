"""The bars of Code 128 as they look through blur, for the reader that fits them to a line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import erf, sqrt
from typing import TYPE_CHECKING, TypeAlias

from scanner.drawing import QUIET_BARS_MODULES, bars_picture
from scanner.image import as_floats

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats

Reach: TypeAlias = tuple[int, int]

SYMBOL_MODULES = 11
# Sixteen digits: eight pairs and the check symbol.
SYMBOLS = 9
PAIRS = 100
VALUES = 103
START_C = 105
# From the first bar to the stop symbol, and of the whole code.
STOP_AT_MODULES = SYMBOL_MODULES * (SYMBOLS + 1)
CODE_MODULES = STOP_AT_MODULES + 13
# How wide the blur of lens and hand may be, in modules.
BLURS_MODULES = (0.45, 0.75, 1.05, 1.35)
SEARCH_BLUR_MODULES = 0.75
FIT_SAMPLES = 4
SEARCH_SAMPLES = 2
QUIET_MODULES = 4
_FAR_QUIET_MODULES = 8
_HALVES = (range(50), range(50, 100))
_CHECKED_BY = ("0049", "0149", "5025")


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """What one blur makes of each symbol; rows are values, columns samples, dark is high.

    `alone` knows only that a space comes before and a bar after; `spread` turns the bits of three
    symbols in a row into the samples of the middle one.
    """

    blur_modules: float
    alone: Floats
    spread: Floats


@cache
def bits() -> Floats:
    """Give the modules of the values 0 to 102: one row each, 1 where a bar is."""
    import numpy as np

    pairs = [_drawn("".join(f"{pair:02d}" for pair in some))[1:-2] for some in _HALVES]
    # The last three values stand for no digits; they are the check symbols of these.
    checks = [_drawn(text)[-2:-1] for text in _CHECKED_BY]
    return as_floats(np.vstack(pairs + checks))


@cache
def start_bits() -> Floats:
    """Give the modules of the start symbol of pairs of digits."""
    return as_floats(_drawn(_CHECKED_BY[0])[0])


@cache
def stop_bits() -> Floats:
    """Give the thirteen modules of the stop symbol."""
    import numpy as np

    return as_floats(np.append(_drawn(_CHECKED_BY[0])[-1], [1, 1]))


def _drawn(digits: str) -> Floats:
    """Draw digits as bars and give a row a symbol; the last one is the stop without its last bar.

    It is the writer of the library that reads: a table of our own could only be wrong.
    """
    modules = bars_picture(digits)[0][QUIET_BARS_MODULES:-QUIET_BARS_MODULES] == 0
    return as_floats(modules[:-2].reshape(-1, SYMBOL_MODULES))


@cache
def of_blur(blur_modules: float) -> Templates:
    """Build the templates of one blur."""
    import numpy as np

    before, after = np.zeros((VALUES, 2)), np.tile([1.0, 0.0], (VALUES, 1))
    around = np.hstack([before, bits(), after])
    alone = around @ _spread((-1, 12), (-2, 13), blur_modules, FIT_SAMPLES).T
    return Templates(
        blur_modules=blur_modules,
        alone=unit(alone.astype(np.float32)),
        spread=_spread((-1, 12), (-11, 22), blur_modules, FIT_SAMPLES).astype(np.float32),
    )


@cache
def start_and_stop() -> tuple[Floats, Floats]:
    """Give the two ends with their quiet zones, one row each, for the search along a line."""
    import numpy as np

    quiet = np.zeros(_FAR_QUIET_MODULES)
    reach = (SEARCH_BLUR_MODULES, SEARCH_SAMPLES)
    start = np.concatenate([quiet, start_bits(), [1, 0]])
    stop = np.concatenate([[1, 0], stop_bits(), quiet])
    first = _spread((-QUIET_MODULES, 11), (-_FAR_QUIET_MODULES, 13), *reach) @ start
    last = _spread((0, 13 + QUIET_MODULES), (-2, 13 + _FAR_QUIET_MODULES), *reach) @ stop
    return first[None].astype(np.float32), last[None].astype(np.float32)


def unit(rows: Floats) -> Floats:
    """Take the mean out of each row (last axis) and give it the length 1."""
    import numpy as np

    centred = rows - rows.mean(axis=-1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=-1, keepdims=True)
    result: Floats = (centred / (lengths + 1e-9)).astype(np.float32)
    return result


def _spread(at: Reach, of: Reach, blur: float, samples: int) -> NDArray[np.float64]:
    """Give how much each module (column) shows in each sample (row) after a Gaussian blur."""
    import numpy as np

    places = np.arange(at[0] + 0.5 / samples, at[1], 1 / samples)
    modules = range(of[0], of[1])
    shown = [
        [_below((place - one) / blur) - _below((place - one - 1) / blur) for one in modules]
        for place in places
    ]
    return np.array(shown)


def _below(sigmas: float) -> float:
    return 0.5 * (1 + erf(sigmas / sqrt(2)))

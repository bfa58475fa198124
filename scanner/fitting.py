"""Reads a member number from bars too blurred, bent or shone upon for edges to be found in them.

A decoder of edges needs each bar by itself. Here the whole code is known but for its digits (a
start, eight pairs, a check symbol and a stop), so each symbol is the one whose blurred picture is
most like what is seen. A reading counts when it is very like, when both checks agree (the code's
own over 103, the number's over 97), and then only as one of the two frames that the gate wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loyalty import number
from scanner.image import as_floats
from scanner.templates import (
    BLURS_MODULES,
    CODE_MODULES,
    FIT_SAMPLES,
    PAIRS,
    QUIET_MODULES,
    SEARCH_SAMPLES,
    START_C,
    STOP_AT_MODULES,
    SYMBOL_MODULES,
    SYMBOLS,
    VALUES,
    Templates,
    bits,
    of_blur,
    start_and_stop,
    start_bits,
    stop_bits,
    unit,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats, Image

# The correlation with the picture of its bars that a reading needs, on average and at its worst
# symbol. Right readings of bad frames begin at 0.93; wrong ones of any picture end at 0.92.
LIKENESS_MIN = 0.93
WORST_LIKENESS_MIN = 0.75
# Member numbers begin with 9.
FIRST_PAIR_MIN = 90

# Of 2 at most; right ends begin at 1.69 in bad frames.
_ENDS_MIN = 1.65
_ENDS_TRIED = 2
_SIZES = (0.75, 0.79, 0.83, 0.88, 0.93, 0.98, 1.03, 1.09, 1.15)
_STOP_SLACK_MODULES = 4
_BENDS_MODULES = (-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
_SHIFTS_MODULES = (-0.6, -0.3, 0.0, 0.3, 0.6)
_EDGE_SHARE = 0.06
_BANDS = 9
_REACH_SHARE = 0.12
_REACH_MIN_PX = 15
_DEPTH_MIN = 6.0
_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """A place along a line where a code could be: how likely, which way, and its scale."""

    score: float
    turned: bool
    start_px: float
    module_px: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The most like symbols of a line, whether right or not."""

    values: tuple[int, ...]
    likeness: float
    worst_likeness: float

    @property
    def text(self) -> str | None:
        """Give the member number, or None when a check or the likeness speaks against it."""
        if self.likeness < LIKENESS_MIN or self.worst_likeness < WORST_LIKENESS_MIN:
            return None
        total = START_C + sum((at + 1) * value for at, value in enumerate(self.values[:-1]))
        digits = "".join(f"{value:02d}" for value in self.values[:-1])
        right = total % VALUES == self.values[-1] and number.is_valid(digits)
        return digits if right else None


def fitted(flat: Image, width_px: float) -> str | None:
    """Give the member number in bars that were laid flat with room on both sides, or None.

    `width_px` is about how wide the code is in the flat picture.
    """
    lines = lines_of(flat, width_px)
    tried: list[Ends] = []
    for ends in places(lines[0], width_px):
        if len(tried) == _ENDS_TRIED:
            break
        if any(_same(ends, one) for one in tried):
            continue
        tried.append(ends)
        for line in lines:
            text = fit(line[::-1] if ends.turned else line, ends).text
            if text is not None:
                return text
    return None


def lines_of(flat: Image, width_px: float) -> Floats:
    """Give two lines across the bars, dark high, with shine and shadow taken out.

    In the first each band counts by its contrast at that place, which is a way round a spot of
    glare; the second is the plain average.
    """
    import cv2
    import numpy as np

    edge = round(flat.shape[0] * _EDGE_SHARE)
    body = flat[edge : flat.shape[0] - edge]
    bands = cv2.resize(body, (flat.shape[1], _BANDS), interpolation=cv2.INTER_AREA)
    rows = np.vstack([bands, bands.mean(axis=0, keepdims=True)]).astype(np.float32)
    reach = max(_REACH_MIN_PX, int(width_px * _REACH_SHARE) | 1)
    calm = cv2.GaussianBlur(rows, (0, 0), sigmaX=1.5, sigmaY=1e-3)
    near = np.ones((1, reach), np.uint8)
    low = cv2.blur(cv2.erode(calm, near), (reach, 1))
    depth = cv2.blur(cv2.dilate(calm, near), (reach, 1)) - low
    level = 1 - (rows - low) / np.maximum(depth, _DEPTH_MIN)
    weight = depth[:_BANDS] ** 2 + 1e-3
    best = (level[:_BANDS] * weight).sum(axis=0) / weight.sum(axis=0)
    return as_floats(np.vstack([best, level[_BANDS]]))


def places(line: Floats, width_px: float) -> list[Ends]:
    """Find where a start and a stop stand at the right distance, the likeliest first."""
    import cv2
    import numpy as np

    first, last = start_and_stop()
    found = []
    for size in _SIZES:
        module_px = width_px * size / CODE_MODULES
        samples = round(line.size * SEARCH_SAMPLES / module_px)
        if samples < (CODE_MODULES + 2 * QUIET_MODULES) * SEARCH_SAMPLES:
            continue
        small = cv2.resize(line[None], (samples, 1), interpolation=cv2.INTER_AREA)
        for turned in (False, True):
            row = np.ascontiguousarray(small[:, ::-1]) if turned else small
            starts = cv2.matchTemplate(row, first, cv2.TM_CCOEFF_NORMED)[0]
            stops = cv2.matchTemplate(row, last, cv2.TM_CCOEFF_NORMED)[0]
            ends = _pair(starts, stops)
            if ends is not None and ends[0] >= _ENDS_MIN:
                scale = line.size / samples
                found.append(
                    Ends(
                        score=ends[0],
                        turned=turned,
                        start_px=ends[1] * scale,
                        module_px=(ends[2] - ends[1]) * scale / STOP_AT_MODULES,
                    )
                )
    return sorted(found, key=lambda ends: -ends.score)


def _pair(
    starts: NDArray[np.float32], stops: NDArray[np.float32]
) -> tuple[float, float, float] | None:
    """Give the best score of a start with a stop at its distance, and the samples of both."""
    import cv2
    import numpy as np

    slack = _STOP_SLACK_MODULES * SEARCH_SAMPLES
    apart = (STOP_AT_MODULES + QUIET_MODULES) * SEARCH_SAMPLES
    near = cv2.dilate(stops[None], np.ones((1, 2 * slack + 1), np.uint8))[0]
    length = min(starts.size, near.size - apart)
    if length <= 0:
        return None
    score = starts[:length] + near[apart : apart + length]
    at = int(score.argmax())
    low = max(0, apart + at - slack)
    stop = low + int(stops[low : apart + at + slack + 1].argmax())
    return float(score[at]), at + QUIET_MODULES * SEARCH_SAMPLES, stop


def _same(one: Ends, other: Ends) -> bool:
    near = abs(one.start_px - other.start_px) < one.module_px
    wide = abs(one.module_px - other.module_px) * STOP_AT_MODULES < one.module_px
    return one.turned == other.turned and near and wide


def fit(line: Floats, ends: Ends) -> Fit:
    """Give the symbols most like a line between its ends, over bends, shifts and blurs."""
    import numpy as np

    seen = _windows(line, ends)
    bends, symbols, shifts, samples = seen.shape
    best: tuple[float, int, NDArray[np.intp], Templates, Floats] | None = None
    for blur in BLURS_MODULES:
        table = of_blur(blur)
        flat = _times(seen.reshape(-1, samples), table.alone)
        alike = flat.reshape(bends, symbols, shifts, VALUES)
        alike[:, :-1, :, PAIRS:] = -1
        alike[:, 0, :, :FIRST_PAIR_MIN] = -1
        top = alike.max(axis=3)
        sums = top.max(axis=2).sum(axis=1)
        bend = int(sums.argmax())
        if best is None or sums[bend] > best[0]:
            best = (float(sums[bend]), bend, top[bend].argmax(axis=1), table, alike)
    assert best is not None
    _, bend, shift, table, alike = best
    every = np.arange(SYMBOLS)
    values = alike[bend, every, shift].argmax(axis=1)
    return _settled(seen[bend, every, shift], values, table)


def _times(rows: Floats, others: Floats) -> Floats:
    """Multiply each row with each other row; by OpenCV, because numpy would wake every core."""
    import cv2
    import numpy as np

    return as_floats(cv2.gemm(rows, others, 1.0, np.empty(0, np.float32), 0.0, flags=cv2.GEMM_2_T))


def _windows(line: Floats, ends: Ends) -> Floats:
    """Cut one window a symbol out of the line, for every bend and shift; each of length 1.

    A card that is turned away from the camera squeezes one end of its code: between ends that
    are right, its middle lies up to three modules beside where it would be.
    """
    import numpy as np

    inside = np.arange(-1 + 0.5 / FIT_SAMPLES, SYMBOL_MODULES + 1, 1 / FIT_SAMPLES)
    at = SYMBOL_MODULES * np.arange(1, SYMBOLS + 1)[:, None] + inside
    part = at / STOP_AT_MODULES
    bent = np.array(_BENDS_MODULES)[:, None, None] * 4 * part * (1 - part)
    modules = (at + bent)[:, :, None, :] + np.array(_SHIFTS_MODULES)[:, None]
    pixels = ends.start_px + ends.module_px * modules
    values = np.interp(pixels.ravel(), np.arange(line.size), line)
    return unit(values.reshape(pixels.shape).astype(np.float32))


def _settled(seen: Floats, values: NDArray[np.intp], table: Templates) -> Fit:
    """Read each symbol again beside the neighbours it turned out to have, until all stay."""
    import numpy as np

    allowed = np.ones((SYMBOLS, VALUES), bool)
    allowed[:-1, PAIRS:] = False
    allowed[0, :FIRST_PAIR_MIN] = False
    for _ in range(_ROUNDS):
        row = np.vstack([start_bits(), bits()[values], stop_bits()[:SYMBOL_MODULES]])
        like = np.full((SYMBOLS, VALUES), -1.0)
        for at in range(SYMBOLS):
            sides = [np.tile(row[side], (VALUES, 1)) for side in (at, at + 2)]
            around = np.hstack([sides[0], bits(), sides[1]])
            like[at] = np.where(allowed[at], unit(_times(around, table.spread)) @ seen[at], -1)
        before, values = values, like.argmax(axis=1)
        if (before == values).all():
            break
    return Fit(
        values=tuple(int(value) for value in values),
        likeness=float(like.max(axis=1).mean()),
        worst_likeness=float(like.max(axis=1).min()),
    )

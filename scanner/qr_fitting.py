"""Reads a member number from a QR code too blurred, shone upon or small for a decoder of modules.

A decoder says dark or light for each module and mends a few. Here each module says how sure it is,
and the number is the one whose whole code is most like what is seen: the modules that are surest
decide, then one or two of them are doubted in turn. A reading counts when it is very like and the
number's own check agrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from loyalty import number
from scanner.busy import busy
from scanner.image import as_floats
from scanner.qr_grid import around, cleared, laid
from scanner.qr_known import (
    GROUPS,
    format_places,
    formats,
    frame,
    known,
    words,
)
from scanner.qr_places import NUMBER, places
from scanner.qr_solving import most_like

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats, Image
    from scanner.qr_known import Modules, Words
    from scanner.sightings import Corners

Doubles: TypeAlias = "NDArray[np.float64]"

# How much the known modules must look as they are before the others are asked.
GRID_MIN = 0.5
FORMATS_TRIED = 2
# The correlation with the whole code that a reading needs. Right readings of bad frames begin at
# 0.64; wrong ones of any picture end at 0.69, and of those one in a thousand has a right check.
LIKENESS_MIN = 0.74
_SOFT_SHARE = 0.25
_SOFT_MIN_PX = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The most like number of a grid, whether right or not; `digits` None when there is none."""

    digits: str | None
    likeness: float

    @property
    def text(self) -> str | None:
        """Give the member number, or None when a check or the likeness speaks against it."""
        if self.digits is None or self.likeness < LIKENESS_MIN:
            return None
        return self.digits if number.is_valid(self.digits) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A member number, and the corners of its code in pixels, clockwise."""

    text: str
    corners: Corners


def fitted(grey: Image) -> Reading | None:
    """Give the member number of a QR code in a grey picture, or None."""
    import cv2

    for left, top, right, bottom in busy(grey):
        part = as_floats(grey[top:bottom, left:right])
        for place in places(part, NUMBER):
            soft_px = max(_SOFT_MIN_PX, _SOFT_SHARE * place.module_px)
            calm = as_floats(cv2.GaussianBlur(part, (0, 0), soft_px))
            well, corners = laid(calm, place.corners, place.module_px)
            text = _text(calm, corners) if well >= GRID_MIN else None
            if text is not None:
                at = tuple((float(x) + left, float(y) + top) for x, y in corners)
                return Reading(text=text, corners=at)
    return None


def _text(grey: Floats, corners: Floats) -> str | None:
    return next((fit.text for fit in fits(grey, corners) if fit.text is not None), None)


def fits(grey: Floats, corners: Floats) -> list[Fit]:
    """Give the most like number of each likely level, mask and padding."""
    import numpy as np

    rows = around(grey, corners)
    light = cleared(rows, known(), 1.0 - 2.0 * frame())
    pairs, shown = formats()
    likely = np.argsort(-(shown @ light[format_places()]))[:FORMATS_TRIED]
    return [_fit(rows, one) for at in likely for one in words(*pairs[at])]


def _fit(rows: Doubles, one: Words) -> Fit:
    """Find the number whose code is most like the modules that depend on it."""
    import numpy as np

    light = cleared(rows, ~one.free, 1.0 - 2.0 * one.zero)[one.free]
    zero, turns = one.zero[one.free], one.rows[:, one.free]
    bits = most_like(np.where(zero == 1, -light, light), turns)
    code = zero ^ (bits @ turns % 2)
    return Fit(digits=digits_of(bits), likeness=float(np.corrcoef(light, 1.0 - 2.0 * code)[0, 1]))


def digits_of(bits: Modules) -> str | None:
    """Give the digits that groups of bits stand for; None when a group is no group of digits."""
    groups, at = [], 0
    for digits, length in GROUPS:
        value = int("".join(str(bit) for bit in bits[at : at + length]), 2)
        at += length
        if value >= 10**digits:
            return None
        groups.append(str(value).zfill(digits))
    return "".join(groups)

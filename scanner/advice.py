"""What the set-up screen says of a camera's picture: light, focus, distance and place of the card.

Everything here looks at one frame and keeps nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from scanner import symbology
from scanner.aiming import in_box
from scanner.box import Box
from scanner.image import as_image
from scanner.sightings import Found

if TYPE_CHECKING:
    from scanner.image import Floats, Image


class Advice(Enum):
    """The one thing to do next, the most hindering first."""

    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    BLURRED = "blurred"
    CARD_NOT_IN_BOX = "card_not_in_box"
    CARD_TOO_FAR = "card_too_far"
    GOOD = "good"
    SHOW_CARD = "show_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """An advice and the figures behind it.

    `light` is the mean brightness of the aiming box (0 to 255), `white_share` the part of it that
    is washed out (0.0 to 1.0), `blur_px` how wide its sharpest edges are smeared (a sigma; None
    when nothing in it has an edge), `module_px` the width of the narrowest bar or dot of the code
    that was found (None without one).
    """

    advice: Advice
    light: float
    white_share: float
    blur_px: float | None = None
    module_px: float | None = None


# Each limit is where reading begins to fail in pictures that were rendered darker, softer and so
# on step by step, with some room: tests/scanner/test_advice.py renders them again.
LIGHT_MIN = 40.0
PAPER_LIGHT_MIN = 50.0
WHITE_SHARE_MAX = 0.03
BLUR_PX_MAX = 1.8
BLUR_PX_SEEN = 1.3
BLUR_MODULES_MAX = 0.4
MODULE_PX_MIN = 2.0
_WHITE = 254
_PAPER_PERCENTILE = 90
_CONTRAST_MIN = 24.0
_KERNEL_PX = 15
_SMOOTH_PX = 1.0
_EDGE_PIXELS_MIN = 200


def advise(grey: Image, box: Box, found: Sequence[Found]) -> Advised:
    """Judge a grey picture and the codes that were found in it, beside the box too."""
    high, wide = grey.shape[:2]
    left, top, right, bottom = box.pixels_of(wide, high)
    part = as_image(grey[top:bottom, left:right])
    inside = [one for one in found if in_box(one.corners, box, wide, high)]
    sizes = [size for one in inside or found if (size := module_px(one)) is not None]
    figures = Advised(
        advice=Advice.SHOW_CARD,
        light=round(float(part.mean()), 1),
        white_share=round(float((part >= _WHITE).mean()), 3),
        blur_px=blur_of(part),
        module_px=round(min(sizes), 2) if sizes else None,
    )
    if inside:
        return replace(figures, advice=_of_a_card(figures, _paper_light(grey, inside[0])))
    if found:
        return replace(figures, advice=Advice.CARD_NOT_IN_BOX)
    return replace(figures, advice=_of_the_picture(figures))


def _of_a_card(figures: Advised, paper_light: float) -> Advice:
    """Judge how safely a card that was read in the box is read."""
    module = figures.module_px
    if paper_light < PAPER_LIGHT_MIN:
        return Advice.TOO_DARK
    if module is not None and module < MODULE_PX_MIN:
        return Advice.CARD_TOO_FAR
    if module is not None and (figures.blur_px or 0.0) > max(
        BLUR_PX_SEEN, BLUR_MODULES_MAX * module
    ):
        return Advice.BLURRED
    return Advice.GOOD


def _of_the_picture(figures: Advised) -> Advice:
    """Judge what could keep a card from being read, where none was."""
    if figures.light < LIGHT_MIN:
        return Advice.TOO_DARK
    if figures.white_share > WHITE_SHARE_MAX:
        return Advice.TOO_BRIGHT
    if figures.blur_px is not None and figures.blur_px > BLUR_PX_MAX:
        return Advice.BLURRED
    return Advice.SHOW_CARD


def _paper_light(grey: Image, found: Found) -> float:
    """Give the brightness of the paper between the bars, which a dark counter does not lower."""
    import numpy as np

    if not found.corners:
        return float(np.percentile(grey, _PAPER_PERCENTILE))
    xs, ys = [x for x, _ in found.corners], [y for _, y in found.corners]
    left, top = max(0, int(min(xs))), max(0, int(min(ys)))
    part = grey[top : int(max(ys)) + 1, left : int(max(xs)) + 1]
    return float(np.percentile(part, _PAPER_PERCENTILE)) if part.size else 0.0


def blur_of(part: Image) -> float | None:
    """Estimate the sigma in pixels that smears the sharpest edges; None where there is no edge.

    An edge of height C that is smeared by sigma s rises by C / (s * sqrt(2 pi)) a pixel at most:
    the steepest rises and the contrast beside them give s, whatever the picture shows.
    """
    import cv2
    import numpy as np

    if min(part.shape) < _KERNEL_PX:
        return None
    # Noise is steep too: half a pixel of smoothing takes most of it, and is taken off again.
    smooth = cv2.GaussianBlur(part, (0, 0), _SMOOTH_PX).astype(np.float32)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    steep: Floats = cv2.magnitude(across, down).astype(np.float32)
    kernel = np.ones((_KERNEL_PX, _KERNEL_PX), np.uint8)
    spread = cv2.dilate(smooth, kernel) - cv2.erode(smooth, kernel)
    edges = spread >= max(_CONTRAST_MIN, float(np.percentile(spread, 99)) * 0.5)
    if int(edges.sum()) < _EDGE_PIXELS_MIN:
        return None
    ratio = float(np.percentile(steep[edges] / spread[edges], 98))
    total = 1.0 / (ratio * float(np.sqrt(2 * np.pi)))
    return round(float(np.sqrt(max(0.0, total**2 - _SMOOTH_PX**2))), 2)


def module_px(found: Found) -> float | None:
    """Give the width of the narrowest bar or dot of a code; None for kinds that cannot be told."""
    if len(found.corners) != _CORNERS:
        return None
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = found.corners
    wide = (((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5 + ((cx - dx) ** 2 + (cy - dy) ** 2) ** 0.5) / 2
    modules = _modules(found)
    return None if modules is None or wide == 0 else wide / modules


_CORNERS = 4
# How many characters a QR code of each version holds at level M: digits, and other characters.
_QR_HOLDS = ((34, 20), (63, 38), (101, 61), (149, 90), (202, 122), (255, 154))
_QR_FIRST = 21
_QR_STEP = 4
_C128_CHARACTER = 11
_C128_ENDS = 35
_EAN_13 = 95


def _modules(found: Found) -> int | None:
    length = len(found.text)
    digits = found.text.isdecimal()
    if found.symbology == symbology.QR_CODE:
        for version, (holds_digits, holds_others) in enumerate(_QR_HOLDS):
            if length <= (holds_digits if digits else holds_others):
                return _QR_FIRST + _QR_STEP * version
    if found.symbology == symbology.CODE_128:
        pairs = digits and length % 2 == 0
        return _C128_ENDS + _C128_CHARACTER * (length // 2 if pairs else length)
    return _EAN_13 if found.symbology in {"EAN13", "UPCA"} else None

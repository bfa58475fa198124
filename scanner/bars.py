"""Finds bars in a picture and lays them flat, so that a decoder can cross them in one line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from scanner.image import as_image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats, Image

Sharpening: TypeAlias = tuple[float, float]


# Half size: bars are found as well as at full size, for a third of the time. Blurred and turned
# ones are found at a third when they are not at half.
LOCATE_SCALES = (0.5, 0.35)
# Along the bars every row of the picture is enough, since all of them are averaged.
ACROSS_SCALE = 2.0
ALONG_SCALE = 1.0
BANDS = 6
# How strongly and how widely (pixels of the flat picture) each copy of the bands is sharpened.
SHARPENINGS: tuple[Sharpening, ...] = ((1.5, 3.0), (3.0, 3.4))
# Room beside the quad: for a decoder of edges, which the edge of the card would lead astray, and
# for a search for the true ends.
NARROW_SHARE = 0.1
WIDE_SHARE = 0.35
_BAND_ROWS = 10
_EDGE_SHARE = 0.06
_LONGEST_PX = 2600
_QUADS_MAX = 3
_SMALLEST_PX = 80


def locate(grey: Image) -> list[Floats]:
    """Find stripes that may be a barcode; four corners each, clockwise, pixels, long side first."""
    import cv2
    import numpy as np

    if min(grey.shape) < _SMALLEST_PX:
        return []
    detector = cv2.barcode.BarcodeDetector()
    for scale in LOCATE_SCALES:
        small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        any_found, points = detector.detect(small)
        if any_found:
            found = np.asarray(points, dtype=np.float32).reshape(-1, 4, 2)
            quads = [_clockwise(quad / scale) for quad in found]
            return sorted(quads, key=_size, reverse=True)[:_QUADS_MAX]
    return []


def flatten(grey: Image, quad: Floats, room_share: float = NARROW_SHARE) -> Image:
    """Cut one quad out as an upright picture with room beside it, as a share of its width."""
    import cv2
    import numpy as np

    high = max(BANDS + 2, round(_height(quad) * ALONG_SCALE))
    wide = flat_width_px(quad)
    room = round(wide * room_share)
    flat = np.array(
        [[room, 0], [room + wide, 0], [room + wide, high], [room, high]], dtype=np.float32
    )
    return as_image(
        cv2.warpPerspective(
            grey,
            cv2.getPerspectiveTransform(quad, flat),
            (wide + 2 * room, high),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
    )


def flat_width_px(quad: Floats) -> int:
    """Give how wide a quad is once it is laid flat, without the room beside it."""
    width = max(_length(quad[0], quad[1]), _length(quad[3], quad[2]), 1.0)
    return max(8, round(width * min(ACROSS_SCALE, _LONGEST_PX / width)))


def banded(flat: Image) -> Image:
    """Average the bars along their length, in bands, and sharpen across them.

    Averaging takes the noise out, so that far more sharpening is possible than in the picture
    itself; bands instead of one average leave a way round glare and a tilt that is left over.
    """
    import cv2
    import numpy as np

    edge = round(flat.shape[0] * _EDGE_SHARE)
    body = flat[edge : flat.shape[0] - edge]
    bands = cv2.resize(body, (flat.shape[1], BANDS), interpolation=cv2.INTER_AREA)
    rows = np.vstack([bands.mean(axis=0, keepdims=True), bands]).astype(np.float32)
    copies = []
    for amount, width in SHARPENINGS:
        soft = cv2.GaussianBlur(rows, (0, 0), sigmaX=width, sigmaY=1e-3)
        copies.append(_stretched(rows * (1 + amount) - soft * amount))
    return as_image(np.repeat(np.vstack(copies), _BAND_ROWS, axis=0))


def _stretched(rows: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Stretch each row to the full range, without its two darkest and brightest per cent."""
    import numpy as np

    low = np.percentile(rows, 2, axis=1, keepdims=True)
    high = np.percentile(rows, 98, axis=1, keepdims=True)
    spread: NDArray[np.uint8] = np.clip((rows - low) / (high - low + 1e-3) * 255, 0, 255).astype(
        np.uint8
    )
    return spread


def _clockwise(quad: Floats) -> Floats:
    """Order corners clockwise with a long side first and the bars' upper end on top."""
    import numpy as np

    middle = quad.mean(axis=0)
    turn = np.arctan2(quad[:, 1] - middle[1], quad[:, 0] - middle[0])
    ordered = quad[np.argsort(turn)]
    if _length(ordered[0], ordered[1]) < _length(ordered[1], ordered[2]):
        ordered = np.roll(ordered, -1, axis=0)
    return np.ascontiguousarray(ordered, dtype=np.float32)


def _length(one: Floats, other: Floats) -> float:
    return math.hypot(float(one[0] - other[0]), float(one[1] - other[1]))


def _height(quad: Floats) -> float:
    return max(_length(quad[1], quad[2]), _length(quad[0], quad[3]))


def _size(quad: Floats) -> float:
    return _length(quad[0], quad[1]) * _length(quad[1], quad[2])

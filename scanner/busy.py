"""Finds the places of a picture that look like a QR code, however blurred."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from scanner.image import Image

Box: TypeAlias = tuple[int, int, int, int]

_SMALL = 0.25
_NEAR_PX = 21
_BUSY_MIN = 4.0
_PART_OF_BUSIEST = 0.55
_PLACES_MAX = 2
_SMALLEST_PX = 40
_LARGEST_PX = 360
_ROOM_PX = 24


def busy(grey: Image) -> list[Box]:
    """Find places with as many steps across as down, as QR codes have and bars have not.

    A box is left, top, right and bottom, in pixels, with room around the place.
    """
    import cv2
    import numpy as np

    if min(grey.shape) * _SMALL < _NEAR_PX:
        return []
    small = cv2.resize(grey, None, fx=_SMALL, fy=_SMALL, interpolation=cv2.INTER_AREA)
    near = (_NEAR_PX, _NEAR_PX)
    across = cv2.blur(np.abs(cv2.Sobel(small, cv2.CV_32F, 1, 0)), near)
    down = cv2.blur(np.abs(cv2.Sobel(small, cv2.CV_32F, 0, 1)), near)
    level = np.minimum(across, down)
    boxes: list[Box] = []
    while len(boxes) < _PLACES_MAX:
        _, most, _, (x, y) = cv2.minMaxLoc(level)
        if most < _BUSY_MIN:
            break
        _, labels, spans, _ = cv2.connectedComponentsWithStats(
            (level > most * _PART_OF_BUSIEST).astype(np.uint8)
        )
        left, top, width, height = (round(side / _SMALL) for side in spans[labels[y, x]][:4])
        level[labels == labels[y, x]] = 0
        boxes.append(_squared(left, top, width, height, grey.shape))
    return boxes


def _squared(left: int, top: int, width: int, height: int, shape: tuple[int, ...]) -> Box:
    side = min(_LARGEST_PX, max(_SMALLEST_PX, width, height) + 2 * _ROOM_PX)
    x, y = left + width // 2 - side // 2, top + height // 2 - side // 2
    return max(0, x), max(0, y), min(shape[1], x + side), min(shape[0], y + side)

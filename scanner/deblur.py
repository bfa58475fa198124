"""Takes the blur out of places that look like a QR code: of the lens, and of a moving hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from scanner.image import as_image

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Image

Box: TypeAlias = tuple[int, int, int, int]

GROWTH = 2.0
_SMALL = 0.25
_NEAR_PX = 21
_BUSY_MIN = 4.0
_PART_OF_BUSIEST = 0.55
_PLACES_MAX = 2
_SMALLEST_PX = 40
_LARGEST_PX = 360
_ROOM_PX = 24
_EDGE_PX = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Blur:
    """A blur to be undone: of the lens (sigma) and of the hand (a line), pixels; and the noise."""

    lens_px: float
    line_px: float
    noise: float


# Chosen on frames that nothing else read: each of these reads some that the others do not.
BLURS = (
    Blur(lens_px=1.3, line_px=4.0, noise=0.04),
    Blur(lens_px=0.9, line_px=7.0, noise=0.04),
    Blur(lens_px=1.7, line_px=10.0, noise=0.01),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a picture, grown by GROWTH, and where its top left corner was."""

    picture: Image
    left_px: int
    top_px: int


def parts(grey: Image) -> Iterator[Part]:
    """Give the busiest places of a picture, each once a blur; the likeliest come first."""
    for left, top, right, bottom in busy(grey):
        cut = grey[top:bottom, left:right]
        for picture in _undone(cut):
            yield Part(picture=picture, left_px=left, top_px=top)


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


def _undone(cut: Image) -> Iterator[Image]:
    """Undo each blur by Wiener's filter, along the direction in which the cut is softest."""
    import cv2
    import numpy as np

    edge = _EDGE_PX
    framed = cv2.copyMakeBorder(cut, edge, edge, edge, edge, cv2.BORDER_REFLECT)
    waves = np.fft.rfft2(framed.astype(np.float32))
    turn = _softest(cut)
    for blur in BLURS:
        passed = _passed(framed.shape, blur, turn)
        back = np.fft.irfft2(waves * passed / (passed * passed + blur.noise), framed.shape)
        inner = back[edge:-edge, edge:-edge]
        low, high = np.percentile(inner[::3, ::3], (1, 99))
        clear = np.clip((inner - low) / (high - low + 1e-3) * 255, 0, 255).astype(np.uint8)
        yield as_image(cv2.resize(clear, None, fx=GROWTH, fy=GROWTH, interpolation=cv2.INTER_CUBIC))


def _softest(cut: Image) -> float:
    """Give the direction with the weakest steps, in radians: there the hand moved.

    A QR code has as many steps in any direction, so what is missing was smeared.
    """
    import cv2

    calm = cv2.GaussianBlur(cut, (0, 0), 1.0)
    across, down = cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)
    both = float((across * down).mean())
    strongest = 0.5 * math.atan2(2 * both, float((across**2).mean() - (down**2).mean()))
    return strongest + math.pi / 2


def _passed(shape: tuple[int, ...], blur: Blur, turn: float) -> NDArray[np.float64]:
    """Give how much of each wave a blur lets through."""
    import numpy as np

    down = np.fft.fftfreq(shape[0])[:, None]
    across = np.fft.rfftfreq(shape[1])[None, :]
    lens = np.exp(-2 * (np.pi * blur.lens_px) ** 2 * (across**2 + down**2))
    along = across * math.cos(turn) + down * math.sin(turn)
    result: NDArray[np.float64] = lens * np.sinc(blur.line_px * along)
    return result

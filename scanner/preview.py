"""A small picture of what the camera sees, for the screen and for nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.advice import Advised
from scanner.sightings import Corners, Found

if TYPE_CHECKING:
    from scanner.image import Image

PREVIEW_WIDTH_PX = 640
_GREY_AXES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """One frame, at most 640 pixels wide: RGB bytes row by row, and where codes were found.

    `corners` are shares of width and height (0.0 to 1.0), four a code, clockwise from top left as
    the code was printed; `number` counts frames, so that a painter knows a new one. `source_px` is
    the size of the frame itself, `attempts_a_second` how often the camera tries to read, `advice`
    what to say of the picture (None until somebody asks for it). Mirrored, picture and corners
    both are.
    """

    width_px: int
    height_px: int
    rgb: bytes
    corners: tuple[Corners, ...]
    read: bool
    number: int
    at_ms: int
    source_px: tuple[int, int] = (0, 0)
    attempts_a_second: float = 0.0
    advice: Advised | None = None


def preview_of(
    frame: Image,
    found: Sequence[Found],
    *,
    number: int,
    at_ms: int,
    source_px: tuple[int, int] | None = None,
    mirror: bool = False,
    attempts_a_second: float = 0.0,
    advice: Advised | None = None,
) -> Preview:
    """Shrink a frame, mirror it if asked, and bring the corners to shares of it."""
    import cv2

    height, width = frame.shape[:2]
    scale = min(1.0, PREVIEW_WIDTH_PX / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    if mirror:
        small = cv2.flip(small, 1)
    code = cv2.COLOR_GRAY2RGB if frame.ndim == _GREY_AXES else cv2.COLOR_BGR2RGB
    return Preview(
        width_px=size[0],
        height_px=size[1],
        rgb=cv2.cvtColor(small, code).tobytes(),
        corners=tuple(
            tuple((1.0 - x / width if mirror else x / width, y / height) for x, y in one.corners)
            for one in found
        ),
        read=bool(found),
        number=number,
        at_ms=at_ms,
        source_px=source_px or (width, height),
        attempts_a_second=attempts_a_second,
        advice=advice,
    )

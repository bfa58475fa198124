"""The one picture type of the scanner: eight bits a channel, grey or BGR, rows first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Image: TypeAlias = "NDArray[np.uint8]"
Floats: TypeAlias = "NDArray[np.float32]"

_GREY_AXES = 2
_BGR = 3
_BGRA = 4
_SIDE_PX_MIN = 16


def grey_of(image: Image) -> Image:
    """Give the grey picture of a grey, BGR or BGRA one; a grey one comes back as it is."""
    import cv2

    if image.ndim == _GREY_AXES:
        return image
    colors = image.shape[2]
    code = cv2.COLOR_BGR2GRAY if colors == _BGR else cv2.COLOR_BGRA2GRAY
    return as_image(cv2.cvtColor(image, code))


def sane(frame: object) -> Image | None:
    """Give what a camera sent as a grey or BGR picture; None when it is no picture at all.

    Drivers send empty frames while they start or are unplugged, and some cameras send one channel,
    a fourth one, or sixteen bits.
    """
    import numpy as np

    if not isinstance(frame, np.ndarray) or frame.ndim not in {_GREY_AXES, _GREY_AXES + 1}:
        return None
    if min(frame.shape[:2]) < _SIDE_PX_MIN:
        return None
    if frame.dtype == np.uint16:
        frame = frame >> 8
    elif frame.dtype != np.uint8:
        return None
    colors = frame.shape[2] if frame.ndim > _GREY_AXES else None
    if colors == 1:
        frame = frame[:, :, 0]
    elif colors == _BGRA:
        frame = frame[:, :, :_BGR]
    return as_image(frame) if colors in {None, 1, _BGR, _BGRA} else None


def as_image(array: object) -> Image:
    """Give what OpenCV returned as a contiguous picture; its own type says less than we know."""
    import numpy as np

    return np.ascontiguousarray(array, dtype=np.uint8)


def as_floats(array: object) -> Floats:
    """Give what OpenCV or numpy returned as contiguous 32-bit floats."""
    import numpy as np

    return np.ascontiguousarray(array, dtype=np.float32)

"""What a shop's light means for a webcam's exposure, in the words of OpenCV and each system."""

from __future__ import annotations

from scanner.camera_profile import Exposure

# The kernel of Linux counts in tenths of a millisecond; Windows and macOS give the power of two
# of seconds. What switches to automatic has a value of its own on each.
_BRIGHT_TENTH_MS = 40
_DIM_TENTH_MS = 333
_BRIGHT_POWER = -8
_DIM_POWER = -5
_LINUX_BY_HAND = 1.0
_LINUX_AUTOMATIC = 3.0
_OTHERS_BY_HAND = 0.25
_OTHERS_AUTOMATIC = 0.75


def wishes(exposure: Exposure, system: str) -> tuple[tuple[int, float], ...]:
    """Give the OpenCV properties to set, in order; a driver that lacks one ignores it.

    Left alone, a webcam lights a moving card for up to a fifteenth of a second in the evening,
    which smears its bars, and takes the window behind the guest for the subject by day.
    `bright_shop` is 1/250 s, `dim_shop` 1/30 s. `auto` is said too: webcams remember what another
    program, or another setting, told them.
    """
    import cv2

    linux = system.startswith("linux")
    automatic = _LINUX_AUTOMATIC if linux else _OTHERS_AUTOMATIC
    if exposure == "auto":
        return ((cv2.CAP_PROP_AUTO_EXPOSURE, automatic),)
    by_hand = _LINUX_BY_HAND if linux else _OTHERS_BY_HAND
    bright = exposure == "bright_shop"
    if linux:
        time = _BRIGHT_TENTH_MS if bright else _DIM_TENTH_MS
    else:
        time = _BRIGHT_POWER if bright else _DIM_POWER
    return ((cv2.CAP_PROP_AUTO_EXPOSURE, by_hand), (cv2.CAP_PROP_EXPOSURE, float(time)))

"""How a shop uses its camera: which one, which way up, how fine, and where cards are held.

The setting is a JSON object; every field may be left out:

    {"source": "/dev/video0", "device_name": "HD Webcam C270", "mirror": true, "turn_degrees": 180,
     "wide_px": 1920, "high_px": 1080, "exposure": "bright_shop",
     "box": {"left": 170, "top": 120, "right": 830, "bottom": 880}, "rests": false}
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from loyalty.errors import Refusal
from scanner.box import Box

Turn: TypeAlias = Literal[0, 90, 180, 270]
Exposure: TypeAlias = Literal["auto", "bright_shop", "dim_shop"]

WIDE_PX = 1280
HIGH_PX = 720
_SIDE_PX_MIN = 160
_SIDE_PX_MAX = 8192
_TEXT_MAX = 1024


class CameraProfile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The settings of one camera; the values at rest fit most webcams.

    `source` is what `frames.source_from` takes, empty for the first webcam that is plugged in;
    `device_name` finds the same webcam again when its number has changed. `mirror` is for the
    picture on the screen only; `turn_degrees`, clockwise, for what is read too. A size of 0 asks
    for 1280 x 720. With `rests` the camera stays closed until somebody asks for it.
    """

    source: str = ""
    device_name: str = ""
    mirror: bool = False
    turn_degrees: Turn = 0
    wide_px: int = 0
    high_px: int = 0
    exposure: Exposure = "auto"
    box: Box = Box()
    rests: bool = False

    @property
    def size_px(self) -> tuple[int, int]:
        """Give the width and height to ask the camera for, before it is turned."""
        return self.wide_px or WIDE_PX, self.high_px or HIGH_PX


def profile_of(raw: bytes) -> CameraProfile:
    """Read the setting. Raises Refusal `camera_setting` with the reason."""
    try:
        profile = msgspec.json.decode(raw, type=CameraProfile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refusal("camera_setting", str(error)) from error
    reason = _wrong(profile)
    if reason is not None:
        raise Refusal("camera_setting", reason)
    return profile


def bytes_of(profile: CameraProfile) -> bytes:
    """Write the setting as `profile_of` reads it."""
    return msgspec.json.encode(profile)


def _wrong(profile: CameraProfile) -> str | None:
    if max(len(profile.source), len(profile.device_name)) > _TEXT_MAX:
        return f"a source or a name has at most {_TEXT_MAX} characters"
    if not (profile.source + profile.device_name).isprintable():
        return "a source or a name holds no control characters"
    sides = (profile.wide_px, profile.high_px)
    if any(sides) and not all(_SIDE_PX_MIN <= side <= _SIDE_PX_MAX for side in sides):
        return f"a picture is {_SIDE_PX_MIN} to {_SIDE_PX_MAX} pixels wide and high, or 0 and 0"
    if not profile.box.lies_in_the_picture:
        return "the box has to lie in the picture, a fifth of it at least"
    return None

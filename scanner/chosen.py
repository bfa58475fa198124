"""Opens the camera that a shop's profile describes, wherever it is plugged in today."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loyalty.errors import Outage
from scanner.camera_profile import CameraProfile, Turn
from scanner.devices import LISTED, CameraDevice, find_again, plugged_in
from scanner.frames import DeviceSource, Source, Stream, source_from
from scanner.image import as_image, sane
from scanner.video_node import MISSING

if TYPE_CHECKING:
    from scanner.image import Image


def source_for(
    profile: CameraProfile,
    devices: Callable[[], Sequence[CameraDevice]] = plugged_in,
    *,
    has_list: bool | None = None,
) -> Source:
    """Give the source of a profile, turned as it says.

    Webcams are looked up again at each opening, by name and number; `has_list` says whether this
    system lists them without opening any, as Linux does. An address, a film or a folder of
    pictures is opened as it is.
    """
    listed = has_list if has_list is not None else sys.platform == "linux" and LISTED.is_dir()
    asked = profile.source
    webcam = not asked or asked.isdecimal() or asked.startswith("/dev/") or profile.device_name
    source: Source
    if webcam and listed:
        source = PluggedSource(profile=profile, devices=devices)
    elif webcam:
        source = device_source(profile, asked or "0")
    else:
        source = source_from(asked)
    return source if not profile.turn_degrees else TurnedSource(source, profile.turn_degrees)


def device_source(profile: CameraProfile, device: str) -> DeviceSource:
    """Give the webcam of a path or number with the size and the exposure of a profile."""
    wide, high = profile.size_px
    return DeviceSource(
        device=int(device) if device.isdecimal() else device,
        wide_px=wide,
        high_px=high,
        exposure=profile.exposure,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PluggedSource:
    """The webcam of a profile, looked up among those that are plugged in whenever it is opened."""

    profile: CameraProfile
    devices: Callable[[], Sequence[CameraDevice]]
    live: bool = True

    @property
    def name(self) -> str:
        """The name on the webcam's box, as far as the profile knows it."""
        return self.profile.device_name or self.profile.source or "webcam"

    def open(self) -> Stream:
        """Find and open it. Raises Outage `missing`, `denied` or `busy`."""
        device = find_again(self.profile, self.devices())
        if device is None:
            raise Outage(MISSING, f"{self.name} is not plugged in", source=self.name)
        return device_source(self.profile, device.path).open()


class TurnedSource:
    """Another source, whose pictures are turned clockwise."""

    def __init__(self, source: Source, degrees: Turn) -> None:
        """`degrees` is 0, 90, 180 or 270."""
        self._source = source
        self._degrees = degrees

    @property
    def name(self) -> str:
        """The name of the source."""
        return self._source.name

    @property
    def live(self) -> bool:
        """Whether two equal frames in a row mean that it hangs."""
        return self._source.live

    def open(self) -> Stream:
        """Open the source."""
        return _Turned(self._source.open(), self._degrees)


class _Turned:
    def __init__(self, stream: Stream, degrees: Turn) -> None:
        self._stream = stream
        self._degrees = degrees

    def read(self) -> Image:
        frame = self._stream.read()
        picture = sane(frame)
        return frame if picture is None else turned(picture, self._degrees)

    def close(self) -> None:
        self._stream.close()


def turned(frame: Image, degrees: Turn) -> Image:
    """Turn a picture clockwise."""
    import cv2

    if degrees == 0:
        return frame
    ways = {
        90: cv2.ROTATE_90_CLOCKWISE,
        180: cv2.ROTATE_180,
        270: cv2.ROTATE_90_COUNTERCLOCKWISE,
    }
    return as_image(cv2.rotate(frame, ways[degrees]))

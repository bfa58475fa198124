"""What a camera does with one frame: reads its aiming box, judges it, shrinks it for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.advice import Advised, advise
from scanner.aiming import read_in_box
from scanner.camera_profile import CameraProfile
from scanner.decode import Stage, look
from scanner.image import as_image, grey_of
from scanner.preview import Preview, preview_of
from scanner.reader import Reader
from scanner.sightings import Found

if TYPE_CHECKING:
    from scanner.grabber import Grabbed
    from scanner.image import Image

ADVICE_EACH_MS = 500
# More pixels cost time and read nothing that these do not: at this width a card at arm's length
# has three pixels a bar.
DECODED_PX_MAX = 1_920


class Sight:
    """Looks at frame after frame as a profile says; belongs to the decoding thread."""

    def __init__(self, reader: Reader, profile: CameraProfile) -> None:
        """`profile` and `advises` may be set by any thread, and count from the next frame."""
        self.profile = profile
        self.advises = False
        self._reader = reader
        self._advised: Advised | None = None
        self._advised_ms = 0
        self._frames = 0

    def look(
        self, grabbed: Grabbed, *, spare: bool, attempts_a_second: float
    ) -> tuple[list[Found], Preview]:
        """Give the codes in the aiming box and the picture for the screen."""
        profile, advises = self.profile, self.advises
        frame = _shrunk(grabbed.frame)
        grey = grey_of(frame)
        found = read_in_box(grey, profile.box, lambda part: self._reader.read(part, spare=spare))
        if not advises:
            self._advised = None
        elif self._advised is None or grabbed.at_ms - self._advised_ms >= ADVICE_EACH_MS:
            self._advised_ms = grabbed.at_ms
            seen = found or look(grey, Stage.PLAIN)
            self._advised = advise(grey, profile.box, seen)
        self._frames += 1
        preview = preview_of(
            frame,
            found,
            number=self._frames,
            at_ms=grabbed.at_ms,
            source_px=(grabbed.frame.shape[1], grabbed.frame.shape[0]),
            mirror=profile.mirror,
            attempts_a_second=attempts_a_second,
            advice=self._advised,
        )
        return found, preview


def _shrunk(frame: Image) -> Image:
    """Give a frame that is not wider or higher than is useful."""
    import cv2

    high, wide = frame.shape[:2]
    scale = DECODED_PX_MAX / max(wide, high)
    if scale >= 1.0:
        return frame
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    return as_image(cv2.resize(frame, size, interpolation=cv2.INTER_AREA))

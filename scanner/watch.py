"""Judges from the frames alone whether a camera works: silent, frozen or black is not working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scanner.image import Image

STALLED = "stalled"
FROZEN = "frozen"
BLACK = "black"

_BLACK_MEAN_MAX = 6.0
_BLACK_SPREAD_MAX = 4.0
_STEP_PX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchTimes:
    """How long each trouble may last before it is said, in milliseconds."""

    stalled_ms: int = 2_000
    frozen_ms: int = 2_000
    black_ms: int = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What the watch keeps of a frame: a mark that equal frames share, and whether it is black."""

    mark: int
    black: bool


def glimpse(frame: Image) -> Glimpse:
    """Sample a frame; two frames of a real sensor never share a mark, because of its noise."""
    sample = frame[::_STEP_PX, ::_STEP_PX]
    black = float(sample.mean()) <= _BLACK_MEAN_MAX and float(sample.std()) <= _BLACK_SPREAD_MAX
    return Glimpse(mark=hash(sample.tobytes()), black=black)


class FrameWatch:
    """Follows one open camera; time is passed in."""

    def __init__(
        self, times: WatchTimes, *, live: bool, now_ms: int, mark: int | None = None
    ) -> None:
        """Begin at the moment when the camera was opened; `live` says that frames must differ.

        `mark` is of the picture that it stood still at before it was opened again: the same one
        is not good news.
        """
        self._times = times
        self._live = live
        self._frame_ms = now_ms
        self._changed_ms = now_ms
        self._bright_ms = now_ms
        self._mark = mark
        self._good = False

    def saw(self, seen: Glimpse, now_ms: int) -> None:
        """Take note of a frame."""
        self._frame_ms = now_ms
        fresh = not self._live or seen.mark != self._mark
        if fresh:
            self._changed_ms = now_ms
        self._good = fresh and not seen.black
        self._mark = seen.mark
        if not seen.black:
            self._bright_ms = now_ms

    @property
    def mark(self) -> int | None:
        """The mark of the last frame."""
        return self._mark

    @property
    def good(self) -> bool:
        """Whether the last frame showed a picture that was not the one before."""
        return self._good

    def trouble(self, now_ms: int) -> str | None:
        """Give STALLED, FROZEN or BLACK, or None while all is well."""
        if now_ms - self._frame_ms > self._times.stalled_ms:
            return STALLED
        if now_ms - self._bright_ms > self._times.black_ms:
            return BLACK
        if now_ms - self._changed_ms > self._times.frozen_ms:
            return FROZEN
        return None

"""Chooses which stages to spend on each frame of a running camera."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from scanner.decode import Stage, look
from scanner.image import as_image
from scanner.legacy import LegacyReader

if TYPE_CHECKING:
    from scanner.image import Image
    from scanner.sightings import Found

# Each frame gets the plain stage; one that shows nothing gets one more, in turn. The retail stage
# finds nothing that could be accepted: it is there so that a product gets a clear sentence.
TURNS = (
    Stage.BARS,
    Stage.CLEANED,
    Stage.FITTED,
    Stage.RETAIL,
    Stage.BARS,
    Stage.SHARPENED,
    Stage.BARS,
    Stage.CLEANED,
    Stage.FITTED,
    Stage.RETAIL,
    Stage.BARS,
    Stage.SHARPENED,
    Stage.PHONE,
)


# A card is looked for where it was, which costs a fifth; every third time everywhere, so that a
# second card does not stay unseen.
NEAR_SHARE = 0.35
NEAR_PX = 40
EVERYWHERE_EACH = 3
# A picture in which nothing moves is not searched as hard: what lies there was looked at by every
# stage already, and all of them come round again, only more slowly.
AWAKE_FRAMES = 20
RESTING_EACH = 3
_GLANCE_PX = (80, 45)
_MOVED_MIN = 6

_Box: TypeAlias = tuple[int, int, int, int]


class Reader:
    """Reads frame after frame within a budget; belongs to one thread."""

    def __init__(
        self, turns: tuple[Stage, ...] = TURNS, *, legacy: LegacyReader | None = None
    ) -> None:
        """Start at the first turn, with nothing seen yet; `legacy` gets every second idle frame."""
        self._turns = turns
        self._legacy = self._legacy_wanted = legacy
        self._legacy_next = True
        self._turn = 0
        self._near: _Box | None = None
        self._helped = Stage.PLAIN
        self._frames = 0
        self._glance: Image | None = None
        self._awake = AWAKE_FRAMES

    def use_legacy(self, legacy: LegacyReader | None) -> None:
        """Look for other cards from the next frame on, or for none; from any thread."""
        self._legacy_wanted = legacy

    def close(self) -> None:
        """End what a reader of other cards keeps running; nothing may be read any more."""
        self._legacy_wanted = None
        self._take_legacy()

    def _take_legacy(self) -> None:
        """Change the reader of other cards on the thread that reads, the only one to use it."""
        before, self._legacy = self._legacy, self._legacy_wanted
        if before is not None:
            before.close()

    def read(self, grey: Image, *, spare: bool = True) -> list[Found]:
        """Give what this frame shows where the last one showed a card, or else anywhere.

        Anywhere the plain stage comes first and then the stage whose turn it is, if there is time
        to spare for it.
        """
        self._frames += 1
        if self._legacy is not self._legacy_wanted:
            self._take_legacy()
        near, self._near = self._near, None
        if near is not None and self._frames % EVERYWHERE_EACH and _lies_in(near, grey):
            found = self._within(grey, near)
            if found:
                return self._keep(found, grey)
        found = look(grey, Stage.PLAIN)
        if found:
            self._helped = Stage.PLAIN
            return self._keep(found, grey)
        return self._look_harder(grey) if spare else []

    def _look_harder(self, grey: Image) -> list[Found]:
        """Spend one more look on a frame that shows nothing to the plain stage."""
        self._awake = AWAKE_FRAMES if self._moved(grey) else max(0, self._awake - 1)
        if not self._awake and self._frames % RESTING_EACH:
            return []
        if self._legacy is not None and self._legacy_next:
            found = self._legacy.read(grey)
            # A card that was read is read again at once, for the two frames that must agree.
            self._legacy_next = bool(found)
            return found
        self._legacy_next = True
        stage = self._turns[self._turn % len(self._turns)]
        self._turn += 1
        found = look(grey, stage)
        if found and stage is not Stage.RETAIL:
            # What helped once helps again: the next frame begins with the same stage, so that two
            # agreeing reads come from neighbouring frames.
            self._turn -= 1
            self._helped = stage
            return self._keep(found, grey)
        return found

    def _moved(self, grey: Image) -> bool:
        """Say whether any part of the picture differs from the frame before by more than noise."""
        import cv2

        glance = as_image(cv2.resize(grey, _GLANCE_PX, interpolation=cv2.INTER_AREA))
        before, self._glance = self._glance, glance
        return before is None or int(cv2.absdiff(before, glance).max()) >= _MOVED_MIN

    def _within(self, grey: Image, near: _Box) -> list[Found]:
        left, top, right, bottom = near
        part = as_image(grey[top:bottom, left:right])
        return [
            replace(one, corners=tuple((x + left, y + top) for x, y in one.corners))
            for one in look(part, self._helped)
        ]

    def _keep(self, found: list[Found], grey: Image) -> list[Found]:
        """Remember the place that holds all that was found, with room for the hand to move."""
        corners = [corner for one in found for corner in one.corners]
        if corners:
            across, down = [x for x, _ in corners], [y for _, y in corners]
            room = NEAR_PX + NEAR_SHARE * max(max(across) - min(across), max(down) - min(down))
            self._near = (
                max(0, int(min(across) - room)),
                max(0, int(min(down) - room)),
                min(grey.shape[1], int(max(across) + room)),
                min(grey.shape[0], int(max(down) + room)),
            )
        return found


def _lies_in(box: _Box, grey: Image) -> bool:
    """Say whether a place is still in the picture, which another camera may have made smaller."""
    high, wide = (int(side) for side in grey.shape)
    return box[2] <= wide and box[3] <= high

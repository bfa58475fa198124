"""Chooses which stages to spend on each frame of a running camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.decode import Stage, look
from scanner.sightings import Found

if TYPE_CHECKING:
    from scanner.image import Image

# Each frame gets the plain stage; one that shows nothing gets one more, in turn. The retail stage
# finds nothing that could be accepted: it is there so that a product gets a clear sentence.
TURNS = (
    Stage.BARS,
    Stage.CLEANED,
    Stage.DEBLURRED,
    Stage.BARS,
    Stage.SHARPENED,
    Stage.RETAIL,
)


class Reader:
    """Reads frame after frame within a budget; belongs to one thread."""

    def __init__(self, turns: tuple[Stage, ...] = TURNS) -> None:
        """Start at the first turn."""
        self._turns = turns
        self._turn = 0

    def read(self, grey: Image) -> list[Found]:
        """Give what this frame shows to the plain stage, or else to the stage whose turn it is."""
        found = look(grey, Stage.PLAIN)
        if found:
            return found
        stage = self._turns[self._turn % len(self._turns)]
        self._turn += 1
        found = look(grey, stage)
        if found and stage is not Stage.RETAIL:
            # What helped once helps again: the next frame begins with the same stage, so that two
            # agreeing reads come from neighbouring frames.
            self._turn -= 1
        return found

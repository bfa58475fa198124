"""Which cameras a counter looks through: what was asked for, what is plugged in, the recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scanner.drawing import Card
from scanner.frames import Source, Stream, source_from
from scanner.recorded import Act, RecordedSource

FIRST_PAUSE_FRAMES = 90
PAUSE_FRAMES = 600
HELD_FRAMES = 45
RECORDED = "recorded"
FIRST_DEVICE = "0"


class Parade:
    """Cards that come by, one after the other, with time in between to look around."""

    def __init__(self, numbers: Sequence[str]) -> None:
        self._numbers = tuple(numbers)
        self._next = 0
        self._pause_frames = FIRST_PAUSE_FRAMES
        self._rests = True

    def hurry(self) -> None:
        """Let the next card come at once."""
        self._rests = False

    def next_act(self) -> Act | None:
        """Give a pause, then a card, and so on for ever."""
        if self._rests:
            self._rests = False
            pause_frames, self._pause_frames = self._pause_frames, PAUSE_FRAMES
            return Act(card=None, frames=pause_frames)
        self._rests = True
        number = self._numbers[self._next % len(self._numbers)]
        self._next += 1
        return Act(card=Card(text=number), frames=HELD_FRAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardShow:
    """The recorded camera of the demo; opened again, it shows the next card at once."""

    parade: Parade
    opened: list[bool] = field(default_factory=list)
    live: bool = True
    name: str = "recorded camera"

    def open(self) -> Stream:
        """Begin, with a pause at the first time."""
        if self.opened:
            self.parade.hurry()
        self.opened.append(True)
        return RecordedSource(script=self.parade).open()


def sources(asked: str, demo_numbers: Sequence[str]) -> Sequence[Source]:
    """Give the cameras in the order in which a key goes through them; the first is used.

    Only the demo has numbers to show: a real shop without a webcam sees that one is missing, and
    never an invented card.
    """
    plugged_in = _plugged_in()
    if not demo_numbers:
        return (source_from(asked),) if asked else plugged_in or (source_from(FIRST_DEVICE),)
    recorded = CardShow(parade=Parade(demo_numbers))
    if asked == RECORDED:
        return (recorded, *plugged_in)
    if asked:
        return (source_from(asked), recorded)
    return (*plugged_in, recorded)


def _plugged_in() -> tuple[Source, ...]:
    """Give the cameras that the system lists, without opening any."""
    devices = sorted(Path("/dev").glob("video*"))
    return tuple(source_from(str(device)) for device in devices[:1])

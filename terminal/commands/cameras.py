"""Which cameras a counter looks through: what was asked for, what is plugged in, the recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from scanner.camera_profile import CameraProfile
from scanner.chosen import TurnedSource, source_for
from scanner.devices import CameraDevice, plugged_in
from scanner.drawing import Card
from scanner.frames import Source, Stream, source_from
from scanner.recorded import Act, RecordedSource
from terminal.till.messages import FoundCamera

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


class Cameras:
    """What a counter can look through: webcams, what was asked for, in the demo the recorded one.

    Only the demo has numbers to show: a real shop without a webcam sees that one is missing, and
    never an invented card.
    """

    def __init__(
        self,
        asked: str,
        demo_numbers: Sequence[str],
        devices: Callable[[], Sequence[CameraDevice]] = plugged_in,
        *,
        lists_cheaply: bool = sys.platform == "linux",
    ) -> None:
        """`lists_cheaply` says that listing the webcams does not open any."""
        # By its path a webcam is found in the list, whose entries have paths.
        is_number = asked.isdecimal() and lists_cheaply
        self.asked = f"/dev/video{int(asked)}" if is_number else asked
        self._devices = devices
        self._recorded = CardShow(parade=Parade(demo_numbers)) if demo_numbers else None
        self.lists_cheaply = lists_cheaply

    def listed(self) -> tuple[FoundCamera, ...]:
        """Give the cameras in the order in which a key goes through them; the first is used."""
        webcams = [FoundCamera(source=one.path, name=one.name) for one in self._devices()]
        if not self.lists_cheaply and not any(one.source == FIRST_DEVICE for one in webcams):
            # It is in use by this very program, and was not seen because of that.
            webcams.insert(0, FoundCamera(source=FIRST_DEVICE))
        recorded = [FoundCamera(source=RECORDED)] if self._recorded else []
        if self.asked == RECORDED:
            return (*recorded, *webcams)
        is_other = self.asked and not is_webcam(self.asked)
        asked = [FoundCamera(source=self.asked, name=source_from(self.asked).name)]
        return (*(asked if is_other else []), *webcams, *recorded)

    def source(self, profile: CameraProfile) -> Source:
        """Give what a profile looks through; without a source the first camera there is."""
        if self._recorded is None or profile.source not in {"", RECORDED}:
            return source_for(profile, self._devices)
        if not profile.source and self.lists_cheaply and self._devices():
            return source_for(profile, self._devices)
        # Always another object: opened again it shows the next card.
        return _turned(replace(self._recorded), profile)


def is_webcam(source: str) -> bool:
    """Say whether a source is one of this computer's cameras, by number or path."""
    return source.isdecimal() or source.startswith("/dev/")


def _turned(source: Source, profile: CameraProfile) -> Source:
    return TurnedSource(source, profile.turn_degrees) if profile.turn_degrees else source

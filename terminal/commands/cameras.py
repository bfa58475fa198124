"""Which cameras a counter looks through: what was asked for, what is plugged in, the recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scanner.drawing import Card
from scanner.frames import Source, source_from
from scanner.recorded import Act, RecordedSource, Reel

HELD_FRAMES = 45
PAUSE_FRAMES = 150
RECORDED = "recorded"


def sources(asked: str, numbers: Sequence[str]) -> Sequence[Source]:
    """Give the cameras in the order in which a key goes through them; the first is used."""
    recorded = recorded_camera(numbers)
    if asked == RECORDED:
        return (recorded, *_plugged_in())
    if asked:
        return (source_from(asked), recorded)
    return (*_plugged_in(), recorded)


def recorded_camera(numbers: Sequence[str]) -> RecordedSource:
    """Give the camera that sees these cards come and go, over and over."""
    acts = [Act(card=None, frames=PAUSE_FRAMES)]
    for number in numbers:
        acts.append(Act(card=Card(text=number), frames=HELD_FRAMES))
        acts.append(Act(card=None, frames=PAUSE_FRAMES))
    return RecordedSource(script=Reel(acts, loop=True))


def _plugged_in() -> tuple[Source, ...]:
    """Give the cameras that the system lists, without opening any."""
    devices = sorted(Path("/dev").glob("video*"))
    return tuple(source_from(str(device)) for device in devices[:1])

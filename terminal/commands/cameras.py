"""Which cameras a counter looks through: what was asked for, what is plugged in, the recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scanner.drawing import Card
from scanner.frames import Source, source_from
from scanner.recorded import Act, RecordedSource, Reel
from terminal.demo_cards import numbers

HELD_FRAMES = 45
PAUSE_FRAMES = 150
RECORDED = "recorded"


def sources(asked: str, issuer: str) -> Sequence[Source]:
    """Give the cameras in the order in which a key goes through them; the first is used."""
    recorded = recorded_camera(issuer)
    if asked == RECORDED:
        return (recorded, *_plugged_in())
    if asked:
        return (source_from(asked), recorded)
    return (*_plugged_in(), recorded)


def recorded_camera(issuer: str) -> RecordedSource:
    """Give the camera that sees the demo members' cards come and go."""
    acts = [Act(card=None, frames=PAUSE_FRAMES)]
    for number in numbers(issuer):
        acts.append(Act(card=Card(number=number), frames=HELD_FRAMES))
        acts.append(Act(card=None, frames=PAUSE_FRAMES))
    return RecordedSource(script=Reel(acts, loop=True))


def _plugged_in() -> tuple[Source, ...]:
    """Give the cameras that the system lists, without opening any."""
    devices = sorted(Path("/dev").glob("video*"))
    return tuple(source_from(str(device)) for device in devices[:1])

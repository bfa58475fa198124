"""A camera without a camera: renders cards that come, are held and leave, from a script."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from scanner.drawing import Card
from scanner.rendering import (
    FRAME_PX,
    Optics,
    Presentation,
    Renderer,
    hard,
    moved,
    typical,
)

if TYPE_CHECKING:
    import numpy as np

    from scanner.frames import Stream
    from scanner.image import Image

FPS = 15.0
SLIDE_FRAMES = 5
_DRIFT_PX = 3.0
_QUIET_OPTICS = Optics(defocus_px=0.5, light=0.95, falloff=0.1, noise=3.0)


class Difficulty(Enum):
    """How well a card is held."""

    TYPICAL = "typical"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that happens before the camera: a card held for some frames, or nothing."""

    card: Card | None
    frames: int
    difficulty: Difficulty = Difficulty.TYPICAL


class Script(Protocol):
    """Says what happens next."""

    def next_act(self) -> Act | None:
        """Give the next act; None when nothing happens for now."""
        ...


class Reel:
    """Plays a list of acts, over and over when `loop` is set."""

    def __init__(self, acts: Iterable[Act], *, loop: bool = False) -> None:
        """Begin at the first act."""
        self._acts = tuple(acts)
        self._loop = loop
        self._next = 0

    def next_act(self) -> Act | None:
        """Give the next act, or None after the last."""
        if self._next >= len(self._acts):
            if not (self._loop and self._acts):
                return None
            self._next = 0
        act = self._acts[self._next]
        self._next += 1
        return act


class Hand:
    """A hand that is told what to show while the camera runs; any thread may tell it."""

    def __init__(self) -> None:
        """Begin with nothing in it."""
        self._lock = threading.Lock()
        self._acts: deque[Act] = deque()

    def show(
        self, card: Card, *, frames: int = 24, difficulty: Difficulty = Difficulty.TYPICAL
    ) -> None:
        """Bring a card in after what was asked for before, hold it, take it away."""
        with self._lock:
            self._acts.append(Act(card=card, frames=frames, difficulty=difficulty))

    def rest(self, *, frames: int) -> None:
        """Show nothing for some frames."""
        with self._lock:
            self._acts.append(Act(card=None, frames=frames))

    def next_act(self) -> Act | None:
        """Give the next act, or None while nothing is asked for."""
        with self._lock:
            return self._acts.popleft() if self._acts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSource:
    """The recorded camera: the same seed and script give the same frames."""

    script: Script
    seed: int = 0
    fps: float | None = FPS
    live: bool = True
    name: str = field(default="recorded camera")

    def open(self) -> Stream:
        """Paint the counter; None as `fps` gives frames as fast as they are asked for."""
        return RecordedStream(self.script, seed=self.seed, fps=self.fps)


class RecordedStream:
    """The open recorded camera."""

    def __init__(self, script: Script, *, seed: int, fps: float | None) -> None:
        """Seed the hand and the sensor."""
        import cv2
        import numpy as np

        cv2.setNumThreads(1)
        self._script = script
        self._random = np.random.default_rng(seed)
        self._renderer = Renderer(self._random)
        self._period_s = 1.0 / fps if fps else 0.0
        self._due_s = 0.0
        self._moments: deque[tuple[Card | None, Presentation]] = deque()

    def read(self) -> Image:
        """Render the next frame, at the pace of a webcam."""
        if not self._moments:
            act = self._script.next_act() or Act(card=None, frames=1)
            self._moments.extend(moments(act, self._random))
        card, presentation = (
            self._moments.popleft() if self._moments else (None, Presentation(optics=_QUIET_OPTICS))
        )
        frame = self._renderer.frame(card, presentation)
        self._wait()
        return frame

    def close(self) -> None:
        """Let go of what was still to be shown."""
        self._moments.clear()

    def _wait(self) -> None:
        now_s = time.monotonic()
        if self._due_s > now_s:
            time.sleep(self._due_s - now_s)
        self._due_s = max(self._due_s, now_s) + self._period_s


def moments(act: Act, random: np.random.Generator) -> list[tuple[Card | None, Presentation]]:
    """Spell an act out frame by frame: slide in from below, hold with a light drift, slide out."""
    if act.card is None:
        return [(None, Presentation(optics=_QUIET_OPTICS)) for _ in range(act.frames)]
    phone = act.card.layout.is_phone
    hard_act = act.difficulty is Difficulty.HARD
    base = hard(random, phone=phone) if hard_act else typical(random, phone=phone)
    slide = [_slid(base, step) for step in range(SLIDE_FRAMES, 0, -1)]
    held = [base]
    while len(held) < act.frames:
        held.append(moved(held[-1], random, by_px=_DRIFT_PX))
    if act.frames < 1:
        held = []
    return [(act.card, moment) for moment in (*slide, *held, *reversed(slide))]


def _slid(base: Presentation, step: int) -> Presentation:
    """Give the card `step` of SLIDE_FRAMES steps away from its place, blurred by the movement."""
    x, y = base.pose.center_px
    way_px = FRAME_PX[1] * 1.1
    share = (step / SLIDE_FRAMES) ** 1.5
    return Presentation(
        pose=replace(base.pose, center_px=(x, y + way_px * share)),
        optics=replace(base.optics, motion_px=base.optics.motion_px + 4.0 * step, motion_deg=90.0),
    )

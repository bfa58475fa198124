"""Finds the shortest plan that still breaks the same invariant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.sim.plan import Move, Plan

RUNS_MAX = 120


class Broke(NamedTuple):
    """A plan that broke an invariant, at which step, and what was seen of it."""

    plan: Plan
    invariant: str
    steps: int
    trace: str


Play = Callable[[Plan], Broke | None]


@dataclass(slots=True)
class _Tries:
    play: Play
    best: Broke
    left: int

    def without(self, moves: Sequence[Move], gone: Sequence[Move]) -> bool:
        """Play without some moves; keep that plan when the same invariant breaks."""
        if self.left <= 0:
            return False
        self.left -= 1
        only = frozenset(moves) - frozenset(gone)
        plan = Plan(seed=self.best.plan.seed, only=only, steps=self.best.steps)
        found = self.play(plan)
        if found is None or found.invariant != self.best.invariant:
            return False
        self.best = found
        return True


def shortest(broke: Broke, moves: Sequence[Move], play: Play, runs_max: int = RUNS_MAX) -> Broke:
    """Leave out moves, half of them first and one by one at last, while it still breaks.

    A plan is played to the end each time, so the result is the same at every run.
    """
    tries = _Tries(play, broke, runs_max)
    kept = list(moves)
    size = len(kept) // 2
    while size and tries.left > 0:
        at, shorter = 0, False
        while at < len(kept):
            gone = kept[at : at + size]
            if tries.without(kept, gone):
                kept = kept[:at] + kept[at + size :]
                shorter = True
            else:
                at += size
        size = min(size, len(kept)) if shorter and size == 1 else size // 2
    return tries.best

"""Which moves of a seed are played: all of them, or the few that a violation needs."""

from __future__ import annotations

from dataclasses import dataclass

Move = tuple[str, int]
"""Who makes it (a till, or `fault`) and the how manyeth of theirs it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A seed; with `only`, nothing but these moves of it, for `steps` steps."""

    seed: int
    only: frozenset[Move] | None = None
    steps: int = 0

    def has(self, move: Move) -> bool:
        """Say whether a move is played."""
        return self.only is None or move in self.only

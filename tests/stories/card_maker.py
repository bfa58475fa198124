"""What draws cards in a story: the real worker, at the moment that the story says."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from terminal.making.worker import CardWorker
from terminal.till.card_values import (
    CardOrder,
    CardSaid,
    CardsMade,
    CardsStep,
    FindDesigns,
    MakeCards,
)
from terminal.till.messages import Message


class StoryCards:
    """Keeps what is ordered until a story lets it be drawn."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "cards"
        self._root = root
        self.ordered: MakeCards | None = None
        self._heard: list[CardSaid] = []

    def take(self, order: CardOrder, inbox: deque[Message]) -> None:
        """Take an order; questions and a wish to stop are answered at once."""
        match order:
            case MakeCards():
                self.ordered = order
            case FindDesigns():
                inbox.append(self._worker().answer(order))
            case _:
                ordered, self.ordered = self.ordered, None
                if ordered is not None:
                    inbox.append(CardsMade(job=ordered.job, problem="cards_stopped"))

    def come_to(self, percent: int) -> CardsStep:
        """Say that the job is so far; reading back begins at 50."""
        assert self.ordered is not None, "nothing was ordered"
        done = percent * 2 - 100 if percent >= 50 else percent * 2
        return CardsStep(job=self.ordered.job, done=done, whole=100, checking=percent >= 50)

    def draw(self) -> tuple[CardSaid, ...]:
        """Draw what was ordered and read it back; give all that is said meanwhile."""
        assert self.ordered is not None, "nothing was ordered"
        self._heard.clear()
        made = self._worker().answer(self.ordered)
        self.ordered = None
        return (*self._heard, made)

    def _worker(self) -> CardWorker:
        return CardWorker(self._heard.append, root=self._root, folder=self.folder)

"""What draws cards in a story: the real worker, at the moment that the story says."""

from __future__ import annotations

from collections import deque
from pathlib import Path

from cards.system_printer import FULL_SIZE
from loyalty.errors import Outage
from terminal.making.worker import CardWorker
from terminal.till.card_values import (
    CardOrder,
    CardSaid,
    CardsMade,
    CardsStep,
    FindDesigns,
    MakeCards,
    PrintCards,
)
from terminal.till.messages import Message


class StoryPrinters:
    """The printers of a story's machine: `at_hand` by name, what each was sent, and what fails."""

    def __init__(self) -> None:
        self.at_hand: tuple[str, ...] = ()
        self.sent: list[tuple[str, bytes]] = []

    def names(self) -> tuple[str, ...]:
        """Name them."""
        return self.at_hand

    def send(self, printer: str, pdf: bytes, *, title: str, options: tuple[str, ...] = ()) -> None:
        """Take a PDF at its full size, unless the printer has gone meanwhile."""
        assert (title, options) == ("cards", FULL_SIZE)
        if printer not in self.at_hand:
            raise Outage("printer_failed", "it is not there any more")
        self.sent.append((printer, pdf))


class StoryCards:
    """Keeps what is ordered until a story lets it be drawn."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "cards"
        self._root = root
        self.ordered: MakeCards | None = None
        self._heard: list[CardSaid] = []
        self.printers = StoryPrinters()

    def take(self, order: CardOrder, inbox: deque[Message]) -> None:
        """Take an order; questions and a wish to stop are answered at once."""
        match order:
            case MakeCards():
                self.ordered = order
            case FindDesigns() | PrintCards():
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
        return CardWorker(
            self._heard.append, root=self._root, folder=self.folder, printers=self.printers
        )

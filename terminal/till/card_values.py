"""What passes between the counter and whoever draws cards for it; no card is in here."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

PDF = "pdf"
FIRST_DESIGN = "classic"
FIRST_STOCK = "single"
COUNTER_STOCK = "starter"
"""At the counter stands a plain printer sooner than one for cards."""


class CardWanted(msgspec.Struct, frozen=True, kw_only=True):
    """One card: its number, and for a member their name, language and level (`rank` from 1).

    Its repr tells neither: it may stand in an error.
    """

    number: str
    name: str = ""
    language: str = ""
    level: str = ""
    rank: int = 0

    def __repr__(self) -> str:
        """Say only which card."""
        return f"CardWanted(••{self.number[-4:]})"


class MakeCards(msgspec.Struct, frozen=True, kw_only=True):
    """Draw these cards into a file and read every code back; progress and end come as messages.

    `start` is the first cell of the sheet that is used, counted from 1. `out` is the file. `nudge`
    is how far the printer is off in millimetres: right, down, and both for the back.
    """

    job: str
    cards: tuple[CardWanted, ...]
    design: str
    stock: str
    start: int = 1
    out: str = ""
    shop: str = ""
    issuer: str = ""
    logo: str = ""
    nudge: tuple[float, ...] = ()


class StopCards(msgspec.Struct, frozen=True, kw_only=True):
    """Stop drawing; what was half written goes away."""


class CardsStep(msgspec.Struct, frozen=True, kw_only=True):
    """A job has come so far: `done` of `whole`; `checking` says that it is read back now."""

    job: str
    done: int
    whole: int
    checking: bool = False


class CardsMade(msgspec.Struct, frozen=True, kw_only=True):
    """A job has ended: every code that was looked at can be read, or `problem` says why not.

    `number` is the card that it stopped at, `checked` how many were read back.
    """

    job: str
    out: str = ""
    checked: int = 0
    problem: str = ""
    number: str = ""


class PrintCards(msgspec.Struct, frozen=True, kw_only=True):
    """Hand the file of a job to a printer of the system, at its full size."""

    file: str
    printer: str


class CardsSent(msgspec.Struct, frozen=True, kw_only=True):
    """A file was handed to a printer, or `problem` says why not; that it printed is not known."""

    printer: str
    problem: str = ""


class FindDesigns(msgspec.Struct, frozen=True, kw_only=True):
    """Say which designs and papers there are; the answer comes as a message."""


class DesignSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A design of cards by its name and its title."""

    name: str
    title: str


class StockSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of paper: so many cards are on a sheet of it.

    `grids` are its columns and rows for each design that fits on it; `shifts` says that cards can
    be moved on it, for a printer that is off.
    """

    name: str
    title: str
    cards: int = 1
    grids: dict[str, tuple[int, int]] = {}
    shifts: bool = True


class DesignsFound(msgspec.Struct, frozen=True, kw_only=True):
    """What cards can look like here, what they can be printed on, and the file of the logo.

    `printers` are those of the system, by their names.
    """

    designs: tuple[DesignSeen, ...]
    stocks: tuple[StockSeen, ...]
    logo: str = ""
    printers: tuple[str, ...] = ()


CardOrder = MakeCards | StopCards | FindDesigns | PrintCards
CardSaid = CardsStep | CardsMade | DesignsFound | CardsSent


PAPERS_STAGE = "papers"
PLACE_STAGE = "place"
SHIFT_STAGE = "shift"
REST_STAGE = "rest"


@dataclass(slots=True, kw_only=True)
class CardsState:
    """Where making cards stands at this counter.

    `step` is what was last heard of the job that runs, `made` how the last one ended; `stage` is
    what is being chosen beside the design: one of the stages below, or empty. `start` is the first
    free place of a used sheet, from 1; `last` are the cards that were made last, in their order.
    """

    designs: tuple[DesignSeen, ...] = ()
    stocks: tuple[StockSeen, ...] = ()
    logo: str = ""
    printers: tuple[str, ...] = ()
    design: str = FIRST_DESIGN
    stock: str = COUNTER_STOCK
    stage: str = ""
    start: int = 1
    back: bool = False
    last: tuple[str, ...] = ()
    running: str = ""
    step: CardsStep | None = None
    made: CardsMade | None = None
    many: int = 0

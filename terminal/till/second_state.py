"""The second place as a till knows it: what lies there, and what is safe there."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.later import Erased
from storage.records import Position
from terminal.till.messages import FoundPlace, PlaceSeen

START = Position(epoch=0, seq=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """What is safe beside the copy `of`, up to `to`; `erased` is read again where it is None."""

    of: str = ""
    to: Position = START
    erased: Erased | None = None
    writing: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Second:
    """The place of the copies; `asked_ms`: looked at last, `tried_ms`: a copy was begun last.

    `place` is a folder, HERE for this computer alone, or empty where nobody has said yet; `begins`
    until its folder was made; `found` are the places to choose from while somebody chooses.
    """

    place: str = ""
    begins: bool = False
    made_us: int = 0
    seen: PlaceSeen | None = None
    seen_ms: int = 0
    asked_ms: int | None = None
    tried_ms: int | None = None
    making: bool = False
    problem: str = ""
    lines: Lines = field(default_factory=Lines)
    found: tuple[FoundPlace, ...] = ()

"""A member on the way in from another system: what a row of any file is read into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Say = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """An amount that ends on one day; without days the shop's programme says when."""

    unit: str
    amount: int
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One row of a file; `row` is its place there.

    `source` is what the other system calls the member, `number` a card of ours, `old_cards` are
    `SYMBOLOGY:NUMBER`. `phone` stands as it was written, `birthday` is MM-DD, `consents` are
    channel and `YYYY-MM-DD wording`. `owed` and `counters` are units and amounts; `shares_with` is
    the card of the member on whose account this one is.
    """

    row: int
    source: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    old_cards: tuple[str, ...] = field(default=(), repr=False)
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    birthday: str = field(default="", repr=False)
    language: str = ""
    joined_day: str = ""
    consents: Mapping[str, str] = field(default_factory=dict, repr=False)
    lots: tuple[Lot, ...] = ()
    owed: tuple[tuple[str, int], ...] = ()
    counters: tuple[tuple[str, int], ...] = ()
    shares_with: str = field(default="", repr=False)


class RowError(Exception):
    """Why a row cannot be taken: a sentence, and the field that it is about.

    It quotes no cell: the row itself stands beside it wherever it is shown.
    """

    def __init__(self, sentence: str, field_name: str = "", **params: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field_name = field_name
        self.params = params

    def said(self, say: Say) -> str:
        """Say it in somebody's language."""
        return say(self.sentence).format(**self.params)

    def __str__(self) -> str:
        return self.said(str)

"""What a card in a wallet shows, already said in each language; the same for Apple and Google."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from loyalty.number import grouped

Said = Mapping[str, str]
"""A text by language tag: `en`, `nl`, `sv`, `de`, `pt-BR`."""


class Labels(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above each figure."""

    card: Said
    points: Said
    worth: Said
    level: Said
    next_reward: Said
    number: Said
    as_of: Said
    code: Said


class PassFace(msgspec.Struct, frozen=True, kw_only=True):
    """One member's card. It has no name, phone or birthday: only what a printed card shows.

    `serial` is 32 hexadecimal digits, the same for a member for ever and not to be guessed.
    `language` is the member's, one of the languages of the texts. `worth_minor` is what the points
    are worth in the currency's smallest unit, of which `10 ** scale` are one. `level` and
    `next_reward` are empty where there is none; `code` says what the code is good for.
    """

    serial: str
    number: str
    language: str
    as_of_us: int
    shop: Said
    labels: Labels
    points: int
    worth_minor: int
    currency: str
    scale: int
    code: Said
    level: Said = {}
    next_reward: Said = {}

    def said(self, text: Said) -> str:
        """Give a text in the member's language."""
        return text[self.language]

    @property
    def spoken_number(self) -> str:
        """Give the number in fours, as it is read out."""
        return grouped(self.number)

    @property
    def worth(self) -> str:
        """Write the worth as a decimal number with a point, exact: `18.40`."""
        sign = "-" if self.worth_minor < 0 else ""
        whole, rest = divmod(abs(self.worth_minor), 10**self.scale)
        return f"{sign}{whole}.{rest:0{self.scale}}" if self.scale else f"{sign}{whole}"

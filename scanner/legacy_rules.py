"""Which other codes a shop takes as cards: those that it gave out before, as a setting of the shop.

The setting is a JSON object:

    {"cards": [{"symbology": "EAN13", "prefix": "29"},
               {"symbology": "ITF", "length": 12},
               {"symbology": "Code39", "prefix": "CLUB", "length": 10}]}

`symbology` is EAN13, UPCA, Code39, ITF, Codabar, DataMatrix, Aztec or PDF417. Product codes need a
prefix of at least two digits, ITF a length (a part of it can look like a shorter one), the others
one of both. They are looked for in the camera's aiming box, as all cards are. A number that fits
is a card only when the shop knows it, see `acceptance`.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from loyalty.errors import Refusal
from scanner.sightings import Found

LegacySymbology: TypeAlias = Literal[
    "EAN13", "UPCA", "Code39", "ITF", "Codabar", "DataMatrix", "Aztec", "PDF417"
]

_PRODUCTS = ("EAN13", "UPCA")
_PREFIX_MIN = 2
_LENGTH_MIN = 4
_LENGTH_MAX = 64
_CODABAR_ENDS = "ABCDTN*E"


class LegacyCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of card: its symbology, what its numbers begin with, and how long they are."""

    symbology: LegacySymbology
    prefix: str = ""
    length: int | None = None


class LegacyCards(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All kinds of cards that a shop gave out before."""

    cards: tuple[LegacyCard, ...] = ()

    @property
    def symbologies(self) -> tuple[str, ...]:
        """The symbologies that have to be looked for, each once."""
        return tuple(dict.fromkeys(card.symbology for card in self.cards))


def cards_of(raw: bytes) -> LegacyCards:
    """Read the setting. Raises Refusal `legacy_setting` with the reason."""
    try:
        setting = msgspec.json.decode(raw, type=LegacyCards)
    except msgspec.DecodeError as error:
        raise Refusal("legacy_setting", str(error)) from error
    for card in setting.cards:
        reason = _wrong(card)
        if reason is not None:
            raise Refusal("legacy_setting", reason, symbology=card.symbology)
    return setting


def fits(cards: LegacyCards, found: Found) -> bool:
    """Say whether a code is of a kind that the shop gave out; not yet whether it knows it."""
    text = bare(found)
    return any(
        card.symbology == found.symbology
        and text.startswith(card.prefix)
        and (card.length is None or len(text) == card.length)
        and _LENGTH_MIN <= len(text) <= _LENGTH_MAX
        for card in cards.cards
    )


def bare(found: Found) -> str:
    """Give the number as people know it: without the letters that begin and end a Codabar."""
    text = found.text
    framed = len(text) > _LENGTH_MIN and text[0] in _CODABAR_ENDS and text[-1] in _CODABAR_ENDS
    return text[1:-1] if found.symbology == "Codabar" and framed else text


def _wrong(card: LegacyCard) -> str | None:
    if card.length is not None and not _LENGTH_MIN <= card.length <= _LENGTH_MAX:
        return f"a length lies between {_LENGTH_MIN} and {_LENGTH_MAX}"
    if card.symbology in _PRODUCTS and (
        len(card.prefix) < _PREFIX_MIN or not (card.prefix.isascii() and card.prefix.isdecimal())
    ):
        return "product codes need a prefix of two digits or more, or every product is a card"
    if card.symbology == "ITF" and (card.length is None or card.length % 2):
        return "ITF needs an even length, or a part of a code is one too"
    if not card.prefix and card.length is None:
        return "a prefix or a length is needed"
    return None

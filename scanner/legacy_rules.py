"""Which other codes a shop takes as cards: those that it gave out before, as a setting of the shop.

The setting is a JSON object, or the same as TOML:

    {"cards": [{"symbology": "EAN13", "prefix": "29"},
               {"symbology": "ITF", "length": 12},
               {"symbology": "Code39", "prefix": "CLUB", "length": 10}]}

`symbology` is EAN13, UPCA, Code39, ITF, Codabar, DataMatrix, Aztec or PDF417. Product codes need a
prefix of at least two digits, ITF a length (a part of it can look like a shorter one), the others
one of both. They are looked for in the camera's aiming box, as all cards are. A number that fits
is a card only when the shop knows it, see `acceptance`.

A UPC-A is an EAN-13 that begins with 0: the two are one number here, as on the bars.
"""

from __future__ import annotations

import tomllib
from typing import Literal, TypeAlias, get_args

import msgspec
from stdnum import ean

from loyalty.errors import Refusal
from scanner.sightings import Found

LegacySymbology: TypeAlias = Literal[
    "EAN13", "UPCA", "Code39", "ITF", "Codabar", "DataMatrix", "Aztec", "PDF417"
]
SYMBOLOGIES: tuple[str, ...] = get_args(LegacySymbology)

EAN13 = "EAN13"
UPCA = "UPCA"
_PRODUCTS = {EAN13: 13, UPCA: 12}
_PREFIX_MIN = 2
_LENGTH_MIN = 4
_LENGTH_MAX = 64
_CARDS_MAX = 20
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
        names: list[str] = [card.symbology for card in self.cards]
        if any(card.symbology == EAN13 and card.prefix[:1] == "0" for card in self.cards):
            # Decoders call those UPC-A.
            names.append(UPCA)
        return tuple(dict.fromkeys(names))


def cards_of(raw: bytes) -> LegacyCards:
    """Read the setting as JSON. Raises Refusal `legacy_setting` with the reason."""
    try:
        setting = msgspec.json.decode(raw, type=LegacyCards)
    except msgspec.DecodeError as error:
        raise Refusal("legacy_setting", str(error)) from error
    return _checked(setting)


def cards_of_toml(text: str) -> LegacyCards:
    """Read the setting as TOML. Raises Refusal `legacy_setting` with the reason."""
    try:
        setting = msgspec.convert(tomllib.loads(text), LegacyCards)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refusal("legacy_setting", str(error)) from error
    return _checked(setting)


def fits(cards: LegacyCards, found: Found) -> bool:
    """Say whether a code is of a kind that the shop gave out; not yet whether it knows it."""
    text = bare(found)
    whole, digits = _as_ean(found.symbology, text)
    for card in cards.cards:
        kind, begins = _as_ean(card.symbology, card.prefix)
        if kind != whole or not digits.startswith(begins):
            continue
        long_enough = card.length is None or kind == EAN13 or len(text) == card.length
        if long_enough and _LENGTH_MIN <= len(text) <= _LENGTH_MAX and text.isprintable():
            return True
    return False


def keys(cards: LegacyCards, text: str, symbology: str = "") -> tuple[str, ...]:
    """Give what a read text may be found by: `SYMBOLOGY:NUMBER`, empty when it is no such card.

    Without a symbology, as most guns read, it can be of several kinds; then the check digit of a
    product code has to be right, which with one the decoder has seen to.
    """
    names = (symbology,) if symbology else cards.symbologies
    found = (Found(text=text.strip(), symbology=name) for name in names)
    return tuple(
        dict.fromkeys(
            key_of(one) for one in found if fits(cards, one) and is_whole(one.symbology, bare(one))
        )
    )


def key_of(found: Found) -> str:
    """Give the one key of a number, whichever of its two names a UPC-A came under."""
    kind, text = _as_ean(found.symbology, bare(found))
    return f"{kind}:{text}"


def is_whole(symbology: str, text: str) -> bool:
    """Say whether a product code has its length and the right check digit; others have neither."""
    kind, digits = _as_ean(symbology, text)
    return kind != EAN13 or (len(digits) == _PRODUCTS[EAN13] and bool(ean.is_valid(digits)))


def bare(found: Found) -> str:
    """Give the number as people know it: without what begins and ends a Codabar or a Code 39."""
    text = found.text
    if len(text) <= _LENGTH_MIN:
        return text
    ends = {"Codabar": _CODABAR_ENDS, "Code39": "*"}.get(found.symbology, "")
    return text[1:-1] if text[0] in ends and text[-1] in ends else text


def _as_ean(symbology: str, text: str) -> tuple[str, str]:
    """Give a UPC-A, or what one begins with, as the EAN-13 that it is."""
    return (EAN13, f"0{text}") if symbology == UPCA else (symbology, text)


def _checked(setting: LegacyCards) -> LegacyCards:
    if len(setting.cards) > _CARDS_MAX:
        raise Refusal("legacy_setting", f"there may be {_CARDS_MAX} kinds of cards at most")
    for card in setting.cards:
        reason = _wrong(card)
        if reason is not None:
            raise Refusal("legacy_setting", f"{card.symbology}: {reason}", symbology=card.symbology)
    return setting


def _wrong(card: LegacyCard) -> str | None:
    if card.length is not None and not _LENGTH_MIN <= card.length <= _LENGTH_MAX:
        return f"a length lies between {_LENGTH_MIN} and {_LENGTH_MAX}"
    if card.symbology in _PRODUCTS:
        return _wrong_product(card)
    if card.symbology == "ITF" and (card.length is None or card.length % 2):
        return "ITF needs an even length, or a part of a code is one too"
    if not card.prefix and card.length is None:
        return "a prefix or a length is needed"
    if len(card.prefix) > (card.length or _LENGTH_MAX):
        return "the prefix is longer than the number"
    return None


def _wrong_product(card: LegacyCard) -> str | None:
    whole = _PRODUCTS[card.symbology]
    is_number = card.prefix.isascii() and card.prefix.isdecimal()
    if not is_number or not _PREFIX_MIN <= len(card.prefix) < whole:
        return "product codes need a prefix of two digits or more, or every product is a card"
    if card.length not in (None, whole):
        return f"its numbers have {whole} digits"
    return None

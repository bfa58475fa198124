"""Reads the number on a card: one of ours, or one of a kind that the shop takes beside them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from stdnum import ean

from loyalty import number as numbers
from scanner.legacy_rules import SYMBOLOGIES, LegacyCards, is_whole, keys
from terminal.imports.layouts import CARD, OLD_CARDS, SYMBOLOGY
from terminal.till.incoming import RowError
from terminal.till.marking import mark

SEPARATOR: Final = " | "
CARDS_MAX: Final = 8
KEY_MAX: Final = 64
_LENGTHS: Final = MappingProxyType({"EAN13": 13, "UPCA": 12})
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "".join(letter for letter in name.casefold() if letter.isalnum()): name
        for name in SYMBOLOGIES
    }
    | {
        "ean": "EAN13",
        "gtin13": "EAN13",
        "upc": "UPCA",
        "i2of5": "ITF",
        "interleaved2of5": "ITF",
        "itf14": "ITF",
        "code3of9": "Code39",
        "nw7": "Codabar",
        "azteccode": "Aztec",
    }
)


def of_row(
    card: str, older: str, symbology: str, setting: LegacyCards
) -> tuple[str, tuple[str, ...]]:
    """Give a card of ours, or none, and the keys of earlier cards. Raises RowError.

    `older` are keys as our own list writes them, `SYMBOLOGY:NUMBER` with ` | ` between.
    """
    earlier = [_key(each) for each in older.split(SEPARATOR)] if older else []
    digits = "".join(card.split())
    number = digits if numbers.is_valid(digits) else ""
    if card and not number:
        if numbers.is_shaped(digits):
            raise RowError(mark("one digit of this number is wrong"), CARD)
        named = symbology_of(symbology) if symbology else ""
        earlier.append(_legacy(card, named, setting))
    unique = tuple(dict.fromkeys(earlier))
    if len(unique) > CARDS_MAX:
        raise RowError(mark("nobody has more than {most} cards"), OLD_CARDS, most=CARDS_MAX)
    return number, unique


def symbology_of(text: str) -> str:
    """Give the symbology that people mean, such as `EAN-13`. Raises RowError."""
    bare = "".join(letter for letter in text.casefold() if letter.isalnum())
    if bare not in _CALLED:
        sentence = mark("this is no kind of card; expected one of {kinds}")
        raise RowError(sentence, SYMBOLOGY, kinds=", ".join(SYMBOLOGIES))
    return _CALLED[bare]


def _key(text: str) -> str:
    kind, colon, number = text.partition(":")
    if not colon or kind not in SYMBOLOGIES or not 0 < len(number) <= KEY_MAX:
        raise RowError(mark("an earlier card is written EAN13:2912345678906"), OLD_CARDS)
    if not number.isprintable():
        raise RowError(mark("the number has signs that cannot be shown"), OLD_CARDS)
    return text


def _legacy(number: str, symbology: str, setting: LegacyCards) -> str:
    if "E+" in number.upper() and number[:1].isdecimal():
        raise RowError(
            mark("a spreadsheet has shortened this number; give the column the format text there"),
            CARD,
        )
    if symbology in _LENGTHS:
        _check_product(number, symbology)
    found = keys(setting, number, symbology)
    if not found:
        _check_any_product(number, setting)
        raise RowError(
            mark("this is no card that the shop takes: see cards accept, or leave the column out"),
            CARD,
        )
    if len(found) > 1:
        kinds = ", ".join(key.partition(":")[0] for key in found)
        sentence = mark("this number can be {kinds}; say which in a column symbology")
        raise RowError(sentence, CARD, kinds=kinds)
    return found[0]


def _check_any_product(number: str, setting: LegacyCards) -> None:
    """Say what is wrong with a number that has the length of a product code, where those count."""
    taken = set(setting.symbologies)
    for symbology, length in _LENGTHS.items():
        if symbology in taken and len(number) == length and number.isdecimal():
            _check_product(number, symbology)


def _check_product(number: str, symbology: str) -> None:
    length = _LENGTHS[symbology]
    if not (number.isascii() and number.isdecimal()):
        raise RowError(mark("{kind} has digits only"), CARD, kind=symbology)
    if symbology == "EAN13" and len(number) == _LENGTHS["UPCA"] and is_whole("UPCA", number):
        raise RowError(mark("this is a UPCA; write it so, or with a 0 before it"), CARD)
    if len(number) < length:
        sentence = mark("{kind} has {length} digits; a spreadsheet may have dropped a 0 before it")
        raise RowError(sentence, CARD, kind=symbology, length=length)
    if len(number) > length:
        raise RowError(mark("{kind} has {length} digits"), CARD, kind=symbology, length=length)
    if not is_whole(symbology, number):
        right = ean.calc_check_digit(number[:-1])
        raise RowError(mark("the last digit is wrong; expected {right}"), CARD, right=right)

"""Judges the text of one code: a member number of this shop, or why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from stdnum import luhn

from loyalty import number
from scanner import symbology
from scanner.legacy_rules import LegacyCards, fits
from scanner.sightings import Found, RejectedKind

# Says why a code cannot be accepted, or None for one that can.
Judge: TypeAlias = Callable[[Found], RejectedKind | None]

_PAYMENT_LENGTHS = range(13, 20)
_PAYMENT_FIRST = "23456"


@dataclass(frozen=True, slots=True, kw_only=True)
class Legacy:
    """The cards that a shop gave out before: their kinds, and whether it knows a number.

    Who has the members at hand says so here. Before a camera nobody has: only the till's thread
    may touch its databases, a list of a million numbers would be old with the next enrolment,
    and the server may know somebody whom no list on this till has. There `known` lets every
    number of such a kind pass, and the till asks its databases and then the server.
    """

    cards: LegacyCards
    known: Callable[[Found], bool]


def member_of(
    issuer: str | None,
    *,
    also: Callable[[str], bool] | None = None,
    legacy: Legacy | None = None,
) -> Judge:
    """Build the judge of a shop: its issuer's four digits, or None for any issuer.

    `also` names further texts that a QR code may carry, such as the code on a slip. A legacy code
    is let through only when it is of a kind that the shop gave out and is known.
    """

    def judge(found: Found) -> RejectedKind | None:
        ours = legacy is not None and fits(legacy.cards, found) and legacy.known(found)
        if ours:
            return None
        if found.symbology in symbology.PRODUCT:
            return RejectedKind.PRODUCT_CODE
        if found.symbology not in {symbology.QR_CODE, symbology.CODE_128}:
            bank = _like_payment_card(found.text)
            return RejectedKind.PAYMENT_CARD if bank else RejectedKind.FOREIGN
        if also is not None and found.symbology == symbology.QR_CODE and also(found.text):
            return None
        return _of_text(found.text, issuer)

    return judge


def _of_text(text: str, issuer: str | None) -> RejectedKind | None:
    if not number.is_shaped(text):
        return RejectedKind.PAYMENT_CARD if _like_payment_card(text) else RejectedKind.FOREIGN
    if not number.is_valid(text):
        return RejectedKind.CHECK_DIGIT
    if issuer is not None and number.issuer_of(text) != issuer:
        return RejectedKind.OTHER_ISSUER
    return None


def _like_payment_card(text: str) -> bool:
    """Whether a text could be a bank card's number, which must never be kept or shown."""
    digits = text.replace(" ", "")
    return (
        digits.isascii()
        and digits.isdecimal()
        and len(digits) in _PAYMENT_LENGTHS
        and digits[0] in _PAYMENT_FIRST
        and bool(luhn.is_valid(digits))
    )

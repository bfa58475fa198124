"""Which texts are for certain codes of this shop: what a scan is recognised by when in doubt."""

from __future__ import annotations

from collections.abc import Callable

from cards import salecode
from loyalty import number as numbers
from loyalty.errors import Refusal
from loyalty.phonecode import is_phone_code
from scanner.legacy_rules import LegacyCard, LegacyCards, keys
from scanner.wedge_calibration import CODES


def _is_whole_slip(text: str, issuer: str) -> bool:
    """Say whether a slip's code has come to its end: it begins alike long before."""
    try:
        salecode.read(text, issuer=issuer)
    except Refusal as error:
        return error.code == "slip_other_shop"
    return True


def knows(issuer: str) -> Callable[[str], bool]:
    """Give what knows the codes of the shop with these issuer digits; without, of any shop."""

    def known(text: str) -> bool:
        if numbers.is_valid(text):
            return not issuer or numbers.issuer_of(text) == issuer
        return is_phone_code(text) or text in CODES or _is_whole_slip(text, issuer)

    return known


def knows_cards(cards: tuple[LegacyCard, ...]) -> Callable[[str], bool]:
    """Give what knows the shape of the cards that the shop gave out before."""
    setting = LegacyCards(cards=cards)

    def known(text: str) -> bool:
        return bool(keys(setting, text))

    return known

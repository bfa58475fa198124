"""Which texts are for certain codes of this shop: what a scan is recognised by when in doubt."""

from __future__ import annotations

from collections.abc import Callable

from cards.salecode import is_sale_code
from loyalty import number as numbers
from loyalty.phonecode import is_phone_code
from scanner.wedge_calibration import CODES


def knows(issuer: str) -> Callable[[str], bool]:
    """Give what knows the codes of the shop with these issuer digits; without, of any shop."""

    def known(text: str) -> bool:
        if numbers.is_valid(text):
            return not issuer or numbers.issuer_of(text) == issuer
        return is_sale_code(text) or is_phone_code(text) or text in CODES

    return known

"""Which of a printer's own code pages holds every letter of a line, and signs that it has not.

A line is printed in one code page or drawn as a picture: a library that changes the page for each
letter, or writes a question mark where a page has none, gives a line that nobody wants to read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from cards.receipt.library import escpos

# What printers of all makers have under the same numbers.
COMMON: Final = {
    "CP437": 0,
    "CP850": 2,
    "CP860": 3,
    "CP863": 4,
    "CP865": 5,
    "CP1252": 16,
    "CP866": 17,
    "CP852": 18,
    "CP858": 19,
}
# Pages whose letters stand one after the other from the left, each by itself, in this order.
_TRUSTED: Final = (
    *("CP437", "CP850", "CP1252", "CP858", "CP865", "CP860", "CP863", "CP852", "CP866"),
    *("CP1250", "CP1251", "CP1253", "CP1254", "CP1257", "CP737", "CP857", "CP775"),
    *("ISO_8859-2", "ISO_8859-7", "ISO_8859-15"),
)
# Signs that no page of an old printer has, and what is read the same.
_PLAIN: Final = str.maketrans(
    {
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2011": "-",
        "\u2022": "*",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2026": "...",
        "\u00b7": "-",
        "\u00d7": "x",
    }
)


def plain(text: str) -> str:
    """Write signs that printers lack as ones that they have; letters stay what they are."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


class Letters:
    """The code pages of one printer."""

    def __init__(self, pages: Mapping[str, int]) -> None:
        """Take the pages by name with the printer's numbers; those not trusted are not used."""
        self.pages = {name: pages[name] for name in _TRUSTED if name in pages}
        self._encoder: Any = escpos("magicencode").Encoder(self.pages)

    def page_for(self, text: str, current: str) -> str | None:
        """Give a page that holds every letter, the current one if it does; None when none does."""
        order = ((current,) if current in self.pages else ()) + tuple(self.pages)
        return next((page for page in order if self._holds(page, text)), None)

    def encoded(self, text: str, page: str) -> bytes:
        """Give the bytes of a text in a page that holds it."""
        return bytes(self._encoder.encode(text, page))

    def _holds(self, page: str, text: str) -> bool:
        return all(self._encoder.can_encode(page, letter) for letter in text)

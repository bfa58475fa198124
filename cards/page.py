"""What printed pages share: letters that their font has, and the dark parts of a code's row."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_LETTERS = "cp1252"


def runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """Give where dark modules begin and how many stand together."""
    start = None
    for at, dark in enumerate((*row, False)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            yield start, at - start
            start = None


def printable(text: str) -> str:
    """Keep the letters that a PDF's own fonts have; others lose their accents, or become `?`."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        plain = letter
        if not letter.encode(_LETTERS, "ignore"):
            plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        kept.append(plain or "?")
    return "".join(kept)

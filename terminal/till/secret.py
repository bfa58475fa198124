"""Digits that somebody types in confidence: counted by anybody, read only where they are used up.

They are kept so that no repr, no log, no crash report and no encoder can tell them.
"""

from __future__ import annotations

from typing import Never


class Digits:
    """Some digits of a PIN. Immutable; `len` says how many, `reveal` alone says which."""

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def __len__(self) -> int:
        """Count the digits."""
        return len(self._text)

    def __repr__(self) -> str:
        """Say how many digits there are."""
        return f"Digits({len(self)})"

    def __eq__(self, other: object) -> bool:
        """Compare with other digits, for the second time that somebody types a new PIN."""
        return isinstance(other, Digits) and self._text == other._text

    def __hash__(self) -> int:
        """Tell nothing of the digits."""
        return hash(len(self))

    def __reduce__(self) -> Never:
        """Refuse to be pickled or copied into anything."""
        raise TypeError("digits typed in confidence are not written down")

    def plus(self, digit: str) -> Digits:
        """Give these digits and one more."""
        return Digits(self._text + digit)

    def shorter(self) -> Digits:
        """Give these digits without the last."""
        return Digits(self._text[:-1])

    def reveal(self) -> str:
        """Give the digits themselves, to be hashed or looked up at once and let go."""
        return self._text


NO_DIGITS = Digits()

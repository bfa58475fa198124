"""What the words of a story mean: its cards, and what it says when it comes out otherwise."""

from __future__ import annotations

from loyalty import number
from tests.stories.counter import ISSUER


class StoryError(AssertionError):
    """A line of a story that came out otherwise."""


def card(name: str) -> str:
    """Give the number of a story's card: `A` to `Z`, or nine digits, or any text as it is."""
    if len(name) == 1 and name.isalpha():
        return number.make(ISSUER, f"{ord(name):09d}")
    return number.make(ISSUER, name) if len(name) == number.RANDOM_DIGITS else name

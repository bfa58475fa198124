"""What is known of the long code of a phone before it is read: all codes that it can be.

Its bits fall into two words, each with checks of its own, so that each can be solved for itself.
As in `qr_known`, the writer of the library that reads says which module follows from which bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scanner.qr_known import PHONE_FILLER, PHONE_SIDE_MODULES, masks, unmasked

if TYPE_CHECKING:
    from scanner.qr_known import Flags, Modules

# The only level that phones show it with.
LEVEL = "M"
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
# Two letters share a group of bits; before the first are those of mode and count.
_PAIR_BITS = 11
_HEAD_BITS = 13
_FIRST_WORD_BITS = 43 * 8 - _HEAD_BITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One of the two words: which modules it has, and which of these each bit turns over."""

    places: Flags
    rows: Modules


@cache
def zero(mask: int) -> Modules:
    """Give the modules of the code of bits that are all unturned, row by row, 1 where dark.

    What all codes have, and what says level and mask, is 0.
    """
    first, _ = _written()
    turned: Modules = first ^ masks(PHONE_SIDE_MODULES)[mask]
    return turned


@cache
def both() -> tuple[Word, Word]:
    """Give the two words."""
    _, rows = _written()
    return _word(rows[:_FIRST_WORD_BITS]), _word(rows[_FIRST_WORD_BITS:])


def _word(rows: Modules) -> Word:
    import numpy as np

    places = np.asarray(rows.any(axis=0))
    return Word(places=places, rows=rows[:, places])


@cache
def _written() -> tuple[Modules, Modules]:
    """Give a code, and which modules each bit of its letters turns over: one row a bit."""
    import numpy as np

    begun = unmasked(PHONE_FILLER, LEVEL, PHONE_SIDE_MODULES)
    rows = []
    for at in range(0, len(PHONE_FILLER), 2):
        before, pair, after = PHONE_FILLER[:at], PHONE_FILLER[at : at + 2], PHONE_FILLER[at + 2 :]
        value = _LETTERS.index(pair[0]) * len(_LETTERS) + _LETTERS.index(pair[1])
        for bit in range(_PAIR_BITS - 1, -1, -1):
            first, second = divmod(value ^ 1 << bit, len(_LETTERS))
            text = before + _LETTERS[first] + _LETTERS[second] + after
            rows.append(unmasked(text, LEVEL, PHONE_SIDE_MODULES) ^ begun)
    return begun, np.array(rows, dtype=np.uint8)

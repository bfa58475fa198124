"""The QR code of a member number, many a second: the smallest code, at the strongest level.

Sixteen digits fill the smallest QR code (21 modules) at level H as well as at M, so a card gets
the level that survives a scratched third for nothing. A QR of one version, level and mask is an
affine function of its data bits: segno draws each single bit once and is the judge of the outcome
in the tests; after that a number costs some exclusive-ors.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cards.drawing.shapes import Rows

SIDE = 21
DIGITS = 16
_GROUP = 3
_GROUP_BITS = 10
_LAST_BITS = 4
_MASK = 2


class NumberPen:
    """Draws member numbers as QR codes; takes a tenth of a second to make, once a job."""

    def __init__(self) -> None:
        """Let segno draw every bit once."""
        self._blank = _drawn("0" * DIGITS)
        self._bits = tuple(
            tuple(_drawn(_with(place, 1 << bit)) ^ self._blank for bit in range(_bits_of(place)))
            for place in range(0, DIGITS, _GROUP)
        )
        self._row = lru_cache(4096)(_row)

    def rows(self, number: str) -> Rows:
        """Give the rows of a number of sixteen digits. Raises ValueError for anything else."""
        if len(number) != DIGITS or not (number.isascii() and number.isdecimal()):
            raise ValueError("a member number has sixteen digits")
        code = self._blank
        for part in self._parts(number):
            code ^= part
        mask = (1 << SIDE) - 1
        return tuple(self._row(code >> (SIDE * at) & mask) for at in range(SIDE - 1, -1, -1))

    def _parts(self, number: str) -> Iterator[int]:
        for group, bits in enumerate(self._bits):
            value = int(number[_GROUP * group : _GROUP * group + _GROUP])
            for bit in bits:
                if value & 1:
                    yield bit
                value >>= 1


def _bits_of(place: int) -> int:
    return _GROUP_BITS if place + _GROUP <= DIGITS else _LAST_BITS


def _with(place: int, value: int) -> str:
    wide = min(_GROUP, DIGITS - place)
    return "0" * place + f"{value:0{wide}d}" + "0" * (DIGITS - place - wide)


def _row(bits: int) -> tuple[bool, ...]:
    return tuple(bit == "1" for bit in f"{bits:0{SIDE}b}")


def _drawn(number: str) -> int:
    """Give segno's code of a number as one integer, the first module as its highest bit."""
    import segno

    symbol = segno.make(
        number, error="H", version=1, mode="numeric", mask=_MASK, micro=False, boost_error=False
    )
    return int("".join("1" if module else "0" for row in symbol.matrix for module in row), 2)

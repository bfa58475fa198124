"""Many QR codes of a phone at once: half a day of them in a tenth of a second.

A QR of one version, level and mask is an affine function of its data bits: drawing a text is
drawing the emptiest one and turning over the modules that belong to each bit that is set. segno
draws each single bit once, and is the judge of the outcome in the tests; after that a code costs
some exclusive-ors. Any mask is valid, so a fixed one is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import xor

from cards.code import qr_modules

VERSION = 5
SIDE = 37
LENGTH = 116
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {letter: value for value, letter in enumerate(_LETTERS)}
_BASE = len(_LETTERS)
_PAIR_BITS = 11
_MASK = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """The modules of the emptiest code, and of every bit of every pair of characters."""

    blank: int
    bits: tuple[tuple[int, ...], ...]


def make_pen() -> Pen:
    """Prepare to draw; takes two seconds or so, once a process."""
    blank = _drawn("0" * LENGTH)
    bits = []
    for place in range(LENGTH // 2):
        before, behind = "00" * place, "00" * (LENGTH // 2 - place - 1)
        bits.append(
            tuple(
                _drawn(f"{before}{_LETTERS[high]}{_LETTERS[low]}{behind}") ^ blank
                for high, low in (divmod(1 << bit, _BASE) for bit in range(_PAIR_BITS))
            )
        )
    return Pen(blank=blank, bits=tuple(bits))


def draw(pen: Pen, text: str) -> int:
    """Give the modules of a text of 116 characters, row by row, the first as the highest bit."""
    assert len(text) == LENGTH, len(text)
    return reduce(xor, _parts(pen, text), pen.blank)


def packed(modules: Iterable[Iterable[bool]]) -> bytes:
    """Give rows of modules as bits, row by row; bits that fill the first byte up stand in front."""
    bits = "".join("1" if module else "0" for row in modules for module in row)
    return int(bits, 2).to_bytes((len(bits) + 7) // 8, "big")


def drawn_packed(pen: Pen, text: str) -> bytes:
    """Give a text's code as `packed` would."""
    return draw(pen, text).to_bytes((SIDE * SIDE + 7) // 8, "big")


def static_packed(number: str) -> tuple[int, bytes]:
    """Give the side in modules and the `packed` modules of a member number as cards show it."""
    rows = qr_modules(number)
    return len(rows), packed(rows)


def _parts(pen: Pen, text: str) -> Iterable[int]:
    for place, bits in enumerate(pen.bits):
        value = _VALUE[text[2 * place]] * _BASE + _VALUE[text[2 * place + 1]]
        yield from (bits[bit] for bit in range(_PAIR_BITS) if value >> bit & 1)


def _drawn(text: str) -> int:
    import segno

    symbol = segno.make(
        text,
        error="M",
        version=VERSION,
        mode="alphanumeric",
        mask=_MASK,
        micro=False,
        boost_error=False,
    )
    rows = ((bool(module) for module in row) for row in symbol.matrix)
    return int.from_bytes(packed(rows), "big")

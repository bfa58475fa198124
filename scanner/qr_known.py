"""What is known of a QR code with a member number before it is read: most of its modules.

Of the 441 modules of the smallest code, sixteen digits decide over some 130 (their bits and the
code's own checks); the rest is the same for all numbers once level and mask are known. All of it is
taken from the writer of the library that reads: a table of our own could only be wrong.

What is known of the larger code that a phone shows is in `phone_words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from loyalty import number
from scanner.drawing import qr_picture

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.image import Floats

Modules: TypeAlias = "NDArray[np.uint8]"
Flags: TypeAlias = "NDArray[np.bool_]"

SIDE_MODULES = 21
# The rotating code of a phone fills a larger one, which has a small square in its last corner.
PHONE_SIDE_MODULES = 37
_SQUARE_MODULES = slice(28, 33)
PHONE_FILLER = "A" * 116
# The levels that member numbers are printed and shown with, and their longest numbers.
LONGEST_DIGITS = {"M": 34, "Q": 27}
_LEVEL_BITS = {"M": 0, "Q": 3}
_MASKS = 8
_GROUP_DIGITS = 3
_GROUP_BITS_OF = {1: 4, 2: 7, 3: 10}
# Of mode and count, which go before the digits, and of the end and the rest of its byte after.
_HEAD_BITS = 14
# The groups of digits of a member number, each with its bits.
GROUPS = ((3, 10),) * 5 + ((1, 4),)
_NUMBER_BITS = 54
_PADS = (0xEC, 0x11)
_FORMAT_CHECK, _FORMAT_MASK = 0x537, 0x5412
_FORMAT_BITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All codes of one level, mask and way of padding: `zero` turned over by `rows` by a number.

    `zero` has SIDE_MODULES squared entries, 1 where dark; there is one row for each bit of the
    sixteen digits. `free` says which modules depend on the digits.
    """

    level: str
    mask: int
    zero: Modules
    rows: Modules
    free: Flags


@cache
def known(side: int = SIDE_MODULES) -> Flags:
    """Say for each module, row by row, whether it is dark or light in every code of this side."""
    import numpy as np

    flags = np.zeros((side, side), dtype=np.bool_)
    flags[:8, :8] = flags[:8, -8:] = flags[-8:, :8] = True
    flags[6, :] = flags[:, 6] = flags[-8, 8] = True
    if side == PHONE_SIDE_MODULES:
        flags[_SQUARE_MODULES, _SQUARE_MODULES] = True
    return flags.reshape(-1)


@cache
def format_places(side: int = SIDE_MODULES) -> NDArray[np.int64]:
    """Give where level and mask are written: fifteen modules, and the same fifteen again."""
    import numpy as np

    first = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    again = [(y, 8) for y in range(side - 1, side - 8, -1)]
    again += [(8, x) for x in range(side - 8, side)]
    return np.array([y * side + x for y, x in first + again])


@cache
def formats() -> tuple[tuple[tuple[str, int], ...], Floats]:
    """Give all pairs of level and mask, and a row of thirty modules for each, light 1, dark -1."""
    import numpy as np

    pairs = tuple((level, mask) for level in LONGEST_DIGITS for mask in range(_MASKS))
    rows = [[1.0 - 2.0 * bit for bit in _format_bits(*pair) * 2] for pair in pairs]
    return pairs, np.array(rows, dtype=np.float32)


def _format_bits(level: str, mask: int) -> list[int]:
    value = _LEVEL_BITS[level] << 3 | mask
    rest = value << 10
    for at in range(_FORMAT_BITS - 1, -1, -1):
        if rest >> (at + 10) & 1:
            rest ^= _FORMAT_CHECK << at
    shown = (value << 10 | rest) ^ _FORMAT_MASK
    return [shown >> at & 1 for at in range(14, -1, -1)]


@cache
def frame(side: int = SIDE_MODULES) -> Modules:
    """Give a code's modules as far as all codes have them, row by row; the others are 0."""
    text = "0" * number.LENGTH if side == SIDE_MODULES else PHONE_FILLER
    return _written(text, "M") * known(side)


@cache
def words(level: str, mask: int) -> tuple[Words, ...]:
    """Give the codes of a level and mask, once for each way in which writers pad them."""
    import numpy as np

    units = _units(level)
    rows = units[:_NUMBER_BITS]
    shown = masks()[mask].copy()
    shown[format_places()] = _format_bits(level, mask) * 2
    zero = unmasked("0" * number.LENGTH, level) ^ shown | frame()
    free = np.asarray(rows.any(axis=0))
    plain, late = _pads(level)
    turned = np.bitwise_xor.reduce(units[_NUMBER_BITS:][plain != late], axis=0)
    return tuple(
        Words(level=level, mask=mask, zero=one, rows=rows, free=free)
        for one in (zero, zero ^ turned)
    )


def _pads(level: str) -> tuple[Modules, Modules]:
    """Give the bits after the digits as the standard has them, and as some writers have.

    Where the digits end with a byte, segno puts a byte of zeros before the padding.
    """
    import numpy as np

    room = len(_units(level)) - _NUMBER_BITS
    end = [0] * (-(_HEAD_BITS + _NUMBER_BITS) % 8)
    padding = [byte >> at & 1 for byte in _PADS * room for at in range(7, -1, -1)]
    plain, late = end + padding, end + [0] * 8 + padding
    return np.array(plain[:room], np.uint8), np.array(late[:room], np.uint8)


@cache
def _units(level: str) -> Modules:
    """Give which modules each bit after the head turns over, one row a bit."""
    import numpy as np

    digits = LONGEST_DIGITS[level]
    zero = unmasked("0" * digits, level)
    rows = []
    for begin in range(0, digits, _GROUP_DIGITS):
        length = min(_GROUP_DIGITS, digits - begin)
        for at in range(_GROUP_BITS_OF[length] - 1, -1, -1):
            group = str(1 << at).zfill(length)
            text = "0" * begin + group + "0" * (digits - begin - length)
            rows.append(unmasked(text, level) ^ zero)
    return np.array(rows, dtype=np.uint8)


def unmasked(text: str, level: str, side: int = SIDE_MODULES) -> Modules:
    """Write a code and take its mask off; what is known or says the format becomes 0."""
    import numpy as np

    modules = _written(text, level)
    pairs, rows = formats()
    seen = 1.0 - 2.0 * modules[format_places(side)]
    _, mask = pairs[int(np.argmax(rows @ seen))]
    result: Modules = (modules ^ masks(side)[mask]) * ~known(side)
    result[format_places(side)] = 0
    return result


def _written(text: str, level: str) -> Modules:
    import numpy as np

    dark = qr_picture(text, quiet=0, level=level) == 0
    return np.asarray(dark, dtype=np.uint8).reshape(-1)


@cache
def masks(side: int = SIDE_MODULES) -> Modules:
    """Give the eight patterns that a code may be turned over by, 1 where it is turned."""
    import numpy as np

    y, x = np.mgrid[:side, :side]
    zeros = (
        (y + x) % 2,
        y % 2 + 0 * x,
        x % 3 + 0 * y,
        (y + x) % 3,
        (y // 2 + x // 3) % 2,
        y * x % 2 + y * x % 3,
        (y * x % 2 + y * x % 3) % 2,
        ((y + x) % 2 + y * x % 3) % 2,
    )
    return np.array([(zero == 0).reshape(-1) * ~known(side) for zero in zeros], dtype=np.uint8)

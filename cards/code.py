"""QR and Code 128 as modules, for everything that draws them: screens, slips, cards, the scanner.

Nothing here knows pixels or paper. The quiet zone belongs to whoever draws: four modules around a
QR, ten beside a Code 128.
"""

from __future__ import annotations

from typing import Literal

Level = Literal["L", "M", "Q", "H"]
QR_QUIET_MODULES = 4
CODE128_QUIET_MODULES = 10
_CODE128_CHECK = 103
_CODE128_LAST_BAR = "11"
_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}


def qr_modules(text: str, level: Level = "M") -> tuple[tuple[bool, ...], ...]:
    """Give the rows of a QR code (Model 2), True where it is dark.

    The symbol is as small as the text allows and not stronger than asked for, so that the same
    text always gives the same modules. Raises ValueError for a text that no QR can hold.
    """
    import segno

    symbol = segno.make(text, error=level, micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in symbol.matrix)


def qr_version(text: str, level: Level = "M") -> int:
    """Give the QR version (1 to 40) that the text needs at a level."""
    import segno

    return int(segno.make(text, error=level, micro=False, boost_error=False).version)


def qr_lines(text: str, level: Level = "M", quiet: int = QR_QUIET_MODULES) -> tuple[str, ...]:
    """Draw a QR code in half blocks, dark on light, two rows of modules a line of text."""
    rows = qr_modules(text, level)
    width = len(rows) + 2 * quiet
    blank = (False,) * width
    side = (False,) * quiet
    framed = [blank] * quiet + [side + row + side for row in rows] + [blank] * quiet
    if len(framed) % 2:
        framed.append(blank)
    return tuple(
        "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(framed[::2], framed[1::2], strict=True)
    )


def code128_modules(digits: str) -> str:
    """Give the bars of a Code 128 as a text of 1 (dark) and 0, one character a module.

    Digits travel two a symbol, so there must be an even number of them. Raises ValueError for
    anything else.
    """
    if not digits or len(digits) % 2 or not (digits.isascii() and digits.isdecimal()):
        raise ValueError(f"Code 128 is drawn of pairs of digits here, not of {digits!r}")
    from barcode.charsets import code128

    # python-barcode's own encoder takes a first pair of 99 for a change of the code set and drops
    # it, which is every card of an issuer that begins with 9. Its tables are right.
    start = code128.START_CODES["C"]
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    check = (start + sum(place * pair for place, pair in enumerate(pairs, 1))) % _CODE128_CHECK
    bars = "".join(code128.CODES[value] for value in (start, *pairs, check))
    return f"{bars}{code128.STOP}{_CODE128_LAST_BAR}"

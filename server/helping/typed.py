"""Reads what members type on their pages."""

from __future__ import annotations

from loyalty.errors import Refusal

DIGITS_MAX = 12


def money(text: str, scale: int) -> int:
    """Read an amount as people write it, with a comma or a point; nothing is 0 minor units.

    Raises Refusal `amount_wrong`.
    """
    typed = text.strip().replace(",", ".")
    if not typed:
        return 0
    whole, _, rest = typed.partition(".")
    digits = whole + rest.ljust(scale, "0")
    is_number = digits.isascii() and digits.isdecimal() and len(rest) <= scale
    if not is_number or len(digits) > DIGITS_MAX:
        raise Refusal("amount_wrong", "write the amount as 12.50", got=text[:DIGITS_MAX])
    return int(digits)

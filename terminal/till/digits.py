"""What typed characters mean: an amount as on a cash register, a phone number, a name."""

from __future__ import annotations

from loyalty.errors import Refusal

PHONE_DIGITS_MIN = 7
LIKE_PHONE_DIGITS = 9
PHONE_SIGNS = " -()/.\u00a0"
AMOUNT_DIGITS_MAX = 9
TYPED_MAX = 40


def clean(text: str) -> str:
    """Keep what may be typed: printable characters, no line breaks."""
    return "".join(char for char in text if char.isprintable())


def is_figure(text: str) -> bool:
    """Say whether the text is digits, perhaps with one decimal sign."""
    bare = text.replace(".", "", 1) if "." in text else text.replace(",", "", 1)
    return bool(bare) and bare.isascii() and bare.isdecimal()


def digit_count(text: str) -> int:
    """Count the digits in a text."""
    return sum(char.isdecimal() for char in text)


def bare(text: str) -> str:
    """Give a number without what people write between its digits, and without its plus."""
    return "".join(char for char in text.removeprefix("+") if char not in PHONE_SIGNS)


def is_phone(text: str) -> bool:
    """Without a member, seven digits or more are a phone number (COUNTER.md section 2)."""
    if is_figure(text) and not text.isdecimal():
        return False
    kept = bare(text)
    if not (kept.isascii() and kept.isdecimal()):
        return False
    return text.startswith("+") or len(kept) >= PHONE_DIGITS_MIN


def amount_minor(text: str, scale: int) -> int:
    """Read an amount: `1250` is 12.50 at scale 2; a `.` or `,` makes the decimals explicit.

    Raises Refusal `amount_empty`, `amount_negative`, `amount_broken` or `amount_absurd`.
    """
    if not text:
        raise Refusal("amount_empty", "type the amount first")
    if text.startswith(("-", "\u2212")):
        raise Refusal("amount_negative", "an amount cannot be below zero")
    if not is_figure(text):
        raise Refusal("amount_broken", "an amount is digits, perhaps with a comma")
    sign = "," if "," in text else "."
    whole, separator, decimals = text.partition(sign)
    if len(whole) + len(decimals) > AMOUNT_DIGITS_MAX:
        raise Refusal("amount_absurd", "this amount is too large to be a sale")
    if not separator:
        return int(whole)
    if len(decimals) > scale:
        raise Refusal("amount_broken", "too many decimals for this currency")
    return int(whole + decimals.ljust(scale, "0"))

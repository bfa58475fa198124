"""Member numbers: 9, four issuer digits, nine random digits, two ISO 7064 MOD 97-10 digits."""

from __future__ import annotations

from stdnum.iso7064 import mod_97_10

from loyalty.errors import Refusal

LENGTH = 16
PREFIX = "9"
ISSUER_DIGITS = 4
RANDOM_DIGITS = 9
DEMO_ISSUER = "0000"


def check_digits(body: str) -> str:
    """Give the two check digits of a 14-digit body."""
    return str(mod_97_10.calc_check_digits(body))


def make(issuer: str, random_digits: str) -> str:
    """Build a number from the tenant's issuer digits and nine random digits."""
    assert len(issuer) == ISSUER_DIGITS, issuer
    assert issuer.isdecimal(), issuer
    assert len(random_digits) == RANDOM_DIGITS, random_digits
    assert random_digits.isdecimal(), random_digits
    body = PREFIX + issuer + random_digits
    return body + check_digits(body)


def is_shaped(text: str) -> bool:
    """Say whether the text has the length, digits and prefix of a member number."""
    return len(text) == LENGTH and text.isascii() and text.isdecimal() and text.startswith(PREFIX)


def is_valid(text: str) -> bool:
    """Say whether the text is a member number of any issuer with right check digits."""
    return is_shaped(text) and bool(mod_97_10.is_valid(text))


def parse(text: str) -> str:
    """Return the sixteen digits of a typed or scanned number.

    Spaces are allowed, as people type them in fours. Raises Refusal `number_length`,
    `number_prefix` or `number_check`.
    """
    digits = "".join(text.split())
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        raise Refusal("number_length", "a member number has sixteen digits")
    if not digits.startswith(PREFIX):
        raise Refusal("number_prefix", "a member number begins with 9")
    if not is_valid(digits):
        raise Refusal("number_check", "the check digits of this number are wrong")
    return digits


def issuer_of(number: str) -> str:
    """Give the four issuer digits of a valid number."""
    return number[1 : 1 + ISSUER_DIGITS]


def grouped(number: str) -> str:
    """Write a number in groups of four, as it stands on a card."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def last_four(number: str) -> str:
    """Give the only digits of a number that a screen may show."""
    return number[-4:]

"""Phone numbers, in whatever form people type them, to and from E.164."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from loyalty.errors import Refusal
from terminal.till import digits

if TYPE_CHECKING:
    from phonenumbers import NumberParseException, PhoneNumber

HIDDEN = "\u2022\u2022 \u2022\u2022\u2022\u2022"
SHORT = "phone_short"
LONG = "phone_long"
COUNTRY = "phone_country"
IMPOSSIBLE = "phone_impossible"
ABROAD = "00"
"""What most countries dial to get abroad; people write it wherever they are."""
_WHY = {
    SHORT: "this phone number is too short",
    LONG: "this phone number is too long",
    COUNTRY: "no country has this code",
    IMPOSSIBLE: "this phone number cannot exist",
}


def could_be(text: str) -> bool:
    """Say whether a text is a phone number rather than an amount or a name."""
    return digits.is_phone(text)


def parse(text: str, region: str) -> str:
    """Give the E.164 form of a number typed as at home in a region, or as from abroad.

    Brackets, spaces, dashes and the letters of a keypad ("0800 FLOWERS") are taken. Raises
    Refusal `phone_short`, `phone_long`, `phone_country` or `phone_impossible`.
    """
    import phonenumbers

    bare = text.strip()
    ways = [bare]
    if bare.startswith(ABROAD):
        # Not everywhere is 00 what dials abroad, but whoever types it means it.
        ways.append(f"+{bare.removeprefix(ABROAD)}")
    codes = []
    for way in ways:
        try:
            number = phonenumbers.parse(way, region)
        except phonenumbers.NumberParseException as error:
            codes.append(_broken(error))
            continue
        if phonenumbers.is_valid_number(number):
            e164: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return e164
        country = len(str(number.country_code)) if way.startswith("+") else 0
        few = digits.digit_count(way) - country < digits.PHONE_DIGITS_MIN
        codes.append(SHORT if few else _invalid(number))
    raise Refusal(codes[0], _WHY[codes[0]])


def masked(phone_e164: str) -> str:
    """Give a number of which only the country and the last two digits can be read."""
    country, national = _parts(phone_e164)
    return f"{country} {HIDDEN} {national[-2:]}"


def neighbours(phone_e164: str) -> Iterator[str]:
    """Give the numbers that a slip of a finger makes of one: one digit other, two swapped.

    The country stays; a number of nine digits has 81 with another digit, and up to eight with
    two that changed places.
    """
    country, national = _parts(phone_e164)
    for at, digit in enumerate(national):
        for other in "0123456789":
            if other != digit:
                yield f"{country}{national[:at]}{other}{national[at + 1 :]}"
    for at, (one, two) in enumerate(pairwise(national)):
        if one != two:
            yield f"{country}{national[:at]}{two}{one}{national[at + 2 :]}"


def _parts(phone_e164: str) -> tuple[str, str]:
    """Give the country with its plus, and the rest."""
    import phonenumbers

    number = phonenumbers.parse(phone_e164)
    country = f"+{number.country_code}"
    return country, phone_e164.removeprefix(country)


def _broken(error: NumberParseException) -> str:
    """Say why a text is no number at all."""
    kinds = {
        error.INVALID_COUNTRY_CODE: COUNTRY,
        error.TOO_SHORT_AFTER_IDD: SHORT,
        error.TOO_SHORT_NSN: SHORT,
        error.TOO_LONG: LONG,
    }
    return kinds.get(error.error_type, IMPOSSIBLE)


def _invalid(number: PhoneNumber) -> str:
    """Say why a number cannot be dialled."""
    from phonenumbers import ValidationResult, is_possible_number_with_reason

    reasons = {
        ValidationResult.TOO_SHORT: SHORT,
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: SHORT,
        ValidationResult.TOO_LONG: LONG,
    }
    return reasons.get(is_possible_number_with_reason(number), IMPOSSIBLE)

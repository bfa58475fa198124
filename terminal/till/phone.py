"""Phone numbers, in whatever form people type them, to and from E.164."""

from __future__ import annotations

from loyalty.errors import Refusal
from terminal.till import digits


def could_be(text: str) -> bool:
    """Say whether a text is a phone number rather than an amount."""
    return digits.is_phone(text)


def parse(text: str, region: str) -> str:
    """Give E.164 form of a typed number. Raises Refusal `phone_impossible`."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise Refusal("phone_impossible", "this cannot be a phone number") from error
    if not phonenumbers.is_valid_number(number):
        raise Refusal("phone_impossible", "this phone number cannot exist")
    e164: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164

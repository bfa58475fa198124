"""Marks texts that are said later, and writes money, days and moments as the shop does."""

from __future__ import annotations

from loyalty.days import local
from server.pages.wording import Words

NAMES = {
    "en": "English",
    "nl": "Nederlands",
    "sv": "Svenska",
    "de": "Deutsch",
    "pt_BR": "Portugu\u00eas",
}
"""Each language by its own name: whoever does not speak the others finds it."""


def mark(msgid: str) -> str:
    """Mark a text for the catalogues; it is said where it is shown."""
    return msgid


def money(words: Words, amount_minor: int, currency: str, scale: int) -> str:
    """Write an amount in the shop's currency."""
    from decimal import Decimal

    from babel.numbers import format_currency

    amount = Decimal(amount_minor).scaleb(-scale)
    return str(format_currency(amount, currency, locale=_locale(words)))


def moment(words: Words, at_us: int, zone: str) -> str:
    """Write a day and a time of the shop's zone."""
    from babel.dates import format_datetime

    return str(format_datetime(local(at_us, zone), "d MMM y, HH:mm", locale=_locale(words)))


def day(words: Words, date_text: str) -> str:
    """Write a business date, such as "18 Nov 2026"."""
    from datetime import date

    from babel.dates import format_date

    return str(format_date(date.fromisoformat(date_text), "d MMM y", locale=_locale(words)))


def short_day(words: Words, date_text: str) -> str:
    """Write a business date without its year, for a plot, such as "18 Nov"."""
    from datetime import date

    from babel.dates import format_date

    return str(format_date(date.fromisoformat(date_text), "d MMM", locale=_locale(words)))


def _locale(words: Words) -> str:
    return "en_GB" if words.language == "en" else words.language

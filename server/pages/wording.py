"""Says what the member page says in the member's language, from the same catalogues as the till."""

from __future__ import annotations

import gettext
from datetime import date
from decimal import Decimal
from pathlib import Path

from loyalty.days import local

DOMAIN = "regulars"
LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "locale"
SOURCE_LANGUAGE = "en"
TRANSLATED = ("nl", "sv", "de", "pt_BR")
_BY_BASE = {"en": "en", "nl": "nl", "sv": "sv", "de": "de", "pt": "pt_BR"}
_ACCEPTED_MAX = 200


def mark(msgid: str) -> str:
    """Mark a text for the catalogues; it is said later."""
    return msgid


class Words:
    """The words and figures of one reader."""

    def __init__(self, language: str) -> None:
        """Speak a language such as `nl` or `pt-BR`; one that we do not speak is English."""
        base = language.replace("-", "_").partition("_")[0].lower()
        self.language = _BY_BASE.get(base, SOURCE_LANGUAGE)
        self._catalogue = (
            gettext.translation(DOMAIN, str(LOCALE_FOLDER), languages=[self.language])
            if self.language in TRANSLATED
            else gettext.NullTranslations()
        )

    @property
    def tag(self) -> str:
        """Give the language as HTML names it."""
        return self.language.replace("_", "-")

    def say(self, msgid: str, **params: object) -> str:
        """Say a sentence; `params` fill its {names}."""
        text = self._catalogue.gettext(msgid)
        return text.format(**params) if params else text

    def plural(self, singular: str, plural: str, n: int) -> str:
        """Say a sentence about `n` things; `{n}` stands for the grouped number itself."""
        return self._catalogue.ngettext(singular, plural, n).format(n=self.number(n))

    def number(self, n: int) -> str:
        """Write a whole number in groups."""
        from babel.numbers import format_decimal

        return str(format_decimal(n, locale=self.language))

    def time(self, at_us: int, zone: str) -> str:
        """Write the wall clock of a zone, as "14:07"."""
        from babel.dates import format_time

        locale = "en_GB" if self.language == SOURCE_LANGUAGE else self.language
        return str(format_time(local(at_us, zone).time(), "short", locale=locale))

    def day(self, day: str) -> str:
        """Write a day (ISO), as "22 Nov 2026"."""
        from babel.dates import format_date

        locale = "en_GB" if self.language == SOURCE_LANGUAGE else self.language
        return str(format_date(date.fromisoformat(day), "medium", locale=locale))

    def money(self, amount_minor: int, currency: str, scale: int) -> str:
        """Write an amount of money."""
        from babel.numbers import format_currency

        locale = "en_GB" if self.language == SOURCE_LANGUAGE else self.language
        amount = Decimal(amount_minor).scaleb(-scale)
        return str(format_currency(amount, currency, locale=locale))


def spoken(accepted: str) -> str:
    """Choose the first language of an Accept-Language header that we speak; else English."""
    for part in accepted[:_ACCEPTED_MAX].split(","):
        language = part.partition(";")[0].strip()
        if language.partition("-")[0].lower() in _BY_BASE:
            return language
    return SOURCE_LANGUAGE

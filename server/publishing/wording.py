"""Says what the programme says in any of our languages, from the same catalogues as the till.

Babel takes tens of milliseconds to import: only what writes figures imports it.
"""

from __future__ import annotations

import gettext
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty.explaining.summary_terms import Reader
from loyalty.explaining.voice import Voice, names
from loyalty.programme import Programme

if TYPE_CHECKING:
    from babel.core import Locale

DOMAIN = "regulars"
LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "locale"
SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "nl", "sv", "de", "pt_BR")
_SAFE_ENGLISH = "en_GB"


def mark(text: str) -> str:
    """Mark a text that is said later."""
    return text


def voice(programme: Programme, language: str) -> Voice:
    """Give the voice of a language, with the names, money and days of a programme.

    A language that we do not speak is English.
    """
    language = language if language in LANGUAGES else SOURCE_LANGUAGE
    from babel.dates import format_skeleton
    from babel.numbers import format_currency, format_decimal

    words, figures = _catalogue(language), _figures(language, programme.time_zone)
    dates = _dates(language, programme.time_zone)

    def number(n: int) -> str:
        return str(format_decimal(n, locale=figures))

    def plural(singular: str, several: str, n: int, /) -> str:
        return words.ngettext(singular, several, n).format(n=number(n))

    def money(amount_minor: int) -> str:
        return str(
            format_currency(
                Decimal(amount_minor).scaleb(-programme.scale),
                programme.currency,
                format=_pattern(figures, programme.scale),
                locale=figures,
                currency_digits=False,
            )
        )

    def day(iso: str) -> str:
        return str(format_skeleton("yMMMd", date.fromisoformat(iso), locale=dates))

    return Voice(
        say=words.gettext,
        plural=plural,
        money=money,
        day=day,
        number=number,
        named=names(programme, language),
    )


def reader(programme: Programme, language: str) -> Reader:
    """Give somebody who reads a programme in a language."""
    spoken = language if language in LANGUAGES else SOURCE_LANGUAGE
    return Reader(programme=programme, language=spoken, voice=voice(programme, spoken))


def share(hundredths: int, programme: Programme, language: str) -> str:
    """Write hundredths of a per cent, as short as they are: "62,5%"."""
    from babel.numbers import format_decimal

    figures = _figures(language, programme.time_zone)
    return f"{format_decimal(Decimal(hundredths).scaleb(-2), '#,##0.##', locale=figures)}%"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, str(LOCALE_FOLDER), languages=[language])


@cache
def _figures(language: str, time_zone: str) -> Locale:
    """Give the language as it is written in the country of a time zone."""
    from babel.core import Locale, UnknownLocaleError, get_global

    country = str(get_global("zone_territories").get(time_zone, ""))
    for name in (f"{language.partition('_')[0]}_{country}", language):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_SAFE_ENGLISH)


def _dates(language: str, time_zone: str) -> Locale:
    from babel.core import Locale

    found = _figures(language, time_zone)
    return Locale.parse(_SAFE_ENGLISH) if found.language == SOURCE_LANGUAGE else found


def _pattern(figures: Locale, scale: int) -> str:
    decimals = f"0.{'0' * scale}" if scale else "0"
    pattern: str = figures.currency_formats["standard"].pattern
    return pattern.replace("0.00", decimals)

"""Says things in the shop's language: catalogues by gettext, money and dates by Babel.

The code speaks English and each text is its own key; assets/locale holds the other languages. The
language says the words, the country of the shop's time zone says how figures look, so that an
English screen in Amsterdam writes 12,50. Babel takes tens of milliseconds to import: only the
methods that format figures import it.
"""

from __future__ import annotations

import gettext
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from loyalty.days import local
from loyalty.errors import LoyaltyError
from terminal.till.refusals import SENTENCES

if TYPE_CHECKING:
    from babel.core import Locale

DOMAIN = "regulars"
LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "locale"
SOURCE_LANGUAGE = "en"
TRANSLATED = ("nl", "sv", "de", "pt_BR")
LANGUAGES = (SOURCE_LANGUAGE, *TRANSLATED)
SPOKEN = {
    "en": "English",
    "nl": "Nederlands",
    "sv": "Svenska",
    "de": "Deutsch",
    "pt_BR": "Portugu\u00eas",
}
"""Each language by its own name: whoever does not speak the others finds it."""
MINUS = "\u2212"
_HYPHEN = "-"
_SAFE_ENGLISH = "en_GB"
_FIGURES_KEPT = 512
_VISIT_DAY_MOST = 11


def catalogue(language: str, folder: Path = LOCALE_FOLDER) -> gettext.NullTranslations:
    """Load the compiled catalogue of a language; English and unknown languages stay English."""
    if language not in TRANSLATED:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, str(folder), languages=[language])


class Wording:
    """The words, money and dates of one shop. Immutable; made once at the start of a till."""

    def __init__(
        self, language: str, *, currency: str, scale: int, time_zone: str, region: str = ""
    ) -> None:
        """Speak `language` (one of LANGUAGES), in `currency` (ISO 4217) with `scale` decimals.

        `region` is the shop's country (ISO 3166); without it the time zone's country is taken.
        """
        self.language = language if language in LANGUAGES else SOURCE_LANGUAGE
        self._currency = currency
        self._scale = scale
        self._time_zone = time_zone
        self._region = region
        self._catalogue = catalogue(self.language)
        # A screen writes the same few amounts again at every key.
        self._money = lru_cache(maxsize=_FIGURES_KEPT)(self._written_money)
        self._points = lru_cache(maxsize=_FIGURES_KEPT)(self._written_points)

    def say(self, msgid: str, **params: object) -> str:
        """Say a sentence; `params` fill its {names}. Nothing stays nothing."""
        # gettext answers the empty text with the catalogue's header.
        text = self._catalogue.gettext(msgid) if msgid else ""
        return text.format(**params) if params else text

    def plural(self, singular: str, plural: str, n: int, **params: object) -> str:
        """Say a sentence about `n` things; `{n}` stands for the grouped number itself."""
        text = self._catalogue.ngettext(singular, plural, n)
        return text.format(**{"n": self.points(n), **params})

    def refusal(self, error: LoyaltyError) -> str:
        """Say in one sentence what is wrong and what to do; an unknown code keeps its message."""
        sentence = SENTENCES.get(error.code)
        return error.message if sentence is None else self.say(sentence)

    def money(self, amount_minor: int) -> str:
        """Write an amount of minor units exactly, as the country does: "€ 12,50"."""
        return self._money(amount_minor)

    def _written_money(self, amount_minor: int) -> str:
        from babel.numbers import format_currency

        text = format_currency(
            Decimal(amount_minor).scaleb(-self._scale),
            self._currency,
            format=self._money_pattern,
            locale=self._figures,
            currency_digits=False,
        )
        return text.replace(_HYPHEN, MINUS)

    def symbol(self) -> str:
        """Give the sign of the currency, as it stands before an empty amount: "€"."""
        from babel.numbers import get_currency_symbol

        return get_currency_symbol(self._currency, locale=self._figures)

    def signed_money(self, amount_minor: int) -> str:
        """Write an amount with its sign where the country puts it; zero has none."""
        if amount_minor <= 0:
            return self.money(amount_minor)
        return self.money(-amount_minor).replace(MINUS, "+")

    def points(self, n: int) -> str:
        """Write a whole number in groups: "1.840"."""
        return self._points(n)

    def _written_points(self, n: int) -> str:
        from babel.numbers import format_decimal

        return format_decimal(n, locale=self._figures).replace(_HYPHEN, MINUS)

    def signed(self, n: int) -> str:
        """Write a whole number with its sign, a real minus among them; zero has none."""
        return f"+{self.points(n)}" if n > 0 else self.points(n)

    def percent(self, n: int) -> str:
        """Write whole per cents: "65%"."""
        from babel.numbers import format_percent

        return format_percent(Decimal(n).scaleb(-2), locale=self._figures).replace(_HYPHEN, MINUS)

    def share(self, hundredths: int) -> str:
        """Write hundredths of a per cent, as short as they are: "62,5%"."""
        from babel.numbers import format_decimal

        figures = format_decimal(Decimal(hundredths).scaleb(-2), "#,##0.##", locale=self._figures)
        return f"{figures}%".replace(_HYPHEN, MINUS)

    def tenths(self, n: int) -> str:
        """Write tenths of something: "0,4"."""
        from babel.numbers import format_decimal

        return format_decimal(Decimal(n).scaleb(-1), "#,##0.0", locale=self._figures)

    def day(self, iso: str) -> str:
        """Write an ISO date of these days: "Tue 18 Nov"."""
        return self._skeleton("MMMEd", iso)

    def visit_day(self, iso: str) -> str:
        """Write an ISO date in a narrow column: with its weekday where both are short."""
        text = self.day(iso)
        return text if len(text) <= _VISIT_DAY_MOST else self._skeleton("MMMd", iso)

    def short_day(self, iso: str) -> str:
        """Write an ISO date of these days where there is little room: "18/11"."""
        return self._skeleton("Md", iso)

    def date(self, iso: str) -> str:
        """Write an ISO date with its year: "18 Nov 2026"."""
        return self._skeleton("yMMMd", iso)

    def day_of_month(self, iso: str) -> str:
        """Write an ISO date without its year, its month in full: "18 November"."""
        return self._skeleton("MMMMd", iso)

    def time(self, at_us: int) -> str:
        """Write the shop's wall clock at a moment in microseconds since 1970: "14:07"."""
        from babel.dates import format_time

        return format_time(local(at_us, self._time_zone).time(), "short", locale=self._dates)

    def _skeleton(self, skeleton: str, iso: str) -> str:
        from babel.dates import format_skeleton

        return format_skeleton(skeleton, date.fromisoformat(iso), locale=self._dates)

    @cached_property
    def _country(self) -> str:
        from babel.core import get_global

        return self._region or str(get_global("zone_territories").get(self._time_zone, ""))

    @cached_property
    def _figures(self) -> Locale:
        """The locale of figures: the language as it is written in the shop's country."""
        from babel.core import Locale, UnknownLocaleError

        language = self.language.partition("_")[0]
        for name in (f"{language}_{self._country}", self.language):
            try:
                return Locale.parse(name)
            except (UnknownLocaleError, ValueError):
                continue
        raise AssertionError(f"Babel does not know {self.language}")

    @cached_property
    def _dates(self) -> Locale:
        """The locale of dates: English outside the United States writes 24 hours, day first."""
        from babel.core import Locale

        if self.language == SOURCE_LANGUAGE and self._country != "US":
            return Locale.parse(_SAFE_ENGLISH)
        return self._figures

    @cached_property
    def _money_pattern(self) -> str:
        """The country's money pattern with the currency's own number of decimals."""
        decimals = f"0.{'0' * self._scale}" if self._scale else "0"
        pattern: str = self._figures.currency_formats["standard"].pattern
        return pattern.replace("0.00", decimals)

"""What is asked of a launch kit: for which programme, day, language and shop, with which forms."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty.boost import NONE, Boost
from loyalty.explaining.explain import names
from loyalty.explaining.summary_terms import Reader
from loyalty.explaining.voice import Voice
from loyalty.programme import Programme
from terminal.till.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One kit: `day` is today's business date, `link` where members see their card, or empty.

    A `boost` that is set makes the kit of a bonus day. `numbers` are those of the joining forms.
    """

    programme: Programme
    language: str
    day: str
    shop: str = ""
    region: str = ""
    link: str = ""
    boost: Boost = NONE
    numbers: tuple[str, ...] = ()

    @property
    def is_bonus_day(self) -> bool:
        """Whether it is made for a bonus day."""
        return bool(self.boost.percent or self.boost.code)


def words_of(asked: Asked) -> Wording:
    """Give the words of the kit's language, in the shop's currency and country."""
    rules = asked.programme
    return Wording(
        asked.language,
        currency=rules.currency,
        scale=rules.scale,
        time_zone=rules.time_zone,
        region=asked.region,
    )


def reader_of(asked: Asked, words: Wording) -> Reader:
    """Give who reads the rules: a member in the kit's language."""
    voice = Voice(
        say=words.say,
        plural=words.plural,
        money=words.money,
        day=words.date,
        number=words.points,
        named=names(asked.programme, asked.language),
    )
    return Reader(programme=asked.programme, language=asked.language, voice=voice)

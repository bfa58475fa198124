"""What the engine would say to people about an event of a scenario, in any of its languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from loyalty.book.shop import Shop
from loyalty.event import Posting
from loyalty.explaining import explain
from loyalty.explaining.explain import Voice
from loyalty.programme import Programme
from loyalty.why import Why
from terminal.scenarios.world import Outcome
from terminal.till.wording import LANGUAGES, Wording

__all__ = ["LANGUAGES", "refusal", "sentences", "voice", "whys"]


def wording(programme: Programme, language: str) -> Wording:
    """Give the words of a shop in a language."""
    return Wording(
        language,
        currency=programme.currency,
        scale=programme.scale,
        time_zone=programme.time_zone,
    )


def voice(shop: Shop, language: str) -> Voice:
    """Give the voice in which the till speaks."""
    words = wording(shop.programme, language)
    return Voice(
        say=words.say,
        plural=words.plural,
        money=words.money,
        day=words.date,
        number=words.points,
        named=explain.names(shop.programme, language),
        today=shop.day,
    )


def refusal(shop: Shop, outcome: Outcome, language: str) -> str:
    """Say why something was refused: by its reason where it has one, else as the till does."""
    refused = outcome.refusal
    if refused is None:
        return ""
    if refused.code in explain.SENTENCES:
        params = {k: v for k, v in refused.details.items() if isinstance(v, int | str)}
        told = explain.told(Why(code=refused.code, params=params), voice(shop, language))
        return plain(told)
    return plain(wording(shop.programme, language).refusal(refused))


def sentences(shop: Shop, outcome: Outcome, language: str) -> list[str]:
    """Give every sentence about an event: the refusal, each entry whole, and each reason."""
    speaking = voice(shop, language)
    said = [refusal(shop, outcome, language)] if outcome.refusal else []
    said += [_entry(each.event.data, each.event.postings, speaking) for each in outcome.written]
    if outcome.quote is not None and not outcome.written:
        said.append(_entry(outcome.quote.breakdown(), (), speaking))
    said += [explain.told(each, speaking) for each in whys(outcome)]
    return [plain(each) for each in said if each]


def plain(text: str) -> str:
    """Give a sentence with the spaces that a keyboard has."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _entry(data: Mapping[str, Any], postings: Sequence[Posting], speaking: Voice) -> str:
    return explain.explained(
        data,
        say=speaking.say,
        plural=speaking.plural,
        money=speaking.money,
        day=speaking.day,
        number=speaking.number,
        named=speaking.named,
        today=speaking.today,
        postings=postings,
    )


def whys(outcome: Outcome) -> list[Why]:
    """Give the reasons of everything that an event gave, took or announced."""
    found: list[Why] = []
    if outcome.quote is not None:
        quote = outcome.quote
        found += [each.why for each in quote.given]
        found += [each.why for each in quote.spent]
        found += quote.follows
    return found

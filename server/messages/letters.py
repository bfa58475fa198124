"""Writes one message to one member: the text in their language, and how they stop it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, Protocol

import msgspec

from loyalty.benefits.levels import tier_on
from loyalty.programme import Programme
from server.messages import templates
from server.messages.campaigns import QUESTION, Campaign
from server.messages.consents import NEWS
from server.messages.templates import LINK, Text

STOP: Final = "/m/stop/"
ASK: Final = "/m/ask/"
HOME: Final = "/m/"
_LAST_FOUR: Final = -4


class Words(Protocol):
    """The words and figures of one reader."""

    @property
    def language(self) -> str:
        """Give the language that is spoken."""
        ...

    def say(self, msgid: str, **params: object) -> str:
        """Say a sentence."""
        ...

    def number(self, n: int) -> str:
        """Write a whole number in groups."""
        ...


Speak = Callable[[str], Words]


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """What a message can say of whoever reads it; `facts` come from the occasion."""

    name: str
    card: str
    points: int
    counters: Mapping[str, int] = {}
    facts: Mapping[str, str | int] = {}


EXAMPLE: Final = Reader(
    name="Anna de Vries",
    card="0000123412341234",
    points=1840,
    facts={"expiring": 150, "missing": 40},
)
"""Somebody who does not exist, for a look at a message before it goes."""


def write(
    campaign: Campaign,
    reader: Reader,
    programme: Programme,
    words: Words,
    text: Text,
    *,
    day: str,
    public: str,
    token: str,
) -> Text:
    """Fill a message in, with the lines under it; `token` is the secret of its links."""
    values = _values(reader, programme, words, day)
    if public:
        values[LINK] = f"{public}{HOME}"
        values[QUESTION] = f"{public}{ASK}{token}"
    body = templates.fill(text.body, values).rstrip()
    subject = templates.fill(text.subject, values).strip()
    if campaign.channel == "email":
        body = (
            f"{body}\n\n-- \n{_why(campaign, words, values['shop'])}\n{_stop(words, public, token)}"
        )
    return Text(subject=subject, body=f"{body}\n")


def headers(campaign: Campaign, public: str, token: str) -> dict[str, str]:
    """Give the headers with which one click stops it (RFC 8058); none without a public address."""
    common = {"Auto-Submitted": "auto-generated", "Feedback-ID": f"{campaign.id}:regulars"}
    if not public:
        return common
    return {
        **common,
        "List-Unsubscribe": f"<{public}{STOP}{token}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _values(reader: Reader, programme: Programme, words: Words, day: str) -> dict[str, str]:
    tier = tier_on(programme, reader.counters, day)
    values = {
        "name": reader.name,
        "card": reader.card[_LAST_FOUR:],
        "points": words.number(reader.points),
        "shop": programme.text(programme.name, words.language),
        "level": programme.text(tier.name, words.language) if tier else "",
    }
    for key in ("expiring", "missing"):
        if isinstance(amount := reader.facts.get(key), int):
            values[key] = words.number(amount)
    if isinstance(last := reader.facts.get("last_day", day), str):
        values["last_day"] = _date(last, words)
    wanted = reader.facts.get("reward", "")
    for reward in programme.rewards:
        if reward.id == wanted or (not wanted and "reward" not in values):
            values["reward"] = programme.text(reward.name, words.language)
    return values


def _date(day: str, words: Words) -> str:
    from babel.dates import format_date

    locale = "en_GB" if words.language == "en" else words.language
    return str(format_date(date.fromisoformat(day), "long", locale=locale))


def _why(campaign: Campaign, words: Words, shop: str) -> str:
    if campaign.purpose == NEWS:
        return words.say("You get this because you agreed to news from {shop}.", shop=shop)
    return words.say("You get this because you agreed to be reminded by {shop}.", shop=shop)


def _stop(words: Words, public: str, token: str) -> str:
    if public:
        return words.say("Stop it: {link}", link=f"{public}{STOP}{token}")
    return words.say("To stop it, answer this mail or tell us in the shop.")

"""The rules of a programme as a member would read them: short sentences under headings."""

from __future__ import annotations

from collections.abc import Iterable

from loyalty.explaining.summary_bonuses import bonus, membership
from loyalty.explaining.summary_earning import card, earning, life_of_points, more
from loyalty.explaining.summary_levels import keeping, milestone, staircase, tier
from loyalty.explaining.summary_rewards import reward
from loyalty.explaining.summary_terms import Reader
from loyalty.explaining.voice import Money, Plural, Say, Voice, names
from loyalty.programme import Programme

INDENT = "  "
_HOUR_MINUTES = 60


def summary(
    programme: Programme,
    *,
    say: Say,
    plural: Plural,
    money: Money,
    day: Say,
    language: str,
    number: Money = str,
) -> tuple[str, ...]:
    """Give the lines of a summary: headings, and under each its sentences, indented.

    `say`, `plural`, `money`, `day` and `number` are those of `explain_voice`; the programme's own
    names are given in `language`.
    """
    voice = Voice(
        say=say,
        plural=plural,
        money=money,
        day=day,
        number=number,
        named=names(programme, language),
    )
    reader = Reader(programme=programme, language=language, voice=voice)
    lines = [reader.text(programme.name)]
    lines += [f"{INDENT}{text}" for text in _about(reader)]
    for heading, texts in _chapters(reader):
        under = [f"{INDENT}{text}" for text in texts]
        lines += [heading, *under] if under else []
    return tuple(lines)


def _chapters(reader: Reader) -> Iterable[tuple[str, Iterable[str]]]:
    say, rules = reader.voice.say, reader.programme
    yield say("How points are given"), [earning(each, reader) for each in rules.earn]
    yield say("Extra points"), [more(each, reader) for each in rules.multipliers]
    yield say("Your points"), life_of_points(reader) if _has_points(rules) else []
    yield say("Stamp cards"), [card(each, reader) for each in rules.stamp_cards]
    yield say("What you can get"), [reward(each, reader) for each in rules.rewards]
    yield say("Every so much"), [milestone(each, reader) for each in rules.milestones]
    yield say("More for a bigger total"), [staircase(each, reader) for each in rules.staircases]
    levels = [tier(each, reader) for each in rules.tiers]
    yield say("Levels"), [*levels, *keeping(reader)] if levels else []
    yield say("Presents"), [bonus(each, reader) for each in rules.bonuses]
    yield say("Paid membership"), [membership(each, reader) for each in rules.memberships]
    yield say("Without your PIN"), [limits(reader)] if rules.rewards else []
    yield say("Coming in"), check_in(reader)


def _about(reader: Reader) -> Iterable[str]:
    """Say from when the rules hold, and when a day begins."""
    voice, rules = reader.voice, reader.programme
    yield voice.say("From {day}.").format(day=voice.when(rules.from_day))
    if rules.day_start_minutes:
        hour, minute = divmod(rules.day_start_minutes, _HOUR_MINUTES)
        text = voice.say("A day at this shop begins at {clock}.")
        yield text.format(clock=f"{hour:02}:{minute:02}")


def check_in(reader: Reader) -> list[str]:
    """Say how members check in by themselves; nothing where they do not."""
    terms, voice = reader.programme.check_in, reader.voice
    if terms is None:
        return []
    how = voice.say("You check in yourself, with your own PIN or your card.")
    if terms.hours is None:
        return [how, voice.say("A visit counts once a day.")]
    again = voice.plural(
        "A visit counts again after {n} hour.", "A visit counts again after {n} hours.", terms.hours
    )
    return [how, again]


def _has_points(rules: Programme) -> bool:
    gifts = [
        *(each.entry for each in rules.tiers),
        *(each.gift for each in (*rules.milestones, *rules.bonuses, *rules.memberships)),
        *(step.gift for stairs in rules.staircases for step in stairs.steps),
    ]
    return bool(rules.earn) or any(gift is not None and gift.points for gift in gifts)


def limits(reader: Reader) -> str:
    """Say what may be used without a PIN."""
    voice, most = reader.voice, reader.programme.limits
    text = voice.say("You can use rewards up to {card} with your card, {phone} with your phone.")
    return text.format(
        card=voice.money(most.no_pin_card_minor), phone=voice.money(most.no_pin_phone_minor)
    )

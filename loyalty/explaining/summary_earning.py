"""Says how points and stamps are given: earn rules, extra points, stamp cards, their terms."""

from __future__ import annotations

from loyalty.accounts import POINTS
from loyalty.explaining.summary_terms import Reader, conditions, sentence
from loyalty.explaining.summary_words import lasting, points_terms
from loyalty.programme.earn import (
    EarnAmount,
    EarnItem,
    EarnPercent,
    EarnRule,
    EarnVisit,
    Multiplier,
    StampCard,
)

_DOUBLE, _TREBLE = 100, 200


def earning(rule: EarnRule, reader: Reader) -> str:
    """Say one earn rule."""
    return sentence(_earned(rule, reader), earning_terms(rule, reader))


def earning_terms(rule: EarnRule, reader: Reader) -> list[str]:
    """Say the terms of one earn rule."""
    voice, say = reader.voice, reader.voice.say
    terms = [*_measure_terms(rule, reader), *conditions(rule, reader)]
    if rule.minimum_minor:
        terms.append(say("from {amount}").format(amount=voice.money(rule.minimum_minor)))
    terms += _caps(rule.most_per_sale, rule.most_per_day, reader)
    terms += points_terms(rule.life, rule.pending_days, reader)
    if rule.exclusive:
        terms.append(say("of such rules only the best one counts"))
    return terms


def _earned(rule: EarnRule, reader: Reader) -> str:
    voice, say = reader.voice, reader.voice.say
    if isinstance(rule, EarnPercent):
        text = say("{percent} % of what you pay, in points")
        if rule.basis == "price":
            text = say("{percent} % of the price before rewards, in points")
        return text.format(percent=voice.number(rule.percent))
    points = voice.units(POINTS, rule.points)
    if isinstance(rule, EarnAmount):
        text = say("{points} for every {amount} you pay")
        if rule.basis == "price":
            text = say("{points} for every {amount} of the price before rewards")
        return text.format(points=points, amount=voice.money(rule.per_minor))
    if isinstance(rule, EarnVisit):
        return say("{points} for every visit").format(points=points)
    if isinstance(rule, EarnItem):
        if rule.pieces == 1:
            return say("{points} for every item").format(points=points)
        items = voice.plural("{n} item", "{n} items", rule.pieces)
        return say("{points} for every {items} in one sale").format(points=points, items=items)
    return say("{points} for every sale").format(points=points)


def _measure_terms(rule: EarnRule, reader: Reader) -> list[str]:
    terms = []
    if isinstance(rule, EarnAmount | EarnPercent):
        if rule.tax == "excluded":
            terms.append(reader.voice.say("counted without tax"))
        if rule.carry:
            terms.append(reader.voice.say("what is left over counts next time"))
    return terms


def _caps(most_per_sale: int | None, most_per_day: int | None, reader: Reader) -> list[str]:
    plural = reader.voice.plural
    terms = []
    if most_per_sale is not None:
        terms.append(
            plural("at most {n} point in a sale", "at most {n} points in a sale", most_per_sale)
        )
    if most_per_day is not None:
        terms.append(plural("at most {n} point a day", "at most {n} points a day", most_per_day))
    return terms


def more(rule: Multiplier, reader: Reader) -> str:
    """Say one rule that brings more points."""
    voice, say = reader.voice, reader.voice.say
    if rule.percent == _DOUBLE:
        text = say("double points")
    elif rule.percent == _TREBLE:
        text = say("three times the points")
    else:
        text = say("{percent} % more points").format(percent=voice.number(rule.percent))
    if rule.name is not None:
        text = say("{name}: {gift}").format(name=reader.text(rule.name), gift=text)
    terms = conditions(rule, reader)
    if rule.exclusive:
        terms.append(say("of such rules only the best one counts"))
    return sentence(text, terms)


def card(rule: StampCard, reader: Reader) -> str:
    """Say one stamp card: what brings a stamp, and what a full card brings."""
    voice, say = reader.voice, reader.voice.say
    per = {
        "visit": say("{name}: a stamp for every visit"),
        "item": say("{name}: a stamp for every item"),
        "amount": say("{name}: a stamp for every {amount} you pay"),
    }[rule.per]
    text = per.format(name=reader.text(rule.name), amount=voice.money(rule.per_minor))
    terms = card_terms(rule, reader)
    stamps = voice.plural("{n} stamp", "{n} stamps", rule.stamps)
    full = say("A full card has {stamps}.")
    if rule.reward is not None:
        full = say("A full card has {stamps} and brings: {reward}.")
    reward = reader.named("reward", rule.reward) if rule.reward is not None else ""
    return f"{sentence(text, terms)} {full.format(stamps=stamps, reward=reward)}"


def card_terms(rule: StampCard, reader: Reader) -> list[str]:
    """Say the terms on which a stamp is given."""
    voice, say = reader.voice, reader.voice.say
    terms = conditions(rule, reader)
    if rule.minimum_minor:
        terms.append(say("from {amount}").format(amount=voice.money(rule.minimum_minor)))
    if rule.most_per_day is not None:
        most = rule.most_per_day
        terms.append(voice.plural("at most {n} stamp a day", "at most {n} stamps a day", most))
    if rule.life is not None:
        terms.append(say("a stamp lasts {long}").format(long=lasting(rule.life, reader)))
    return terms


def life_of_points(reader: Reader) -> list[str]:
    """Say how long points last, when they begin, what they are worth and what caps them."""
    voice, say, programme = reader.voice, reader.voice.say, reader.programme
    points = programme.points
    said = [
        say("Points last {long}.").format(long=lasting(points, reader)),
        say("{points} = {amount}.").format(
            points=voice.units(POINTS, programme.point_worth.points),
            amount=voice.money(programme.point_worth.minor),
        ),
    ]
    if points.pending_days:
        said.append(
            voice.plural(
                "New points can be used {n} day after the purchase.",
                "New points can be used {n} days after the purchase.",
                points.pending_days,
            )
        )
    if points.inactive_days is not None:
        said.append(
            voice.plural(
                "Without a visit for {n} day all points end.",
                "Without a visit for {n} days all points end.",
                points.inactive_days,
            )
        )
    caps = _caps(programme.caps.points_per_sale, programme.caps.points_per_day, reader)
    if caps:
        said.append(say("All together: {most}.").format(most="; ".join(caps)))
    said.append(owing(reader))
    said.append(
        say("Nothing is given for gift cards, delivery, rewards and what is paid with points.")
    )
    return said


def owing(reader: Reader) -> str:
    """Say what becomes of points that were used when their purchase is brought back."""
    say = reader.voice.say
    if reader.programme.owing == "forgive":
        return say("Points that were used stay used, also when their purchase is brought back.")
    return say("If a purchase is brought back after its points were used, new points replace them.")

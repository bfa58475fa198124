"""Says how much, how long and over which time: the words that many rules of a summary share."""

from __future__ import annotations

from loyalty.accounts import POINTS, stamps
from loyalty.explaining.summary_terms import Reader
from loyalty.programme.benefits import Gift
from loyalty.programme.terms import Calendar, Life, Period, Rolling


def span(months: int | None, days: int | None, reader: Reader) -> str:
    """Say a stretch of time: `12 months`, `1 month and 10 days`."""
    plural = reader.voice.plural
    parts = []
    if months:
        parts.append(plural("{n} month", "{n} months", months))
    if days:
        parts.append(plural("{n} day", "{n} days", days))
    return reader.voice.both(parts)


def lasting(life: Life, reader: Reader) -> str:
    """Say how long something lasts: `for 12 months, to the end of that month`."""
    say = reader.voice.say
    length = span(life.months, life.days, reader)
    texts = {
        (True, None): say("for {span}"),
        (True, "month"): say("for {span}, to the end of that month"),
        (True, "year"): say("for {span}, to the end of that year"),
        (False, None): say("for ever"),
        (False, "month"): say("to the end of the month"),
        (False, "year"): say("to the end of the year"),
    }
    return texts[bool(length), life.until].format(span=length)


def points_terms(life: Life | None, pending_days: int | None, reader: Reader) -> list[str]:
    """Say how long the points of one rule last and when they begin, where it has its own terms."""
    terms = []
    if life is not None:
        text = reader.voice.say("these points last {long}")
        terms.append(text.format(long=lasting(life, reader)))
    if pending_days:
        terms.append(
            reader.voice.plural(
                "these points can be used after {n} day",
                "these points can be used after {n} days",
                pending_days,
            )
        )
    return terms


def within(period: Period, reader: Reader) -> str:
    """Say over which stretch of days a total is: `in a calendar year`."""
    say = reader.voice.say
    if isinstance(period, Calendar):
        return {
            "day": say("in a day"),
            "week": say("in a week from Monday to Sunday"),
            "month": say("in a calendar month"),
            "quarter": say("in a quarter"),
            "year": say("in a calendar year"),
        }[period.unit]
    if not isinstance(period, Rolling):
        return say("in all")
    months = period.months if period.months or period.days else 12
    return say("within {span}").format(span=span(months, period.days, reader))


def measured(measure: str, amount: int, reader: Reader) -> str:
    """Say how much of what counts: `150.00 spent`, `10 visits`."""
    voice = reader.voice
    if measure == "spend":
        return voice.say("{amount} spent").format(amount=voice.money(amount))
    if measure == "visits":
        return voice.plural("{n} visit", "{n} visits", amount)
    if measure == "points":
        return voice.plural("{n} point earned", "{n} points earned", amount)
    return voice.plural("{n} item bought", "{n} items bought", amount)


def gift(given: Gift, reader: Reader) -> str:
    """Say what a benefit brings: `50 points and Free coffee`."""
    parts = []
    if given.points:
        parts.append(reader.voice.units(POINTS, given.points))
    if given.reward is not None:
        parts.append(reader.named("reward", given.reward))
    return reader.voice.both(parts) or reader.voice.say("nothing")


def cost(unit: str, amount: int, reader: Reader) -> str:
    """Say what a reward costs, with the card where there are several."""
    text = reader.voice.units(unit, amount)
    card = next((each for each in reader.programme.stamp_cards if stamps(each.id) == unit), None)
    if card is None or len(reader.programme.stamp_cards) == 1:
        return text
    return reader.voice.say("{stamps} of {card}").format(stamps=text, card=reader.text(card.name))

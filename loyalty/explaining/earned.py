"""Says what was earned with its arithmetic: `12.50 x 4 = 50`, on a slip or under an amount."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from loyalty.explaining.teller import Teller


def _earn_amount(told: Teller) -> str:
    say = told.say
    if told.count("per_minor") == told.count("major_minor"):
        text = say("{base} x {points} = {given}")
        if told.count("carried"):
            text = say("{base} x {points} + rest = {given}")
    else:
        text = say("{base} at {points} per {per} = {given}")
        if told.count("carried"):
            text = say("{base} at {points} per {per} + rest = {given}")
    return text.format(
        base=told.money("base_minor"),
        points=told.number("points"),
        per=told.money("per_minor"),
        given=_result(told),
    )


def _earn_percent(told: Teller) -> str:
    text = told.say("{percent} % of {base} = {given}")
    if told.count("carried"):
        text = told.say("{percent} % of {base} + rest = {given}")
    return text.format(
        percent=told.number("percent"), base=told.money("base_minor"), given=_result(told)
    )


def _earn_visit(told: Teller) -> str:
    return told.say("visit = {given}").format(given=_result(told))


def _earn_item(told: Teller) -> str:
    text = told.say("{pieces} x {points} = {given}")
    if told.count("per_pieces") > 1:
        text = told.say("{pieces} at {points} for every {per} = {given}")
    return text.format(
        pieces=told.number("pieces"),
        points=told.number("points"),
        per=told.number("per_pieces"),
        given=_result(told),
    )


def _earn_flat(told: Teller) -> str:
    return told.say("this sale = {given}").format(given=_result(told))


def _result(told: Teller) -> str:
    """Write what came out, and what it was before it was capped."""
    if told.count("capped_from") <= told.count("given"):
        return told.number("given")
    text = told.say("{given} of {uncapped}")
    return text.format(given=told.number("given"), uncapped=told.number("capped_from"))


def _multiplier(told: Teller) -> str:
    name = told.rule()
    text = told.say("{name} +{percent} % = {given}")
    if not name:
        text = told.say("extra points +{percent} % = {given}")
    return text.format(name=name, percent=told.number("percent"), given=_result(told))


def _boost(told: Teller) -> str:
    """Say what a boost gave, of points or of the stamps of a card."""
    text = told.say("boost until {until}: +{given}")
    return text.format(until=told.word("until"), given=_result(told))


def _multiplier_tier(told: Teller) -> str:
    text = told.say("{tier} +{percent} % = {given}")
    return text.format(tier=told.name("tier"), percent=told.number("percent"), given=_result(told))


def _stamps(told: Teller) -> str:
    name = told.voice.named(f"stamp:{told.word('card')}") or told.word("name")
    return told.say("{name}: {gift}").format(
        name=name, gift=told.plural("{n} stamp", "{n} stamps", told.count("given"))
    )


EARNED: Mapping[str, Callable[[Teller], str]] = MappingProxyType(
    {
        "earn_amount": _earn_amount,
        "earn_percent": _earn_percent,
        "earn_visit": _earn_visit,
        "earn_item": _earn_item,
        "earn_flat": _earn_flat,
        "multiplier": _multiplier,
        "multiplier_tier": _multiplier_tier,
        "boost": _boost,
        "stamps": _stamps,
    }
)

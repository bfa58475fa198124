"""Says what a rule gave as a part of a sentence that a cashier reads out: `50 for 12.50`.

The figure in front is handed in as `said`: the first part of a sentence says what it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from loyalty.explaining.given import adjusted, moved, opening
from loyalty.explaining.teller import Teller

_DOUBLE, _TREBLE = 100, 200


def _for_amount(told: Teller) -> str:
    return told.say("{given} for {base}").format(
        given=told.word("said"), base=told.money("base_minor")
    )


def _for_visit(told: Teller) -> str:
    return told.say("{given} for the visit").format(given=told.word("said"))


def _for_items(told: Teller) -> str:
    items = told.plural("{n} item", "{n} items", told.count("pieces"))
    return told.say("{given} for {items}").format(given=told.word("said"), items=items)


def _for_sale(told: Teller) -> str:
    return told.say("{given} for this sale").format(given=told.word("said"))


def _because(told: Teller) -> str:
    percent, name = told.count("percent"), told.rule()
    if name and told.count("timed"):
        text = told.say("{given} because it is {name}")
    elif name:
        text = told.say("{given} for {name}")
    elif percent == _DOUBLE:
        text = told.say("{given} because points count double")
    elif percent == _TREBLE:
        text = told.say("{given} because points count three times")
    else:
        text = told.say("{given} because there are {percent} % more points")
    return text.format(given=told.word("said"), name=name, percent=told.number("percent"))


def _for_boost(told: Teller) -> str:
    if told.count("percent") == _DOUBLE:
        text = told.say("{given} because everything counts double until {until}")
    else:
        text = told.say("{given} because there is more until {until}")
    return text.format(given=told.word("said"), until=told.word("until"))


def _for_level(told: Teller) -> str:
    text = told.say("{given} for level {tier}")
    return text.format(given=told.word("said"), tier=told.name("tier"))


def _for_reaching(told: Teller) -> str:
    text = told.say("{given} for reaching level {tier}")
    return text.format(given=told.word("said"), tier=told.name("tier"))


def _for_rule(told: Teller) -> str:
    return told.say("{given} for {name}").format(given=told.word("said"), name=told.rule())


def _for_membership(told: Teller) -> str:
    text = told.say("{given} for {name}")
    return text.format(given=told.word("said"), name=told.name("membership"))


def _for_card(told: Teller) -> str:
    name = told.voice.named(f"stamp:{told.word('card')}") or told.word("name")
    return told.say("{given} on {card}").format(given=told.word("said"), card=name)


def _for_joining(told: Teller) -> str:
    return told.say("{given} for joining").format(given=told.word("said"))


def _for_birthday(told: Teller) -> str:
    return told.say("{given} for the birthday").format(given=told.word("said"))


def _for_years(told: Teller) -> str:
    return told.say("{given} for another year as a member").format(given=told.word("said"))


def _for_friend(told: Teller) -> str:
    return told.say("{given} for bringing a friend").format(given=told.word("said"))


def _for_being_brought(told: Teller) -> str:
    return told.say("{given} for coming with a friend").format(given=told.word("said"))


def _from_draw(told: Teller) -> str:
    text = told.say("{given} drawn with {reward}")
    return text.format(given=told.word("said"), reward=told.name("reward"))


PARTS: Mapping[str, Callable[[Teller], str]] = MappingProxyType(
    {
        "earn_amount": _for_amount,
        "earn_percent": _for_amount,
        "earn_visit": _for_visit,
        "earn_item": _for_items,
        "earn_flat": _for_sale,
        "multiplier": _because,
        "multiplier_tier": _for_level,
        "boost": _for_boost,
        "stamps": _for_card,
        "milestone": _for_rule,
        "staircase": _for_rule,
        "tier_entry": _for_reaching,
        "welcome": _for_joining,
        "birthday": _for_birthday,
        "anniversary": _for_years,
        "referral": _for_friend,
        "referral_friend": _for_being_brought,
        "activity": _for_rule,
        "mystery": _from_draw,
        "membership": _for_membership,
        "adjusted": adjusted,
        "moved": moved,
        "opening": opening,
    }
)

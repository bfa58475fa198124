"""Says why a reward cannot be had now: what has to happen, or when, or for whom it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from loyalty.explaining.teller import Teller


def _not_yet(told: Teller) -> str:
    return told.say("valid from {day}").format(day=told.day())


def _over(told: Teller) -> str:
    return told.say("was valid until {day}").format(day=told.day())


def _weekday(told: Teller) -> str:
    return told.say("only on {days}").format(days=told.voice.weekdays(told.word("weekdays")))


def _hour(told: Teller) -> str:
    return told.say("only {hours}").format(hours=told.voice.hours(told.word("hours")))


def _level(told: Teller) -> str:
    levels = [told.voice.named(f"tier:{each}") for each in told.word("tier").split(",")]
    known = [each for each in levels if each]
    # The names that were written are those of the shop's own language, all in one text.
    named = told.voice.either(known) if len(known) == len(levels) else told.word("name")
    return told.say("only for level {tier}").format(tier=named)


def _segment(told: Teller) -> str:
    return told.say("only for members who were invited to it")


def _membership(told: Teller) -> str:
    return told.say("only with {membership}").format(membership=told.name("membership"))


def _personal(told: Teller) -> str:
    return told.say("only for members who were given it in person")


def _code(told: Teller) -> str:
    return told.say("only with its code")


def _tier(told: Teller) -> str:
    return told.say("from level {tier}").format(tier=told.name("tier"))


def _none_yet(told: Teller) -> str:
    return told.say("not among the member's own rewards yet")


def _missing(told: Teller) -> str:
    unit, missing = told.word("unit"), told.count("missing")
    if unit.startswith("stamp:"):
        return told.plural("{n} stamp to go", "{n} stamps to go", missing)
    if unit.startswith("voucher:"):
        return _none_yet(told)
    return told.plural("{n} point to go", "{n} points to go", missing)


def _missing_here(told: Teller) -> str:
    text = told.say("{missing} more can be paid out once the internet is back")
    return text.format(missing=told.units("missing"))


def _owed(told: Teller) -> str:
    text = told.say("first there are points to make up, {missing} more can be paid out after that")
    return text.format(missing=told.units("missing"))


def _minimum(told: Teller) -> str:
    if told.count("minimum_minor") == 0:
        return told.say("needs an amount")
    text = told.say("from {minimum}, {missing} more")
    return text.format(minimum=told.money("minimum_minor"), missing=told.money("missing_minor"))


def _pieces(told: Teller) -> str:
    return told.plural(
        "{n} more item is needed", "{n} more items are needed", told.count("missing")
    )


def _items(told: Teller) -> str:
    return told.say("not on these items")


def _nothing_left(told: Teller) -> str:
    return told.say("nothing is left to pay")


def _used_up(told: Teller) -> str:
    return told.plural("used up: once a member", "used up: {n} times a member", told.count("most"))


def _used_today(told: Teller) -> str:
    most = told.count("most")
    return told.plural("used up for today: once a day", "used up for today: {n} times a day", most)


def _used_in_sale(told: Teller) -> str:
    return told.plural("only once in a sale", "only {n} times in a sale", told.count("most"))


def _stock(told: Teller) -> str:
    return told.say("none left")


def _alone(told: Teller) -> str:
    return told.say("not together with another reward")


def _choice_needed(told: Teller) -> str:
    return told.say("first choose which one")


def _choice_unknown(told: Teller) -> str:
    return told.say("this is not one of those to choose from")


def _least(told: Teller) -> str:
    minimum = told.count("minimum")
    return told.plural("from {n} point at once", "from {n} points at once", minimum)


def _most(told: Teller) -> str:
    most = told.count("most")
    if most < 1:
        return told.say("too little is to pay for that")
    return told.plural("at most {n} point on this sale", "at most {n} points on this sale", most)


def _seed(told: Teller) -> str:
    return told.say("can be drawn once this till has been on the internet")


def _blocked(told: Teller) -> str:
    return told.say("this member is blocked")


OBSTACLES: Mapping[str, Callable[[Teller], str]] = MappingProxyType(
    {
        "reward_not_yet": _not_yet,
        "voucher_not_yet": _not_yet,
        "reward_over": _over,
        "wrong_weekday": _weekday,
        "wrong_hour": _hour,
        "wrong_level": _level,
        "wrong_segment": _segment,
        "wrong_membership": _membership,
        "not_personal": _personal,
        "code_needed": _code,
        "reward_tier": _tier,
        "no_voucher": _none_yet,
        "not_enough": _missing,
        "not_enough_here": _missing_here,
        "owed": _owed,
        "reward_minimum": _minimum,
        "reward_pieces": _pieces,
        "reward_items": _items,
        "nothing_left": _nothing_left,
        "used_up": _used_up,
        "used_today": _used_today,
        "used_in_sale": _used_in_sale,
        "stock_gone": _stock,
        "not_with_others": _alone,
        "choice_needed": _choice_needed,
        "choice_unknown": _choice_unknown,
        "points_minimum": _least,
        "points_too_many": _most,
        "seed_missing": _seed,
        "member_blocked": _blocked,
    }
)

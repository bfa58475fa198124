"""Says a reason as one sentence that a cashier can read out.

`say` is a gettext function: every text here is a literal argument of a call of it, so that the
catalogues' extraction (keyword `say`) finds it. `money` writes an amount of minor units and `day`
an ISO day for people. `named` turns `tier:silver`, `reward:x` or `stamp:x` into the reader's
language; without it the programme's first language is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from loyalty.accounts import POINTS
from loyalty.earning import Given
from loyalty.programme import Programme
from loyalty.why import Why

Say = Callable[[str], str]
Money = Callable[[int], str]
Named = Callable[[str], str | None]
Params = Mapping[str, int | str]


def names(programme: Programme, language: str) -> Named:
    """Give the function that names tiers, rewards and stamp cards in a language."""
    table = {f"tier:{each.id}": each.name for each in programme.tiers}
    table |= {f"reward:{each.id}": each.name for each in programme.rewards}
    table |= {f"stamp:{each.id}": each.name for each in programme.stamp_cards}

    def named(key: str) -> str | None:
        return programme.text(table[key], language) if key in table else None

    return named


def sentence(
    why: Why, *, say: Say, money: Money, named: Named | None = None, day: Say = str
) -> str:
    """Say one reason, whether something was given, spent or refused."""
    teller = _TELLERS.get(why.code)
    if teller is None:
        return why.code
    return teller(_Teller(why.params, say, money, named or _nothing, day))


def earned(given: Iterable[Given], *, say: Say, money: Money, named: Named | None = None) -> str:
    """Say how points came about: `12.50 x 4 = 50, Silver +25 % = 12`."""
    parts = (each.why for each in given if each.unit == POINTS)
    return ", ".join(sentence(part, say=say, money=money, named=named) for part in parts)


def amount(unit: str, count: int, *, say: Say) -> str:
    """Write an amount of points or stamps with its word."""
    if unit == POINTS:
        text = say("{count} point") if count == 1 else say("{count} points")
    else:
        text = say("{count} stamp") if count == 1 else say("{count} stamps")
    return text.format(count=count)


def _nothing(_key: str) -> str | None:
    return None


class _Teller:
    """What a sentence needs: its figures and the ways to write them."""

    def __init__(self, params: Params, say: Say, money: Money, named: Named, day: Say) -> None:
        self.params = params
        self.say = say
        self.money = money
        self.named = named
        self._day = day

    def number(self, key: str) -> int:
        return int(self.params.get(key, 0))

    def word(self, key: str) -> str:
        return str(self.params.get(key, ""))

    def amount_of(self, key: str) -> str:
        return self.money(self.number(key))

    def units(self, key: str) -> str:
        return amount(self.word("unit"), self.number(key), say=self.say)

    def day(self) -> str:
        return self._day(self.word("day"))

    def name(self, prefix: str) -> str:
        key = f"{prefix}:{self.word(prefix)}"
        return self.named(key) or self.word("name") or self.word(prefix)


def _earn_amount(told: _Teller) -> str:
    say = told.say
    if told.number("per_minor") == told.number("major_minor"):
        text = say("{base} x {points} = {given}")
        if told.number("carried"):
            text = say("{base} x {points} + rest = {given}")
    else:
        text = say("{base} at {points} per {per} = {given}")
        if told.number("carried"):
            text = say("{base} at {points} per {per} + rest = {given}")
    return text.format(
        base=told.amount_of("base_minor"),
        points=told.number("points"),
        per=told.amount_of("per_minor"),
        given=told.number("given"),
    )


def _multiplier(told: _Teller) -> str:
    text = told.say("extra points +{percent} % = {given}")
    return text.format(percent=told.number("percent"), given=told.number("given"))


def _multiplier_tier(told: _Teller) -> str:
    text = told.say("{tier} +{percent} % = {given}")
    return text.format(
        tier=told.name("tier"), percent=told.number("percent"), given=told.number("given")
    )


def _stamps(told: _Teller) -> str:
    text = told.say("{name}: {stamps}")
    return text.format(
        name=told.named(f"stamp:{told.word('card')}") or told.word("name"),
        stamps=amount("stamp", told.number("given"), say=told.say),
    )


def _reward(told: _Teller) -> str:
    text = told.say("{reward} for {cost}")
    if told.number("unused_minor"):
        text = told.say("{reward} for {cost}, {unused} of it not used")
    return text.format(
        reward=told.name("reward"), cost=told.units("cost"), unused=told.amount_of("unused_minor")
    )


def _missing(told: _Teller) -> str:
    return told.say("{missing} to go").format(missing=told.units("missing"))


def _missing_here(told: _Teller) -> str:
    text = told.say("{missing} more can be paid out once the internet is back")
    return text.format(missing=told.units("missing"))


def _owed(told: _Teller) -> str:
    text = told.say("first there are points to make up, {missing} more can be paid out after that")
    return text.format(missing=told.units("missing"))


def _minimum(told: _Teller) -> str:
    if told.number("minimum_minor") == 0:
        return told.say("needs an amount")
    text = told.say("from {minimum}, {missing} more")
    return text.format(
        minimum=told.amount_of("minimum_minor"), missing=told.amount_of("missing_minor")
    )


def _not_yet(told: _Teller) -> str:
    return told.say("valid from {day}").format(day=told.day())


def _over(told: _Teller) -> str:
    return told.say("was valid until {day}").format(day=told.day())


def _tier(told: _Teller) -> str:
    return told.say("from level {tier}").format(tier=told.name("tier"))


def _items(told: _Teller) -> str:
    return told.say("not on these items")


def _nothing_left(told: _Teller) -> str:
    return told.say("nothing is left to pay")


_TELLERS: Mapping[str, Callable[[_Teller], str]] = {
    "earn_amount": _earn_amount,
    "multiplier": _multiplier,
    "multiplier_tier": _multiplier_tier,
    "stamps": _stamps,
    "reward": _reward,
    "not_enough": _missing,
    "not_enough_here": _missing_here,
    "owed": _owed,
    "reward_minimum": _minimum,
    "reward_not_yet": _not_yet,
    "reward_over": _over,
    "reward_tier": _tier,
    "reward_items": _items,
    "nothing_left": _nothing_left,
}

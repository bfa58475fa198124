"""Says what one entry did to a member, part by part, by the reasons that it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from loyalty import accounts
from loyalty.accounts import POINTS
from loyalty.entries import Given, Spent
from loyalty.event import Posting
from loyalty.explaining.parts import PARTS
from loyalty.explaining.reason import told
from loyalty.explaining.teller import Teller
from loyalty.explaining.voice import Voice
from loyalty.lots import NEVER
from loyalty.why import Why


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the data of an event may say of what it did."""

    given: tuple[Given, ...] = ()
    spent: tuple[Spent, ...] = ()
    why: Why | None = None
    whys: tuple[Why, ...] = ()
    follows: tuple[Why, ...] = ()
    corrects: str = ""
    money_minor: int = 0


def entry(kept: Kept, postings: Iterable[Posting], voice: Voice) -> Iterable[str]:
    """Say the parts of an entry: what it gave, used, took back, and what follows."""
    if kept.corrects and (kept.given or kept.spent):
        yield from _taken_back(kept, voice)
    elif kept.given or kept.spent:
        yield from _gifts(kept.given, voice)
        yield from _uses(kept.spent, voice)
    elif kept.why is not None:
        units = [each.unit for each in postings]
        params = {"unit": (units or [POINTS])[0], **kept.why.params}
        yield told(Why(code=kept.why.code, params=params), voice)
    elif kept.whys:
        yield from (told(each, voice) for each in kept.whys)
    else:
        yield from _moves(postings, voice)
    for each in kept.follows:
        yield voice.say("follows later: {what}").format(what=told(each, voice))
    if kept.corrects and kept.money_minor:
        text = voice.say("money handed back: {amount}")
        yield text.format(amount=voice.money(kept.money_minor))


def _gifts(given: tuple[Given, ...], voice: Voice) -> Iterable[str]:
    points = [each for each in given if each.unit == POINTS and not each.account]
    if points:
        yield _points(points, voice)
    for each in given:
        if each.account:
            text = voice.say("for the friend who brought them: {gift}")
            yield text.format(gift=_part(each, voice.units(each.unit, each.amount), voice))
        elif each.unit.startswith("voucher:"):
            yield _voucher(each, voice)
        elif each.unit != POINTS:
            yield _part(each, voice.units(each.unit, each.amount), voice)


def _points(given: list[Given], voice: Voice) -> str:
    """Say points as a sum of its parts, what they would have been without a cap, and from when."""
    whole = sum(each.amount for each in given)
    uncapped = sum(_uncapped(each) for each in given)
    text = voice.units(POINTS, whole)
    if uncapped > whole:
        text = voice.say("{given} of {uncapped}").format(
            given=voice.number(whole), uncapped=voice.units(POINTS, uncapped)
        )
    if len(given) == 1:
        text = _part(given[0], text, voice)
    else:
        parts = ", ".join(_part(each, voice.number(each.amount), voice) for each in given)
        text = f"{text}: {parts}"
    if uncapped > whole:
        text = f"{text}, {_limit(given, voice)}"
    first_days = {each.first_day for each in given}
    if first_days != {""}:
        text = f"{text}, {_from(max(first_days), voice)}"
    return text


def _uncapped(given: Given) -> int:
    return max(int(given.why.params.get("capped_from", 0)), given.amount)


def _limit(given: list[Given], voice: Voice) -> str:
    """Say which cap cut the points, where the reasons keep it."""
    cut = next(each for each in given if _uncapped(each) > each.amount)
    most = voice.number(int(cut.why.params.get("most", 0)))
    match cut.why.params.get("most_per"):
        case "day":
            return voice.say("the most a day is {most}").format(most=most)
        case "sale":
            return voice.say("the most in a sale is {most}").format(most=most)
        case _:
            return voice.say("more is not given")


def _from(day: str, voice: Voice) -> str:
    return voice.say("to be used from {day}").format(day=voice.when(day))


def _voucher(given: Given, voice: Voice) -> str:
    """Say what somebody may come and get, why, and on which days."""
    say = voice.say
    yours = say("yours: {reward}").format(reward=voice.units(given.unit, given.amount))
    text = _part(given, yours, voice)
    if given.first_day:
        text = f"{text}, {_from(given.first_day, voice)}"
    if given.last_day != NEVER:
        text = f"{text}, {say('until {day}').format(day=voice.when(given.last_day))}"
    return text


def _part(given: Given, said: str, voice: Voice) -> str:
    teller = PARTS.get(given.why.code)
    if teller is None:
        return told(given.why, voice)
    params = {"unit": given.unit, **given.why.params, "said": said}
    return teller(Teller(Why(code=given.why.code, params=params), voice))


def _uses(spent: tuple[Spent, ...], voice: Voice) -> Iterable[str]:
    for each in spent:
        yield voice.say("used: {reward}").format(reward=told(each.why, voice))


def _taken_back(kept: Kept, voice: Voice) -> Iterable[str]:
    """Say what a refund reverses: what was given goes, what was spent comes back."""
    given: dict[str, int] = {}
    for gift in kept.given:
        given[gift.unit] = given.get(gift.unit, 0) + abs(gift.amount)
    back: dict[str, int] = {}
    for use in kept.spent:
        if use.unit:
            back[use.unit] = back.get(use.unit, 0) + abs(use.amount)
    yield from _sums(voice.say("taken back: {what}"), given, voice)
    yield from _sums(voice.say("given back: {what}"), back, voice)


def _moves(postings: Iterable[Posting], voice: Voice) -> Iterable[str]:
    """Say what postings did to a member, for an entry that keeps no reasons."""
    say = voice.say
    texts = {
        (accounts.GIVEN, False): say("given: {what}"),
        (accounts.GIVEN, True): say("taken back: {what}"),
        (accounts.USED, True): say("used: {what}"),
        (accounts.USED, False): say("given back: {what}"),
        (accounts.EXPIRED, True): say("past the last day: {what}"),
    }
    sums: dict[tuple[str, bool], dict[str, int]] = {key: {} for key in texts}
    for each in postings:
        for key in ((each.debit, False), (each.credit, True)):
            if key in sums:
                sums[key][each.unit] = sums[key].get(each.unit, 0) + each.amount
    for key, text in texts.items():
        yield from _sums(text, sums[key], voice)


def _sums(text: str, sums: Mapping[str, int], voice: Voice) -> Iterable[str]:
    parts = [voice.units(unit, amount) for unit, amount in sums.items() if amount]
    if parts:
        yield text.format(what=voice.both(parts))

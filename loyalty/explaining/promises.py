"""What a programme promises everybody on a day, the strongest first: for posters and the staff."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from loyalty.boost import Boost, prepared
from loyalty.errors import Refusal
from loyalty.explaining import promise
from loyalty.explaining.promise import Promise
from loyalty.explaining.summary_terms import Reader
from loyalty.programme import ActivityBonus, PayReward, Programme, Reward
from loyalty.programme.terms import Rule

_DOUBLE, _TREBLE = 100, 200
_LEADING = (
    promise.STAMPS,
    promise.MILESTONE,
    promise.REWARD,
    promise.PAY,
    promise.STAIRCASE,
    promise.EARN,
    promise.MEMBERSHIP,
    "welcome",
    "referral",
    "birthday",
    "anniversary",
)
_BESIDE = (
    promise.EARN,
    "welcome",
    promise.STAMPS,
    promise.MILESTONE,
    promise.PAY,
    promise.REWARD,
    promise.STAIRCASE,
    "birthday",
    promise.MEMBERSHIP,
    "referral",
    "anniversary",
)


class Promises(msgspec.Struct, frozen=True, kw_only=True):
    """What a programme promises: the one that leads, and the others in the order of their worth."""

    leading: Promise
    others: tuple[Promise, ...]


def promises(reader: Reader, day: str) -> Promises:
    """Give what everybody is promised on a day (ISO); nothing that only some members have.

    Raises Refusal `kit_nothing` where nobody is promised anything.
    """
    every = list(_all(reader, day))
    if not every:
        raise Refusal("kit_nothing", "the programme promises nothing to everybody on this day")
    leading = min(every, key=lambda each: _LEADING.index(each.kind))
    rest = [each for each in every if each is not leading]
    # Of several alike the first is enough: a poster is no price list.
    firsts = {each.kind: each for each in reversed(rest)}
    ordered = sorted(firsts.values(), key=lambda each: _BESIDE.index(each.kind))
    told = _with_how(leading, ordered)
    if told is not leading and len(ordered) > 1:
        # How points are come by stands beside the message already.
        ordered = [each for each in ordered if each.kind != promise.EARN]
    return Promises(leading=told, others=tuple(ordered))


def boosted(reader: Reader, boost: Boost, when: str) -> Promise:
    """Promise what a boost brings everybody; `when` says its day and hours.

    Raises Refusal `kit_boost` for one that this programme has nothing for.
    """
    say, rules = reader.voice.say, reader.programme
    if boost.code:
        name = dict(prepared(rules)).get(boost.code)
        if name is None:
            raise Refusal("kit_boost", "no bonus was prepared under this code", bonus=boost.code)
        return Promise(kind=promise.BOOST, head=name, text=when, how=say("for everybody"))
    if not boost.percent or not (rules.earn or rules.stamp_cards):
        raise Refusal("kit_boost", "this programme has nothing that counts more for a while")
    how = say("on everything you collect")
    return Promise(kind=promise.BOOST, head=_more(reader, boost.percent), text=when, how=how)


def _more(reader: Reader, percent: int) -> str:
    """Say how much more, of what this programme gives."""
    say, rules = reader.voice.say, reader.programme
    if percent == _DOUBLE:
        if rules.earn and rules.stamp_cards:
            return say("Double points and stamps")
        return say("Double points") if rules.earn else say("Double stamps")
    if percent == _TREBLE:
        if rules.earn and rules.stamp_cards:
            return say("Three times the points and stamps")
        return say("Three times the points") if rules.earn else say("Three times the stamps")
    if rules.earn and rules.stamp_cards:
        text = say("{percent} % more points and stamps")
    else:
        text = say("{percent} % more points") if rules.earn else say("{percent} % more stamps")
    return text.format(percent=reader.voice.number(percent))


def _all(reader: Reader, day: str) -> Iterator[Promise]:
    rules = reader.programme
    yield from (promise.earned(each, reader) for each in rules.earn if _is_open(each, day))
    cards = [each for each in rules.stamp_cards if each.reward and _is_open(each, day)]
    yield from (promise.stamped(each, reader) for each in cards)
    filled = {each.reward for each in cards}
    for each in sorted(_priced(rules, day), key=lambda one: one.cost.amount if one.cost else 0):
        if each.id not in filled:
            yield promise.rewarded(each, reader)
    yield from (promise.reached(each, reader) for each in rules.milestones if _is_open(each, day))
    yield from (promise.climbed(each, reader) for each in rules.staircases if _is_open(each, day))
    # What somebody does elsewhere is recorded by hand: nobody can rely on it at the counter.
    bonuses = [each for each in rules.bonuses if not isinstance(each, ActivityBonus)]
    yield from (promise.given(each, reader) for each in bonuses)
    yield from (promise.sold(each, reader) for each in rules.memberships)


def _priced(rules: Programme, day: str) -> Iterator[Reward]:
    for each in rules.rewards:
        is_had = each.cost is not None or isinstance(each, PayReward)
        if is_had and each.tier is None and _is_open(each, day):
            yield each


def _is_open(rule: Rule, day: str) -> bool:
    """Say whether a rule holds on a day for everybody, without a code."""
    is_some = rule.tiers or rule.segments or rule.memberships or rule.personal or rule.code
    began = rule.valid_from is None or rule.valid_from <= day
    return not is_some and began and (rule.valid_until is None or day <= rule.valid_until)


def _with_how(leading: Promise, others: list[Promise]) -> Promise:
    """Say beside what is bought with points how points are come by."""
    earns = next((each for each in others if each.kind == promise.EARN), None)
    if leading.how or earns is None or leading.kind not in (promise.REWARD, promise.PAY):
        return leading
    terms = tuple(dict.fromkeys((*earns.terms, *leading.terms)))
    return msgspec.structs.replace(leading, how=f"{earns.head} {earns.text}", terms=terms)

"""One promise of a programme as a poster says it: what you get, in large, and what it takes."""

from __future__ import annotations

from typing import Final

import msgspec

from loyalty.accounts import POINTS
from loyalty.explaining.summary_bonuses import bonus_terms
from loyalty.explaining.summary_earning import card_terms, earning_terms
from loyalty.explaining.summary_reward_terms import reward_terms
from loyalty.explaining.summary_terms import Reader, conditions
from loyalty.explaining.summary_words import cost, gift, measured, span, within
from loyalty.programme import (
    ActivityBonus,
    AnniversaryBonus,
    BirthdayBonus,
    Bonus,
    EarnAmount,
    EarnItem,
    EarnPercent,
    EarnRule,
    EarnVisit,
    Gift,
    Membership,
    Milestone,
    PayReward,
    Reward,
    Staircase,
    StampCard,
    WelcomeBonus,
)

EARN: Final = "earn"
STAMPS: Final = "stamps"
REWARD: Final = "reward"
PAY: Final = "pay"
MILESTONE: Final = "milestone"
STAIRCASE: Final = "staircase"
MEMBERSHIP: Final = "membership"
BOOST: Final = "boost"


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What a member gets (`head`), for what (`text`), how to come to it (`how`), on which terms.

    `kind` is one of the constants of this module, or the kind of a bonus: welcome, birthday,
    anniversary, referral. `stamps` is how many fill the card, where it is about one.
    """

    kind: str
    head: str
    text: str
    how: str = ""
    terms: tuple[str, ...] = ()
    stamps: int = 0


def earned(rule: EarnRule, reader: Reader) -> Promise:
    """Promise what an earn rule gives."""
    voice, say = reader.voice, reader.voice.say
    # That nothing is lost is no condition: it stands in the rules, and not on a poster.
    kept = say("what is left over counts next time")
    terms = tuple(each for each in earning_terms(rule, reader) if each != kept)
    if isinstance(rule, EarnPercent):
        text = say("of the price, in points") if rule.basis == "price" else say("back in points")
        percent = say("{percent} %").format(percent=voice.number(rule.percent))
        return Promise(kind=EARN, head=percent, text=text, terms=terms)
    if isinstance(rule, EarnAmount):
        text = say("for every {amount} you pay").format(amount=voice.money(rule.per_minor))
    elif isinstance(rule, EarnVisit):
        text = say("for every visit")
    elif isinstance(rule, EarnItem):
        items = voice.plural("{n} item", "{n} items", rule.pieces)
        text = say("for every item") if rule.pieces == 1 else say("for {items}").format(items=items)
    else:
        text = say("for every sale")
    return Promise(kind=EARN, head=voice.units(POINTS, rule.points), text=text, terms=terms)


def stamped(rule: StampCard, reader: Reader) -> Promise:
    """Promise what a full stamp card brings. The card has a reward."""
    assert rule.reward is not None
    voice, say = reader.voice, reader.voice.say
    stamps = voice.plural("{n} stamp", "{n} stamps", rule.stamps)
    how = {
        "visit": say("A stamp for every visit"),
        "item": say("A stamp for every item"),
        "amount": say("A stamp for every {amount} you pay"),
    }[rule.per]
    return Promise(
        kind=STAMPS,
        head=reader.named(REWARD, rule.reward),
        text=say("for {cost}").format(cost=stamps),
        how=how.format(amount=voice.money(rule.per_minor)),
        terms=tuple(card_terms(rule, reader)),
        stamps=rule.stamps,
    )


def rewarded(each: Reward, reader: Reader) -> Promise:
    """Promise a reward that has a price in points or stamps, or that points pay."""
    voice, say = reader.voice, reader.voice.say
    terms = tuple(reward_terms(each, reader))
    if isinstance(each, PayReward):
        off = say("{amount} off").format(amount=voice.money(each.minor))
        points = say("for every {points}").format(points=voice.units(POINTS, each.points))
        return Promise(kind=PAY, head=off, text=points, terms=terms)
    assert each.cost is not None
    price = cost(each.cost.unit, each.cost.amount, reader)
    return Promise(
        kind=REWARD,
        head=reader.text(each.name),
        text=say("for {cost}").format(cost=price),
        terms=terms,
    )


def reached(each: Milestone, reader: Reader) -> Promise:
    """Promise what reaching an amount brings."""
    say = reader.voice.say
    period = within(each.period, reader) if each.within == "period" else say("in one sale")
    amount = measured(each.measure, each.every or each.at or 0, reader)
    text = say("every {measured}") if each.every is not None else say("for {measured}, {period}")
    return Promise(
        kind=MILESTONE,
        head=_brings(each.gift, reader),
        text=text.format(measured=amount, period=period),
        terms=tuple(conditions(each, reader)),
    )


def climbed(each: Staircase, reader: Reader) -> Promise:
    """Promise the first step of a staircase; it has one at least."""
    say, first = reader.voice.say, each.steps[0]
    more = say("and more for a bigger total")
    return Promise(
        kind=STAIRCASE,
        head=_brings(first.gift, reader),
        text=say("for {measured}, {period}").format(
            measured=measured(each.measure, first.from_amount, reader),
            period=within(each.period, reader),
        ),
        how=more if len(each.steps) > 1 else "",
        terms=tuple(conditions(each, reader)),
    )


def given(each: Bonus, reader: Reader) -> Promise:
    """Promise a bonus."""
    say = reader.voice.say
    how = ""
    match each:
        case WelcomeBonus():
            kind, text = "welcome", say("for joining")
        case BirthdayBonus():
            kind, text = "birthday", say("for your birthday")
        case AnniversaryBonus():
            kind, text = "anniversary", say("for staying a member")
            if not each.years:
                text = say("for every year as a member")
        case ActivityBonus():
            kind, text = "activity", say("for {activity}").format(activity=each.activity)
        case _:
            kind, text = "referral", say("for a friend whom you bring")
            how = say("{gift} for you").format(gift=gift(each.referrer, reader))
    terms = tuple(bonus_terms(each, reader))
    return Promise(kind=kind, head=_brings(each.gift, reader), text=text, how=how, terms=terms)


def sold(each: Membership, reader: Reader) -> Promise:
    """Promise what a paid membership is and costs."""
    voice, say = reader.voice, reader.voice.say
    text = say("{fee} for {span}").format(
        fee=voice.money(each.fee_minor),
        span=span(each.months, each.days, reader) or say("all time"),
    )
    how = say("at the start: {gift}").format(gift=gift(each.gift, reader)) if each.gift else ""
    return Promise(kind=MEMBERSHIP, head=reader.text(each.name), text=text, how=how)


def _brings(what: Gift, reader: Reader) -> str:
    """Say a gift; points alone stand beside their money."""
    worth = reader.programme.worth_minor(what.points)
    if what.reward is not None or not worth:
        return gift(what, reader)
    points = reader.voice.units(POINTS, what.points)
    text = reader.voice.say("{points} = {amount}")
    return text.format(points=points, amount=reader.voice.money(worth))

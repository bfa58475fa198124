"""Says the bonuses of a programme, and the paid memberships it sells."""

from __future__ import annotations

from loyalty.explaining.summary_terms import Reader, sentence
from loyalty.explaining.summary_words import gift, points_terms, span
from loyalty.programme.benefits import (
    ActivityBonus,
    AnniversaryBonus,
    BirthdayBonus,
    Bonus,
    Membership,
    ReferralBonus,
    WelcomeBonus,
)


def bonus(each: Bonus, reader: Reader) -> str:
    """Say one bonus: for what it is given, and to whom."""
    return sentence(_bonus(each, reader), bonus_terms(each, reader))


def bonus_terms(each: Bonus, reader: Reader) -> list[str]:
    """Say the terms of one bonus, and those of its points."""
    return [*_own_terms(each, reader), *points_terms(each.life, each.pending_days, reader)]


def _bonus(each: Bonus, reader: Reader) -> str:
    say, name, brings = reader.voice.say, reader.text(each.name), gift(each.gift, reader)
    match each:
        case WelcomeBonus():
            return say("{name}: {gift} for joining").format(name=name, gift=brings)
        case BirthdayBonus():
            return say("{name}: {gift} for your birthday").format(name=name, gift=brings)
        case AnniversaryBonus():
            text = say("{name}: {gift} for every year as a member")
            if each.years:
                text = say("{name}: {gift} for staying a member")
            return text.format(name=name, gift=brings)
        case ReferralBonus():
            text = say("{name}: {gift} for a friend whom you bring, {yours} for you")
            return text.format(name=name, gift=brings, yours=gift(each.referrer, reader))
        case ActivityBonus():
            text = say("{name}: {gift} for {activity}")
            return text.format(name=name, gift=brings, activity=each.activity)


def _own_terms(each: Bonus, reader: Reader) -> list[str]:
    match each:
        case BirthdayBonus():
            return _birthday_terms(each, reader)
        case AnniversaryBonus(years=(_, *_)):
            years = reader.voice.both([reader.voice.number(year) for year in each.years])
            return [reader.voice.say("after so many years: {years}").format(years=years)]
        case ReferralBonus():
            return _referral_terms(each, reader)
        case ActivityBonus():
            return [_once(each, reader)]
        case _:
            return []


def _birthday_terms(each: BirthdayBonus, reader: Reader) -> list[str]:
    plural = reader.voice.plural
    terms = []
    if each.days_before:
        terms.append(plural("from {n} day before", "from {n} days before", each.days_before))
    if each.member_days:
        terms.append(
            plural("after {n} day as a member", "after {n} days as a member", each.member_days)
        )
    return terms


def _referral_terms(each: ReferralBonus, reader: Reader) -> list[str]:
    voice, say = reader.voice, reader.voice.say
    terms = [say("after the friend's first purchase")]
    if each.minimum_minor:
        text = say("after the friend's first purchase from {amount}")
        terms = [text.format(amount=voice.money(each.minimum_minor))]
    if each.most is not None:
        terms.append(voice.plural("for {n} friend", "for at most {n} friends", each.most))
    return terms


def _once(each: ActivityBonus, reader: Reader) -> str:
    say = reader.voice.say
    return {
        "ever": say("once"),
        "day": say("once a day"),
        "week": say("once a week"),
        "month": say("once a month"),
        "quarter": say("once a quarter"),
        "year": say("once a year"),
        "always": say("every time"),
    }[each.once]


def membership(each: Membership, reader: Reader) -> str:
    """Say what a paid membership costs, brings and how it ends."""
    voice, say = reader.voice, reader.voice.say
    text = say("{name}: {fee} for {span}").format(
        name=reader.text(each.name),
        fee=voice.money(each.fee_minor),
        span=span(each.months, each.days, reader) or say("all time"),
    )
    terms = []
    if each.gift is not None:
        terms.append(say("at the start: {gift}").format(gift=gift(each.gift, reader)))
    terms.append(
        say("days that have not begun are paid back when you stop")
        if each.refund_unused
        else say("nothing is paid back when you stop")
    )
    days = each.renew_days_before
    terms.append(
        voice.plural(
            "you can go on from {n} day before the end",
            "you can go on from {n} days before the end",
            days,
        )
    )
    return sentence(text, terms)

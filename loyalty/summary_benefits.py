"""Says what members get without asking: levels, totals, bonuses and paid memberships."""

from __future__ import annotations

from loyalty.programme.benefits import (
    ActivityBonus,
    AnniversaryBonus,
    BirthdayBonus,
    Bonus,
    Membership,
    Milestone,
    ReferralBonus,
    Staircase,
    Tier,
    WelcomeBonus,
)
from loyalty.programme.terms import Ever
from loyalty.summary_terms import (
    Reader,
    conditions,
    gift,
    measured,
    points_terms,
    sentence,
    span,
    within,
)


def tier(each: Tier, reader: Reader) -> str:
    """Say one level: what it takes, and what reaching it brings."""
    say, name = reader.voice.say, reader.text(each.name)
    if each.from_amount:
        text = say("{tier}: at least {measured} {period}").format(
            tier=name,
            measured=measured(each.measure, each.from_amount, reader),
            period=within(each.period, reader),
        )
    else:
        text = say("{tier}: for every member").format(tier=name)
    if each.entry is None:
        return sentence(text, [])
    text = say("{level}; on reaching it: {gift}").format(level=text, gift=gift(each.entry, reader))
    return sentence(text, [])


def keeping(reader: Reader) -> list[str]:
    """Say how levels are kept and lost."""
    say, levels, tiers = reader.voice.say, reader.programme.levels, reader.programme.tiers
    said = []
    if any(each.entry is not None for each in tiers):
        text = say("Who passes several levels at once gets what each of them brings.")
        if levels.entry == "highest":
            text = say("Who passes several levels at once gets what the highest of them brings.")
        said.append(text)
    if all(isinstance(each.period, Ever) for each in tiers):
        return said
    if levels.downgrade == "never":
        return [*said, say("A level is never lost.")]
    if levels.keep_next_period:
        said.append(say("A level is kept until the end of the period after it was earned."))
    if levels.grace_days:
        said.append(
            reader.voice.plural(
                "A level that would be lost is kept {n} day longer.",
                "A level that would be lost is kept {n} days longer.",
                levels.grace_days,
            )
        )
    text = say("After that you have the level that your new total reaches.")
    if levels.downgrade == "one_step":
        text = say("After that you go down one level at a time.")
    return [*said, text]


def milestone(each: Milestone, reader: Reader) -> str:
    """Say what reaching an amount brings, once or every time."""
    say = reader.voice.say
    period = within(each.period, reader) if each.within == "period" else say("in one sale")
    text = say("{name}: {measured} {period}, then: {gift}")
    if each.every is not None:
        text = say("{name}: every {measured} {period}, each time: {gift}")
    text = text.format(
        name=reader.text(each.name),
        measured=measured(each.measure, each.every or each.at or 0, reader),
        period=period,
        gift=gift(each.gift, reader),
    )
    return sentence(text, conditions(each, reader))


def staircase(each: Staircase, reader: Reader) -> str:
    """Say what each total of a period brings."""
    say = reader.voice.say
    step_text = say("{measured}, then: {gift}")
    steps = "; ".join(
        step_text.format(
            measured=measured(each.measure, step.from_amount, reader),
            gift=gift(step.gift, reader),
        )
        for step in each.steps
    )
    text = say("{name}, {period}: {steps}").format(
        name=reader.text(each.name), period=within(each.period, reader), steps=steps
    )
    return sentence(text, conditions(each, reader))


def bonus(each: Bonus, reader: Reader) -> str:
    """Say one bonus: for what it is given, and to whom."""
    terms = [*_bonus_terms(each, reader), *points_terms(each.life, each.pending_days, reader)]
    return sentence(_bonus(each, reader), terms)


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


def _bonus_terms(each: Bonus, reader: Reader) -> list[str]:
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

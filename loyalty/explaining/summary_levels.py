"""Says the levels of a programme, and what reaching a total brings."""

from __future__ import annotations

from loyalty.explaining.summary_terms import Reader, conditions, sentence
from loyalty.explaining.summary_words import gift, measured, within
from loyalty.programme.benefits import Milestone, Staircase, Tier
from loyalty.programme.terms import Ever


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

"""Says on which terms a reward is had: from when, how often, for whom, for how long."""

from __future__ import annotations

from loyalty.explaining.summary_terms import Reader, conditions
from loyalty.explaining.summary_words import lasting
from loyalty.programme.rewards import PayReward, PercentReward, Reward, ShippingReward


def reward_terms(each: Reward, reader: Reader) -> list[str]:
    """Say every term of a reward, in the order in which a member asks about them."""
    return [
        *_kind_terms(each, reader),
        *_need_terms(each, reader),
        *conditions(each, reader),
        *_count_terms(each, reader),
        *_own_terms(each, reader),
    ]


def _kind_terms(each: Reward, reader: Reader) -> list[str]:
    voice, say = reader.voice, reader.voice.say
    terms = []
    if isinstance(each, PercentReward | ShippingReward) and each.maximum_minor is not None:
        terms.append(say("at most {amount}").format(amount=voice.money(each.maximum_minor)))
    if isinstance(each, PayReward):
        if each.minimum_points:
            least = each.minimum_points
            terms.append(voice.plural("from {n} point at once", "from {n} points at once", least))
        if each.maximum_percent < 100:  # noqa: PLR2004
            text = say("at most {percent} % of the amount")
            terms.append(text.format(percent=voice.number(each.maximum_percent)))
    return terms


def _need_terms(each: Reward, reader: Reader) -> list[str]:
    voice, say = reader.voice, reader.voice.say
    terms = []
    if each.minimum_minor:
        terms.append(say("from {amount}").format(amount=voice.money(each.minimum_minor)))
    if each.minimum_pieces:
        terms.append(voice.plural("from {n} item", "from {n} items", each.minimum_pieces))
    if each.tier is not None:
        terms.append(say("from level {tier}").format(tier=reader.named("tier", each.tier)))
    return terms


def _count_terms(each: Reward, reader: Reader) -> list[str]:
    voice, say = reader.voice, reader.voice.say
    terms = []
    if each.most_per_sale is not None:
        most = each.most_per_sale
        terms.append(voice.plural("once in a sale", "at most {n} times in a sale", most))
    if each.most_per_day is not None:
        terms.append(
            voice.plural("at most once a day", "at most {n} times a day", each.most_per_day)
        )
    if each.most_per_member is not None:
        most = each.most_per_member
        terms.append(voice.plural("once a member", "at most {n} times a member", most))
    if each.stock is not None:
        terms.append(voice.plural("there is only {n}", "there are {n} in all", each.stock))
    if each.exclusive:
        terms.append(say("not together with another reward"))
    return terms


def _own_terms(each: Reward, reader: Reader) -> list[str]:
    """Say how long a reward that was given to a member can be used, and from when."""
    voice, say = reader.voice, reader.voice.say
    terms = []
    if each.after_days:
        terms.append(
            voice.plural(
                "once it is yours, from the next day",
                "once it is yours, from {n} days later",
                each.after_days,
            )
        )
    if each.life is not None:
        text = say("once it is yours, {long}")
        terms.append(text.format(long=lasting(each.life, reader)))
    return terms

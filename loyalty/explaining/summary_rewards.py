"""Says what members can get: every kind of reward, what it costs and on which terms it is had."""

from __future__ import annotations

from loyalty.accounts import POINTS
from loyalty.explaining.summary_reward_terms import reward_terms
from loyalty.explaining.summary_terms import Reader, sentence
from loyalty.explaining.summary_words import cost, gift
from loyalty.programme.benefits import Gift
from loyalty.programme.rewards import (
    AccessReward,
    ChoiceReward,
    DonationReward,
    FixedReward,
    MysteryReward,
    PayReward,
    PercentReward,
    ProductReward,
    Reward,
    ShippingReward,
)
from loyalty.rewards.drawing import odds

_HUNDREDTHS = 10_000


def reward(each: Reward, reader: Reader) -> str:
    """Say one reward."""
    say = reader.voice.say
    text = say("{name}: {gift}").format(name=reader.text(each.name), gift=_what(each, reader))
    if each.cost is not None:
        price = cost(each.cost.unit, each.cost.amount, reader)
        text = say("{reward}, for {cost}").format(reward=text, cost=price)
    if each.automatic:
        text = say("{reward}, by itself").format(reward=text)
    elif each.cost is None and each.code is None and not isinstance(each, PayReward):
        text = say("{reward}, when we give it to you").format(reward=text)
    return sentence(text, reward_terms(each, reader))


def _what(each: Reward, reader: Reader) -> str:
    voice, say = reader.voice, reader.voice.say
    match each:
        case FixedReward():
            return say("{amount} off").format(amount=voice.money(each.amount_minor))
        case PercentReward():
            return _percent_off(each, reader)
        case ProductReward():
            return _product(each, reader)
        case DonationReward():
            text = say("we give {amount} to {cause}")
            return text.format(amount=voice.money(each.amount_minor), cause=each.cause)
        case PayReward():
            text = say("{amount} off for every {points}")
            points = voice.units(POINTS, each.points)
            return text.format(amount=voice.money(each.minor), points=points)
        case _:
            return _other(each, reader)


def _other(
    each: ChoiceReward | MysteryReward | AccessReward | ShippingReward, reader: Reader
) -> str:
    voice, say = reader.voice, reader.voice.say
    match each:
        case ChoiceReward():
            options = voice.either([reader.named("reward", option) for option in each.options])
            return say("your choice of {options}").format(options=options)
        case MysteryReward():
            return say("a draw: {odds}").format(odds=_odds(each, reader))
        case AccessReward():
            return say("{product} before others").format(product=each.product)
        case ShippingReward():
            return say("free delivery")


def _percent_off(each: PercentReward, reader: Reader) -> str:
    plural = reader.voice.plural
    percent = reader.voice.number(each.percent)
    if each.pieces is None:
        return reader.voice.say("{percent} % off").format(percent=percent)
    items = (
        plural("the cheapest item", "the {n} cheapest items", each.pieces)
        if each.target == "cheapest"
        else plural("the dearest item", "the {n} dearest items", each.pieces)
    )
    return reader.voice.say("{percent} % off {items}").format(percent=percent, items=items)


def _product(each: ProductReward, reader: Reader) -> str:
    voice, say = reader.voice, reader.voice.say
    worth = voice.money(each.worth_minor * each.pieces)
    # The reward's name says what it is; the product's own id is for the till and nobody's word.
    if each.product is not None and each.pieces == 1:
        return say("free, worth {amount}").format(amount=worth)
    items = voice.number(each.pieces)
    if each.product is None:
        items = voice.plural("the dearest item", "the {n} dearest items", each.pieces)
    return say("{items} for nothing, worth {amount}").format(items=items, amount=worth)


def _odds(each: MysteryReward, reader: Reader) -> str:
    """Publish the odds of a draw: each prize with its chance in per cent."""
    text = reader.voice.say("{percent} % {prize}")
    return ", ".join(
        text.format(
            percent=_percent(one.weight, one.of, reader),
            prize=gift(Gift(points=one.prize.points, reward=one.prize.reward), reader),
        )
        for one in odds(each)
    )


def _percent(weight: int, whole: int, reader: Reader) -> str:
    """Write a share in per cent with up to two decimals, rounded half up."""
    hundredths = (2 * weight * _HUNDREDTHS + whole) // (2 * whole)
    units, part = divmod(hundredths, 100)
    if not part:
        return reader.voice.number(units)
    decimals = f"{part:02}".rstrip("0")
    text = reader.voice.say("{units}.{decimals}")
    return text.format(units=reader.voice.number(units), decimals=decimals)

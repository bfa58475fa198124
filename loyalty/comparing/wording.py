"""Says what becomes worse and for how many members, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loyalty.accounts import POINTS
from loyalty.comparing.losers import Counted
from loyalty.comparing.losses import Loss
from loyalty.explaining.voice import Voice


def worse(found: Iterable[Counted], voice: Voice) -> Iterator[str]:
    """Say a sentence for each thing that becomes worse; `voice` knows the names of before."""
    for each in found:
        text = voice.say("{what} Members: {count}.")
        said = text.format(what=what(each.loss, voice), count=voice.number(each.members))
        extra = _beside(each, voice)
        yield f"{said} {extra}" if extra else said


def what(loss: Loss, voice: Voice) -> str:
    """Say what one loss is."""
    say, name = voice.say, _name(loss, voice)
    match loss.kind:
        case "fewer":
            text = say("Less is given: {rule}.") if name else say("Fewer points are given.")
        case "reward" if not loss.fields:
            text = say("A reward is gone: {rule}.")
        case "reward":
            text = say("A reward is harder to have or worth less: {rule}.")
        case "sooner":
            text = say("What members get ends sooner, or can be used later.")
        case "silence":
            text = say("Points end after a shorter time without a visit.")
        case "level":
            text = say("Levels are harder to reach or bring less; these members fall.")
        case "card":
            text = say("A stamp card asks for more or is gone: {rule}.")
        case "worth":
            text = say("A point is worth less.")
        case "member_fee":
            text = say("A paid membership costs more or brings less: {rule}.")
    return text.format(rule=name)


def _beside(each: Counted, voice: Voice) -> str:
    if each.out_of_reach:
        text = voice.say("Could have it today and no longer then: {count}.")
        return text.format(count=voice.number(each.out_of_reach))
    if each.worth_minor:
        text = voice.say("What they have is worth {amount} less.")
        return text.format(amount=voice.money(each.worth_minor))
    if each.loss.kind == "silence":
        text = voice.say("They have {points} together.")
        return text.format(points=voice.units(POINTS, each.points))
    return ""


def _name(loss: Loss, voice: Voice) -> str:
    if loss.group == POINTS or not loss.id:
        return ""
    kinds = {"rewards": "reward", "stamp_cards": "stamp", "memberships": "membership"}
    return voice.named(f"{kinds.get(loss.group, 'rule')}:{loss.id}") or loss.id

"""Reward rows: which can be used, what they cost, and why not when they cannot."""

from __future__ import annotations

from loyalty.accounts import POINTS
from loyalty.offers import Offer
from loyalty.programme import Programme
from terminal.till import limits, reward
from terminal.till.desk import Desk
from terminal.till.screens import Reward

ROWS_SHOWN = 4


def rows(desk: Desk, programme: Programme) -> tuple[Reward, ...]:
    """Draw the rewards of the attached member, the offered one first."""
    listed = reward.listed(desk)
    return tuple(_row(desk, programme, offer, at) for at, offer in enumerate(listed[:ROWS_SHOWN]))


def _row(desk: Desk, programme: Programme, offer: Offer, at: int) -> Reward:
    words = desk.words
    usable = offer.usable
    note, icon = _note(desk, programme, offer)
    cost = ""
    if usable and offer.cost_unit == POINTS:
        cost = words.plural("{n} point", "{n} points", offer.cost_amount)
        if offer.worth_minor:
            cost = f"{cost} = {words.money(offer.worth_minor)}"
    elif usable:
        cost = words.plural("{n} stamp", "{n} stamps", offer.cost_amount)
    state = "not_usable"
    if usable:
        state = "offered" if at == 0 else "usable"
    return Reward(
        key="F4" if at == 0 else f"F4 {at}",
        icon=offer.reward.icon,
        title=programme.text(offer.reward.name, words.language),
        cost=cost,
        note=note,
        note_icon=icon,
        state=state,
    )


def _note(desk: Desk, programme: Programme, offer: Offer) -> tuple[str, str]:
    words = desk.words
    if offer.usable:
        if not limits.may_use(desk, programme, offer.worth_minor):
            return desk.say("Asks PIN"), "lock-key"
        return desk.say("Ready"), "check-circle"
    if offer.missing and offer.cost_unit == POINTS:
        text = words.plural("{n} point to go", "{n} points to go", offer.missing)
        return text, "hourglass-medium"
    if offer.missing:
        text = words.plural("{n} stamp to go", "{n} stamps to go", offer.missing)
        return text, "hourglass-medium"
    if offer.missing_minor and offer.missing_minor == offer.reward.minimum_minor:
        minimum = words.money(offer.reward.minimum_minor)
        return desk.say("From {amount} on one sale", amount=minimum), "arrow-up"
    if offer.missing_minor:
        text = desk.say(
            "From {amount} \u2013 {more} more",
            amount=words.money(offer.reward.minimum_minor),
            more=words.money(offer.missing_minor),
        )
        return text, "arrow-up"
    return _other(desk, offer), "prohibit"


def _other(desk: Desk, offer: Offer) -> str:
    say = desk.say
    said = {
        "owed": say("Points to make up first"),
        "reward_tier": say("For a higher level"),
        "reward_not_yet": say("Not yet"),
        "reward_over": say("Over"),
        "not_enough_here": say("Not without internet"),
    }
    return said.get(offer.reason or "", say("Not on these items"))

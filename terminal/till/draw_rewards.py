"""Reward rows: which can be used, what they cost, and why not when they cannot."""

from __future__ import annotations

from loyalty.accounts import POINTS
from loyalty.explaining import explain
from loyalty.programme import Programme
from loyalty.rewards.offers import Offer
from terminal.till import proof, reward
from terminal.till.desk import Desk
from terminal.till.proof import Proof
from terminal.till.screens import Reward
from terminal.till.wording import Wording

ROWS_SHOWN = 4


def rows(desk: Desk, programme: Programme) -> tuple[Reward, ...]:
    """Draw the rewards of the attached member, the offered one first."""
    listed = reward.listed(desk)[:ROWS_SHOWN]
    shown = proof.of(desk)
    return tuple(_row(desk, programme, offer, at, shown) for at, offer in enumerate(listed))


def _row(desk: Desk, programme: Programme, offer: Offer, at: int, shown: Proof) -> Reward:
    words = desk.words
    usable = offer.usable
    note, icon = _note(desk, programme, offer, shown)
    state = "not_usable"
    if usable:
        state = "offered" if at == 0 else "usable"
    return Reward(
        key="F4" if at == 0 else f"F4 {at}",
        icon=offer.reward.icon,
        title=reward.name(programme, words.language, offer.reward_id, "".join(offer.choices)),
        cost=cost(offer, words) if usable else "",
        note=note,
        note_icon=icon,
        state=state,
    )


def _note(desk: Desk, programme: Programme, offer: Offer, shown: Proof) -> tuple[str, str]:
    words = desk.words
    if offer.usable:
        if not shown.allows(offer.worth_minor):
            return _locked(desk, offer), "lock-key"
        return desk.say("Ready"), "check-circle"
    icon = (
        "hourglass-medium" if offer.missing else "arrow-up" if offer.missing_minor else "prohibit"
    )
    return reason(desk, programme, offer, words), icon


def reason(desk: Desk, programme: Programme, offer: Offer, words: Wording) -> str:
    """Say why an offer cannot be used now, in anybody's words."""
    if offer.missing:
        return missing(offer, words)
    if offer.missing_minor and offer.missing_minor == offer.reward.minimum_minor:
        minimum = words.money(offer.reward.minimum_minor)
        return words.say("From {amount} on one sale", amount=minimum)
    if offer.missing_minor:
        return words.say(
            "From {amount} \u2013 {more} more",
            amount=words.money(offer.reward.minimum_minor),
            more=words.money(offer.missing_minor),
        )
    return _other(desk, programme, offer, words)


def missing(offer: Offer, words: Wording) -> str:
    """Say how many points or stamps are still to come."""
    if offer.cost_unit == POINTS:
        return words.plural("{n} point to go", "{n} points to go", offer.missing)
    return words.plural("{n} stamp to go", "{n} stamps to go", offer.missing)


def _locked(desk: Desk, offer: Offer) -> str:
    """Say that a PIN stands before a reward, or that it is being asked for."""
    assert desk.sale is not None
    if not desk.shop.pad or desk.sale.earns_only:
        return desk.say("Needs a PIN")
    asking = desk.asking
    if asking is not None and asking.reward == offer.reward_id:
        return desk.say("PIN is asked")
    return desk.say("Asks PIN")


def cost(offer: Offer, words: Wording) -> str:
    """Say what it takes from the member; one of their own takes nothing."""
    if offer.vouchers:
        return words.say("Yours: {n}", n=words.points(offer.vouchers))
    if not offer.cost_amount:
        return ""
    amount = explain.amount(offer.cost_unit, offer.cost_amount, plural=words.plural)
    if offer.cost_unit == POINTS and offer.worth_minor:
        return f"{amount} = {words.money(offer.worth_minor)}"
    return amount


def _other(desk: Desk, programme: Programme, offer: Offer, words: Wording) -> str:
    """Say what stands in the way, as it is read out; what is long has a short form here."""
    if offer.reason == "owed":
        return words.say("Points to make up first")
    if offer.reason == "not_enough_here":
        return words.say("Not without internet")
    assert offer.why is not None, offer
    text = explain.sentence(
        offer.why,
        say=words.say,
        plural=words.plural,
        money=words.money,
        number=words.points,
        day=words.day,
        named=explain.names(programme, words.language),
        today=desk.day(),
    )
    return text[:1].upper() + text[1:]

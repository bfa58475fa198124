"""Says what a rule gave or a reward took with its arithmetic: `12.50 x 4 = 50` on a slip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from loyalty.accounts import POINTS
from loyalty.explaining.teller import Teller


def _benefit(told: Teller) -> str:
    return told.say("{name}: {gift}").format(name=told.rule(), gift=told.gift())


def _tier_entry(told: Teller) -> str:
    return told.say("{name}: {gift}").format(name=told.name("tier"), gift=told.gift())


def _mystery(told: Teller) -> str:
    prize = told.word("prize")
    gift = told.voice.units(POINTS, told.count("given"))
    if prize and prize != POINTS:
        gift = told.voice.named(f"reward:{prize}") or prize
    elif not told.count("given"):
        gift = told.say("nothing this time")
    reward = told.name("reward")
    return told.say("drawn with {reward}: {gift}").format(reward=reward, gift=gift)


def _membership(told: Teller) -> str:
    return told.say("{name}: {gift}").format(name=told.name("membership"), gift=told.gift())


def _membership_runs(told: Teller) -> str:
    text = told.say("{name} runs until {day}")
    return text.format(name=told.name("membership"), day=told.day())


def _reward(told: Teller) -> str:
    reward, unused = told.name("reward"), told.money("unused_minor")
    if told.word("choice"):
        chosen = told.voice.named(f"reward:{told.word('choice')}") or told.word("choice")
        reward = told.say("{name}: {gift}").format(name=reward, gift=chosen)
    if not told.count("cost") or told.word("unit").startswith("voucher:"):
        if not told.count("unused_minor"):
            return reward
        return told.say("{reward}, {unused} of it not used").format(reward=reward, unused=unused)
    text = told.say("{reward} for {cost}")
    if told.count("unused_minor"):
        text = told.say("{reward} for {cost}, {unused} of it not used")
    return text.format(reward=reward, cost=told.units("cost"), unused=unused)


def _donation(told: Teller) -> str:
    text = told.say("{reward}: {amount} goes to {cause}")
    return text.format(
        reward=told.name("reward"), amount=told.money("donated_minor"), cause=told.word("cause")
    )


def _pay(told: Teller) -> str:
    points = told.voice.units(POINTS, told.count("points"))
    text = told.say("{discount} paid with {points}")
    return text.format(discount=told.money("discount_minor"), points=points)


def _expired(told: Teller) -> str:
    return told.say("{gift} past the last day").format(gift=told.units("given"))


def _inactive(told: Teller) -> str:
    return told.say("{gift} ended after a long time without a visit").format(
        gift=told.units("given")
    )


def adjusted(told: Teller) -> str:
    """Say what somebody put right or gave by hand, and the reason they wrote."""
    reason = told.word("reason")
    text = told.say("{gift} by hand: {reason}") if reason else told.say("{gift} by hand")
    return text.format(gift=told.word("said") or told.gift(), reason=reason)


def moved(told: Teller) -> str:
    """Say what came from another card of the same member."""
    gift = told.word("said") or told.gift()
    return told.say("{gift} moved from another card").format(gift=gift)


def opening(told: Teller) -> str:
    """Say what a member had before this programme began."""
    gift = told.word("said") or told.gift()
    return told.say("{gift} brought along at the start").format(gift=gift)


GIVEN: Mapping[str, Callable[[Teller], str]] = MappingProxyType(
    {
        "milestone": _benefit,
        "staircase": _benefit,
        "tier_entry": _tier_entry,
        "welcome": _benefit,
        "birthday": _benefit,
        "anniversary": _benefit,
        "referral": _benefit,
        "referral_friend": _benefit,
        "activity": _benefit,
        "mystery": _mystery,
        "membership": _membership,
        "membership_runs": _membership_runs,
        "reward": _reward,
        "donation": _donation,
        "pay": _pay,
        "expired": _expired,
        "inactive": _inactive,
        "adjusted": adjusted,
        "moved": moved,
        "opening": opening,
    }
)

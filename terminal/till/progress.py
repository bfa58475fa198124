"""How far a member's visits have come, in as few words as fit on a pad: "37 of 50"."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty import accounts
from loyalty.benefits.periods import bucket
from loyalty.benefits.totals import counter_of
from loyalty.programme import Milestone, Programme
from loyalty.programme.terms import Rolling
from loyalty.quote import Quote
from loyalty.standing import Standing
from terminal.till.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A figure in words, and whether something was just reached."""

    figure: str
    is_reached: bool


def visits(programme: Programme, standing: Standing, day: str, spoken: Wording) -> Progress:
    """Say how many visits of how many there are: to the first milestone, else to a full card.

    Without either it is the number of all visits.
    """
    for milestone in programme.milestones:
        found = _towards(milestone, standing, day)
        if found is not None:
            return _of(*found, spoken)
    for card in programme.stamp_cards:
        have = standing.amount(accounts.stamps(card.id))
        if card.per == "visit" and have:
            return _of(min(have, card.stamps), card.stamps, spoken)
    figure = spoken.plural("Visit {n}", "Visit {n}", standing.visits)
    return Progress(figure=figure, is_reached=False)


def brought(programme: Programme, made: Quote, spoken: Wording) -> str:
    """Say what a visit brought, if it brought something; empty otherwise."""
    for gift in made.given:
        if gift.unit.startswith("voucher:") and not gift.account:
            reward = programme.reward(gift.unit.partition(":")[2])
            name = programme.text(reward.name, spoken.language)
            return spoken.say("{reward} is yours. Ask at the till.", reward=name)
    return ""


def _towards(milestone: Milestone, standing: Standing, day: str) -> tuple[int, int] | None:
    """Give how far a milestone on visits is, of how far; None for others and for past ones."""
    if milestone.measure != "visits" or isinstance(milestone.period, Rolling):
        return None
    have = standing.counters.get(bucket(counter_of(milestone), milestone.period, day), 0)
    if milestone.every:
        return (have % milestone.every or (milestone.every if have else 0)), milestone.every
    whole = milestone.at or 0
    return (have, whole) if have <= whole else None


def _of(have: int, whole: int, spoken: Wording) -> Progress:
    figure = spoken.say("{have} of {whole}", have=spoken.points(have), whole=spoken.points(whole))
    return Progress(figure=figure, is_reached=have == whole)

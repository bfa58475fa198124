"""Where in a programme the things stand that many checks are about: rules, gifts, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loyalty.programme.benefits import Gift, Milestone, ReferralBonus, Staircase
from loyalty.programme.earn import Earning, Multiplier, StampCard
from loyalty.programme.rewards import Offered
from loyalty.programme.scalars import Text
from loyalty.programme.shapes import Programme
from loyalty.programme.terms import Life

Ruling = Earning | Multiplier | StampCard | Offered | Milestone | Staircase
"""Everything that holds on terms and has an id."""


def rules(programme: Programme) -> Iterator[tuple[str, Ruling]]:
    """Give everything that has terms, with its path."""
    groups: tuple[tuple[str, Sequence[Ruling]], ...] = (
        ("earn", programme.earn),
        ("multipliers", programme.multipliers),
        ("stamp_cards", programme.stamp_cards),
        ("rewards", programme.rewards),
        ("milestones", programme.milestones),
        ("staircases", programme.staircases),
    )
    for group, items in groups:
        for at, item in enumerate(items):
            yield f"{group}[{at}]", item


def gifts(programme: Programme) -> Iterator[tuple[str, Gift]]:
    """Give everything that is given without asking, with its path."""
    for at, tier in enumerate(programme.tiers):
        if tier.entry is not None:
            yield f"tiers[{at}].entry", tier.entry
    for at, milestone in enumerate(programme.milestones):
        yield f"milestones[{at}].gift", milestone.gift
    for at, staircase in enumerate(programme.staircases):
        for place, step in enumerate(staircase.steps):
            yield f"staircases[{at}].steps[{place}].gift", step.gift
    for at, bonus in enumerate(programme.bonuses):
        yield f"bonuses[{at}].gift", bonus.gift
        if isinstance(bonus, ReferralBonus):
            yield f"bonuses[{at}].referrer", bonus.referrer
    for at, membership in enumerate(programme.memberships):
        if membership.gift is not None:
            yield f"memberships[{at}].gift", membership.gift


def names(programme: Programme) -> Iterator[tuple[str, Text]]:
    """Give every text that members read, with its path."""
    yield "name", programme.name
    groups = (
        ("stamp_cards", programme.stamp_cards),
        ("tiers", programme.tiers),
        ("rewards", programme.rewards),
        ("milestones", programme.milestones),
        ("staircases", programme.staircases),
        ("bonuses", programme.bonuses),
        ("memberships", programme.memberships),
    )
    for group, items in groups:
        for at, item in enumerate(items):
            yield f"{group}[{at}].name", item.name
    for at, multiplier in enumerate(programme.multipliers):
        if multiplier.name is not None:
            yield f"multipliers[{at}].name", multiplier.name


def pending(programme: Programme) -> Iterator[tuple[str, int, Life]]:
    """Give every wait before points can be spent: its path, its days and the points' life."""
    own = programme.points
    yield "points.pending_days", own.pending_days, own
    for group, items in (("earn", programme.earn), ("bonuses", programme.bonuses)):
        for at, item in enumerate(items):
            days = own.pending_days if item.pending_days is None else item.pending_days
            life = own if item.life is None else item.life
            if item.pending_days is not None or item.life is not None:
                named = "life" if item.pending_days is None else "pending_days"
                yield f"{group}[{at}].{named}", days, life

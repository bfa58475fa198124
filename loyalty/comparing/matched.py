"""Finds the rules of two versions of a programme that belong together: by their place and id."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from loyalty.programme import (
    Bonus,
    EarnRule,
    Membership,
    Milestone,
    Multiplier,
    Programme,
    Reward,
    Staircase,
    StampCard,
    Tier,
)

Ruled = (
    EarnRule | Multiplier | StampCard | Tier | Reward | Milestone | Staircase | Bonus | Membership
)
GROUPS = (
    "earn",
    "multipliers",
    "stamp_cards",
    "rewards",
    "milestones",
    "staircases",
    "tiers",
    "bonuses",
    "memberships",
)
"""Where rules stand in a programme, in the order in which a member reads them."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One rule in two versions; None where a version does not have it."""

    group: str
    id: str
    was: Ruled | None
    now: Ruled | None


def pairs(before: Programme, after: Programme) -> Iterator[Pair]:
    """Give every rule of either version that is not the same in both."""
    for group in GROUPS:
        was: dict[str, Ruled] = {each.id: each for each in getattr(before, group)}
        now: dict[str, Ruled] = {each.id: each for each in getattr(after, group)}
        for name in [*was, *(each for each in now if each not in was)]:
            if was.get(name) != now.get(name):
                yield Pair(group=group, id=name, was=was.get(name), now=now.get(name))

"""Counts who loses what: each member's figures against everything that becomes worse."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from loyalty.accounts import POINTS, stamps, voucher
from loyalty.benefits.levels import rank_on
from loyalty.comparing.losses import Loss
from loyalty.programme import Programme

Figures = Mapping[str, int]


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """How many members something touches.

    `out_of_reach` are those who could have a reward now and could not then; `points` and
    `worth_minor` are what those members have now in points, and what these would be worth less.
    """

    loss: Loss
    members: int
    out_of_reach: int = 0
    points: int = 0
    worth_minor: int = 0


class Losers:
    """Looks at one member after the other."""

    def __init__(
        self, before: Programme, after: Programme, found: tuple[Loss, ...], day: str
    ) -> None:
        """Count against these losses; levels are those of a business date."""
        self._before, self._after, self._day = before, after, day
        self._found = found
        self._tallies = [[0, 0, 0, 0] for _ in found]

    def add(self, balance: Figures, counters: Figures, people: int = 1) -> None:
        """Count one account: what it has by unit, its counters, and how many members share it."""
        for loss, tally in zip(self._found, self._tallies, strict=True):
            if not self._touches(loss, balance, counters):
                continue
            points = max(balance.get(POINTS, 0), 0)
            tally[0] += people
            tally[1] += people * self._loses_reach(loss, balance)
            tally[2] += points
            if loss.kind == "worth":
                before, after = self._before, self._after
                tally[3] += before.worth_minor(points) - after.worth_minor(points)

    def counted(self) -> tuple[Counted, ...]:
        """Give what was counted, in the order of the losses."""
        return tuple(
            Counted(loss=loss, members=one, out_of_reach=two, points=three, worth_minor=four)
            for loss, (one, two, three, four) in zip(self._found, self._tallies, strict=True)
        )

    def _touches(self, loss: Loss, balance: Figures, counters: Figures) -> bool:
        match loss.kind:
            case "silence" | "worth":
                return balance.get(POINTS, 0) > 0
            case "card":
                return balance.get(stamps(loss.id), 0) > 0
            case "level":
                return self._falls(counters)
            case "reward":
                return self._saves_for(loss.id, balance)
            case _:
                return True

    def _falls(self, counters: Figures) -> bool:
        """Say whether a member would be on a lower level than today, or on none."""
        rank = rank_on(self._before, counters, self._day)
        if rank < 0:
            return False
        later = rank_on(self._after, counters, self._day)
        had = self._before.tiers[rank].id
        return had not in [tier.id for tier in self._after.tiers[: later + 1]]

    def _saves_for(self, reward_id: str, balance: Figures) -> bool:
        """Say whether a member has anything with which the reward is had today."""
        reward = self._before.reward(reward_id)
        unit = reward.cost.unit if reward.cost is not None else POINTS
        if reward.cost is None and reward.automatic:
            return True
        return balance.get(unit, 0) > 0 or balance.get(voucher(reward_id), 0) > 0

    def _loses_reach(self, loss: Loss, balance: Figures) -> bool:
        if loss.kind != "reward":
            return False
        was = self._before.reward(loss.id)
        if was.cost is None or balance.get(was.cost.unit, 0) < was.cost.amount:
            return False
        now = next((each for each in self._after.rewards if each.id == loss.id), None)
        if now is None or now.cost is None or now.cost.unit != was.cost.unit:
            return now is None or not now.automatic
        return balance.get(now.cost.unit, 0) < now.cost.amount

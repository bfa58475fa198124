"""Paying with a part of the points: the amount that is typed behind F4, and its points."""

from __future__ import annotations

from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.programme.rewards import PayReward
from terminal.till import digits
from terminal.till.desk import Sale


def takes(sale: Sale, programme: Programme) -> bool:
    """Say whether digits are a part to pay with points: one holds such a reward."""
    return bool(sale.reward) and isinstance(programme.reward(sale.reward), PayReward)


def is_typed(sale: Sale, programme: Programme) -> bool:
    """Say whether digits go to that part now; F9 turns them to the amount of the sale."""
    return takes(sale, programme) and not sale.of_sale


def points(sale: Sale, programme: Programme) -> int:
    """Give the points that the part costs, in whole steps; 0 is as many as fit.

    Raises Refusal `part_small` for less than one step, and what `digits.amount_minor` raises.
    """
    if not (sale.part and takes(sale, programme)):
        return 0
    reward = programme.reward(sale.reward)
    assert isinstance(reward, PayReward)
    steps = digits.amount_minor(sale.part, programme.scale) // reward.minor
    if not steps:
        raise Refusal("part_small", "less than the smallest part that points pay")
    return steps * reward.points

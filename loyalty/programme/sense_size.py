"""Checks that no figure of a programme can outgrow what is stored and sent.

Figures travel as JSON and are stored in 64 bits. Of the largest sale that can be typed, and of
everything that raises its points, no figure may pass 10**15: so there is room to add up
thousands of them, and every program that reads JSON reads them exactly.
"""

from __future__ import annotations

from collections.abc import Iterator

from loyalty.programme.earn import EarnAmount, EarnPercent, EarnRule
from loyalty.programme.rewards import PayReward, ProductReward, Reward
from loyalty.programme.scalars import MOST_SALE_MAJOR
from loyalty.programme.sense_remark import Remark, remark
from loyalty.programme.shapes import Programme

MOST_FIGURE = 10**15
_WHOLE = 100


def remarks(programme: Programme) -> Iterator[Remark]:
    """Check every rate against the largest sale."""
    largest_minor = MOST_SALE_MAJOR * 10**programme.scale
    raised = _WHOLE + sum(each.percent for each in programme.multipliers)
    for at, rule in enumerate(programme.earn):
        given = _most_points(programme, rule, largest_minor) * raised // _WHOLE
        given = min(given, programme.caps.points_per_sale or given)
        worth_minor = programme.worth_minor(given)
        if given > MOST_FIGURE:
            wanted = f"a rate that gives at most {MOST_FIGURE} points for the largest sale"
            yield remark(f"earn[{at}].{_rate_of(rule)}", _rate(rule), wanted, "earn* point_worth*")
        elif worth_minor > MOST_FIGURE:
            wanted = f"less: the points of the largest sale would be worth {worth_minor}"
            yield remark("point_worth.minor", programme.point_worth.minor, wanted, "earn*")
    for at, reward in enumerate(programme.rewards):
        yield from _reward(reward, f"rewards[{at}]", largest_minor)


def _rate_of(rule: EarnRule) -> str:
    return "percent" if isinstance(rule, EarnPercent) else "points"


def _rate(rule: EarnRule) -> int:
    return rule.percent if isinstance(rule, EarnPercent) else rule.points


def _most_points(programme: Programme, rule: EarnRule, largest_minor: int) -> int:
    match rule:
        case EarnAmount():
            most = largest_minor * rule.points // rule.per_minor
        case EarnPercent():
            worth = programme.point_worth
            most = largest_minor * rule.percent * worth.points // (_WHOLE * worth.minor)
        case _:
            most = rule.points
    return min(most, rule.most_per_sale or most)


def _reward(reward: Reward, path: str, largest_minor: int) -> Iterator[Remark]:
    match reward:
        case ProductReward() if reward.worth_minor * reward.pieces > MOST_FIGURE:
            wanted = f"at most {MOST_FIGURE} for all its pieces"
            yield remark(f"{path}.worth_minor", reward.worth_minor, wanted)
        case PayReward():
            payable_minor = largest_minor * reward.maximum_percent // _WHOLE
            if payable_minor // reward.minor * reward.points > MOST_FIGURE:
                wanted = f"a rate that takes at most {MOST_FIGURE} points for the largest sale"
                yield remark(f"{path}.points", reward.points, wanted)
            elif -(-reward.minimum_points // reward.points) * reward.minor > payable_minor:
                wanted = "points that a sale can take: these are worth more than the largest one"
                yield remark(f"{path}.minimum_points", reward.minimum_points, wanted)
        case _:
            pass

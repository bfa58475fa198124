"""What a use of a reward is paid with: a voucher for it, its cost, points for money, or nothing."""

from __future__ import annotations

from loyalty.accounts import POINTS, voucher
from loyalty.programme.rewards import PayReward
from loyalty.rewards.asking import Use, is_had_by_itself
from loyalty.rewards.discount import Pricing
from loyalty.rewards.purse import Purse
from loyalty.why import Why, why

FREE = ("", 0)


def price(
    use: Use, purse: Purse, pricing: Pricing, *, is_open: bool = False
) -> tuple[str, int] | Why:
    """Give the unit and amount that a use costs and that is held here, or why it cannot be paid.

    A voucher for the reward comes before its cost. With `is_open` the amount is not known yet.
    """
    reward = use.reward
    if isinstance(use.effect, PayReward):
        points = _points(use, use.effect, purse, pricing, is_open=is_open)
        return (POINTS, points) if isinstance(points, int) else points
    by_itself = is_had_by_itself(reward)
    if use.is_quiet and by_itself:
        return FREE
    unit = voucher(reward.id)
    if purse.held(unit):
        return unit, 1
    if reward.cost is not None:
        cost = reward.cost
        lacking = purse.lacks(reward.id, cost.unit, cost.amount)
        # Whoever cannot pay but has one from tomorrow waits for that, and not for more points.
        return (lacking and _begins_later(reward.id, purse)) or lacking or (cost.unit, cost.amount)
    return FREE if by_itself else _no_voucher(reward.id, purse)


def _begins_later(reward_id: str, purse: Purse) -> Why | None:
    day = purse.begins(voucher(reward_id))
    return why("voucher_not_yet", reward=reward_id, day=day) if day else None


def _no_voucher(reward_id: str, purse: Purse) -> Why:
    unit = voucher(reward_id)
    lacking = purse.lacks(reward_id, unit, 1)
    if lacking is not None and lacking.code != "not_enough":
        return lacking
    return _begins_later(reward_id, purse) or why("no_voucher", reward=reward_id)


def _points(
    use: Use, reward: PayReward, purse: Purse, pricing: Pricing, *, is_open: bool
) -> int | Why:
    """Give the points to pay with: whole steps, as many as were named or as many as fit."""
    step, held = reward.points, purse.held(POINTS)
    least = max(-(-reward.minimum_points // step), 1) * step
    points = use.claim.points // step * step
    fit = pricing.most_paid_minor(reward) // reward.minor * step
    if is_open:
        fit = max(points, held, least)
    if not use.claim.points:
        points = max(min(fit, held // step * step), min(fit, least))
    lacking = purse.lacks(reward.id, POINTS, max(points, min(fit, least)))
    if lacking is not None:
        return lacking
    if points > fit:
        return why("points_too_many", reward=reward.id, most=fit)
    if points < least:
        return why("points_minimum", reward=reward.id, minimum=least)
    return points

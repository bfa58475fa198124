"""What a reward is usually worth: on this sale, or on the smallest that it needs."""

from __future__ import annotations

from loyalty.programme import Programme
from loyalty.programme.rewards import (
    ChoiceReward,
    DonationReward,
    FixedReward,
    PayReward,
    PercentReward,
    ProductReward,
    Reward,
    ShippingReward,
)
from loyalty.rewards.discount import Pricing, half_up


def usual_worth_minor(programme: Programme, reward: Reward, pricing: Pricing) -> int:
    """Give in minor units what a reward is worth; 0 when no amount can be named."""
    match reward:
        case ProductReward():
            return reward.worth_minor * reward.pieces
        case FixedReward() | DonationReward():
            return reward.amount_minor
        case PercentReward():
            return _of_percent(reward, pricing)
        case ShippingReward():
            cost_minor = pricing.payable_minor(reward)
            most_minor = reward.maximum_minor
            return cost_minor if most_minor is None else min(cost_minor or most_minor, most_minor)
        case PayReward():
            return max(-(-reward.minimum_points // reward.points), 1) * reward.minor
        case ChoiceReward():
            options = (programme.reward(option) for option in reward.options)
            return max(
                (
                    usual_worth_minor(programme, option, pricing)
                    for option in options
                    if not isinstance(option, ChoiceReward)
                ),
                default=0,
            )
        case _:
            return 0


def _of_percent(reward: PercentReward, pricing: Pricing) -> int:
    base_minor = max(pricing.gross_minor(reward), reward.minimum_minor)
    if reward.pieces is not None:
        count = max(pricing.gross_pieces(reward), reward.minimum_pieces, reward.pieces)
        base_minor = base_minor * reward.pieces // count
    cut_minor = half_up(base_minor, reward.percent)
    return cut_minor if reward.maximum_minor is None else min(cut_minor, reward.maximum_minor)

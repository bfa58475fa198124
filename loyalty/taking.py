"""Takes the rewards of a sale: one after another in the order of calculation, or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.discount import Pricing, in_order
from loyalty.lots import HeldLot
from loyalty.programme import FixedReward, ProductReward, Programme, Reward, Tier
from loyalty.purse import Purse, obstacle
from loyalty.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One reward that was taken: the lots it cost, what it took off and what it is worth."""

    reward: Reward
    lots: tuple[HeldLot, ...]
    discount_minor: int
    worth_minor: int
    unused_minor: int


def take_rewards(
    programme: Programme,
    reward_ids: Sequence[str],
    *,
    purse: Purse,
    pricing: Pricing,
    tier: Tier | None,
    day: str,
    is_open: bool = False,
) -> tuple[list[Taken], Why | None]:
    """Take rewards until one cannot be; give those that were and what stood in its way.

    `purse` and `pricing` are used up on the way. Raises Refusal `reward_unknown`.
    """
    taken: list[Taken] = []
    for reward in in_order(programme, reward_ids):
        blocked = obstacle(
            programme, reward, purse=purse, pricing=pricing, tier=tier, day=day, is_open=is_open
        )
        if blocked is not None:
            return taken, blocked
        taken.append(_take(reward, purse, pricing))
    return taken, None


def _take(reward: Reward, purse: Purse, pricing: Pricing) -> Taken:
    discount_minor = pricing.apply(reward)
    unused_minor, worth_minor = 0, discount_minor
    if isinstance(reward, FixedReward):
        unused_minor = reward.amount_minor - discount_minor
    elif isinstance(reward, ProductReward):
        # One that was not rung up is handed over beside the sale.
        worth_minor = discount_minor or reward.worth_minor
    return Taken(
        reward=reward,
        lots=purse.pay(reward.cost),
        discount_minor=discount_minor,
        worth_minor=worth_minor,
        unused_minor=unused_minor,
    )

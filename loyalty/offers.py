"""Offers: every reward as it stands for this member and sale, the one to offer first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty.basket import Basket
from loyalty.discount import Pricing, half_up
from loyalty.programme import FixedReward, ProductReward, Programme, Reward
from loyalty.purse import Purse
from loyalty.quote import check_amounts, refusal
from loyalty.standing import Standing
from loyalty.taking import Taken, take_rewards
from loyalty.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One reward as it stands now.

    `missing` is what is to go in the cost's unit, `missing_minor` in money of this sale,
    `needs_grant` what the balance has but this till does not hold. `reason` is the code of `why`.
    """

    reward_id: str
    reward: Reward
    usable: bool
    missing: int
    missing_minor: int
    needs_grant: int
    reason: str | None
    why: Why | None
    worth_minor: int
    cost_unit: str
    cost_amount: int


def offers(
    programme: Programme,
    standing: Standing | None,
    basket: Basket,
    *,
    day: str,
    can_ask: bool = False,
) -> tuple[Offer, ...]:
    """Give every reward in the order in which they are offered; the first usable is offered.

    Usable ones come first, the dearest first; then the nearest. An offer is one more beside the
    rewards that are in the basket, and usable exactly when `quote` would take them all. An empty
    basket is one whose amount is not known yet. With `can_ask` (the line is up) a reward that
    only needs a grant counts as usable. Raises Refusal like `quote` when the basket is refused.
    """
    if standing is None:
        return ()
    check_amounts(programme, basket)
    tier = programme.tier_for(standing)
    is_open = not basket.lines

    def attempt(reward_ids: tuple[str, ...]) -> tuple[list[Taken], Why | None]:
        return take_rewards(
            programme,
            reward_ids,
            purse=Purse(standing, day),
            pricing=Pricing(basket),
            tier=tier,
            day=day,
            is_open=is_open,
        )

    _, blocked = attempt(basket.rewards)
    if blocked is not None:
        raise refusal(programme, blocked)
    listed = []
    for reward in programme.rewards:
        taken, blocked = attempt((*basket.rewards, reward.id))
        worth_minor = _usual_worth_minor(reward, Pricing(basket))
        if blocked is None and not is_open:
            worth_minor = max(each.worth_minor for each in taken if each.reward is reward)
        listed.append(_offer(reward, blocked, worth_minor, can_ask=can_ask))
    return tuple(sorted(listed, key=_rank))


def offered(listed: tuple[Offer, ...]) -> Offer | None:
    """Give the one that F4 takes."""
    return listed[0] if listed and listed[0].usable else None


def next_reward(
    programme: Programme, standing: Standing | None, basket: Basket, *, day: str
) -> Offer | None:
    """Give the reward that is nearest in points or stamps and not reached yet."""
    listed = offers(programme, standing, basket, day=day)
    return min(_to_go(listed), key=_distance, default=None)


def _to_go(listed: tuple[Offer, ...]) -> Iterator[Offer]:
    return (each for each in listed if each.reason == "not_enough")


def _distance(offer: Offer) -> tuple[int, int]:
    """Order by the share that is missing, in millionths, so that stamps and points compare."""
    return offer.missing * 1_000_000 // offer.cost_amount, offer.cost_amount


def _rank(offer: Offer) -> tuple[int, ...]:
    if offer.usable:
        return 0, -offer.worth_minor, -offer.cost_amount
    return 1, *_distance(offer)[:1], offer.needs_grant, offer.missing_minor


def _offer(reward: Reward, blocked: Why | None, worth_minor: int, *, can_ask: bool) -> Offer:
    reason = blocked.code if blocked else None
    params = blocked.params if blocked else {}
    missing = int(params.get("missing", 0))
    return Offer(
        reward_id=reward.id,
        reward=reward,
        usable=blocked is None or (can_ask and reason == "not_enough_here"),
        missing=missing if reason == "not_enough" else 0,
        missing_minor=int(params.get("missing_minor", 0)),
        needs_grant=missing if reason == "not_enough_here" else 0,
        reason=reason,
        why=blocked,
        worth_minor=worth_minor,
        cost_unit=reward.cost.unit,
        cost_amount=reward.cost.amount,
    )


def _usual_worth_minor(reward: Reward, pricing: Pricing) -> int:
    """Give what a reward is worth on this sale, or on the smallest that it needs."""
    if isinstance(reward, ProductReward):
        return reward.worth_minor
    if isinstance(reward, FixedReward):
        return reward.amount_minor
    cut = half_up(max(pricing.gross_minor(reward), reward.minimum_minor), reward.percent)
    return cut if reward.maximum_minor is None else min(cut, reward.maximum_minor)

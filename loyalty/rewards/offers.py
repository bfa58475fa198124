"""Offers: every reward as it stands for this member and sale, the one to offer first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import structs

from loyalty.accounts import POINTS, voucher
from loyalty.basket import Basket, Claim
from loyalty.benefits.levels import tier_on
from loyalty.programme.rewards import ChoiceReward, PayReward, Reward
from loyalty.quote import check_amounts, refusal
from loyalty.rewards.asking import is_had_by_itself
from loyalty.rewards.discount import Pricing
from loyalty.rewards.purse import Purse
from loyalty.rewards.taking import Taken, take_rewards
from loyalty.rewards.usual_worth import usual_worth_minor
from loyalty.scene import Scene
from loyalty.why import Why

_NOT_FOR_THEM = frozenset({"no_voucher", "not_personal", "code_needed", "wrong_segment"})
"""Why a reward is not listed at all: nothing that this member does in the shop brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One reward as it stands now.

    `missing` is what is to go in the cost's unit, `missing_minor` in money of this sale,
    `needs_grant` what the balance has but this till does not hold. `reason` is the code of `why`.
    `vouchers` is how many of its vouchers the member has; one is used before the cost.
    `choices` are the options that fit now.
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
    vouchers: int = 0
    choices: tuple[str, ...] = ()


def offers(scene: Scene, basket: Basket, *, can_ask: bool = False) -> tuple[Offer, ...]:
    """Give every reward in the order in which they are offered; the first usable is offered.

    Usable ones come first, vouchers before all, the dearest first; then the nearest. An offer is
    one more beside the rewards that are in the basket, and usable exactly when `quote` would take
    them all. What applies by itself, and what this member cannot come by, is not listed. An empty
    basket is one whose amount is not known yet. With `can_ask` (the line is up) a reward that only
    needs a grant counts as usable. A blocked member is offered nothing. Raises Refusal like
    `quote` when the basket is refused.
    """
    if scene.facts.blocked:
        return ()
    programme = scene.programme
    check_amounts(programme, basket)
    attempt = _Attempt(scene, basket)
    _, blocked = attempt.take(basket)
    if blocked is not None:
        raise refusal(programme, blocked)
    listed = []
    for reward in programme.rewards:
        vouchers = max(scene.standing.amount(voucher(reward.id)), 0)
        if is_had_by_itself(reward) and not vouchers and (reward.automatic or reward.code):
            continue
        offer = attempt.offer(reward, vouchers, can_ask=can_ask)
        if vouchers or offer.reason not in _NOT_FOR_THEM:
            listed.append(offer)
    return tuple(sorted(listed, key=_rank))


def offered(listed: tuple[Offer, ...]) -> Offer | None:
    """Give the one that F4 takes."""
    return listed[0] if listed and listed[0].usable else None


def next_reward(scene: Scene, basket: Basket) -> Offer | None:
    """Give the reward that is nearest in points or stamps and not reached yet."""
    return min(_to_go(offers(scene, basket)), key=_distance, default=None)


def _to_go(listed: tuple[Offer, ...]) -> Iterator[Offer]:
    return (each for each in listed if each.reason == "not_enough")


def _distance(offer: Offer) -> tuple[int, int]:
    """Order by the share that is missing, in millionths, so that stamps and points compare."""
    return offer.missing * 1_000_000 // max(offer.cost_amount, 1), offer.cost_amount


def _rank(offer: Offer) -> tuple[int, ...]:
    if offer.usable:
        # What is the member's own costs nothing and ends one day: it comes before what is paid for.
        return 0, -int(offer.vouchers > 0), -offer.worth_minor, -offer.cost_amount
    return 1, *_distance(offer)[:1], offer.needs_grant, offer.missing_minor


class _Attempt:
    """Tries rewards on one sale, each from the start."""

    def __init__(self, scene: Scene, basket: Basket) -> None:
        self.scene = scene
        self.basket = basket
        self.is_open = not basket.lines
        self.tier = tier_on(scene.programme, scene.standing.counters, scene.day)

    def take(self, basket: Basket) -> tuple[list[Taken], Why | None]:
        return take_rewards(
            self.scene,
            basket,
            pricing=Pricing(basket),
            purse=Purse(self.scene.standing, self.scene.day),
            tier=self.tier,
            is_open=self.is_open,
        )

    def offer(self, reward: Reward, vouchers: int, *, can_ask: bool) -> Offer:
        tried = []
        for claim in _claims(reward):
            basket = structs.replace(self.basket, claims=(*self.basket.claims, claim))
            taken, blocked = self.take(basket)
            mine = [each for each in taken if each.reward is reward]
            tried.append((claim, mine, blocked))
        fitting = [each for each in tried if each[2] is None]
        _, mine, blocked = max(fitting or tried, key=lambda each: _worth_minor(each[1]))
        worth_minor = usual_worth_minor(self.scene.programme, reward, Pricing(self.basket))
        if blocked is None and not self.is_open:
            worth_minor = _worth_minor(mine)
        params = blocked.params if blocked else {}
        reason = blocked.code if blocked else None
        missing = int(params.get("missing", 0))
        unit, amount = _cost(reward, mine if blocked is None else [])
        if reason == "not_enough_here" and params["unit"] == voucher(reward.id):
            unit, amount = voucher(reward.id), 1
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
            cost_unit=unit,
            cost_amount=amount,
            vouchers=vouchers,
            choices=tuple(claim.choice for claim, _, _ in fitting if claim.choice),
        )


def _claims(reward: Reward) -> tuple[Claim, ...]:
    if isinstance(reward, ChoiceReward):
        return tuple(Claim(reward=reward.id, choice=option) for option in reward.options)
    return (Claim(reward=reward.id),)


def _worth_minor(taken: list[Taken]) -> int:
    return max((each.spent.worth_minor for each in taken), default=0)


def _cost(reward: Reward, taken: list[Taken]) -> tuple[str, int]:
    """Give what one more use would cost: what it did when tried, else what the document says."""
    if taken:
        return taken[-1].spent.unit, taken[-1].spent.amount
    if isinstance(reward, PayReward):
        return POINTS, max(reward.points, reward.minimum_points)
    if reward.cost is not None:
        return reward.cost.unit, reward.cost.amount
    return "", 0

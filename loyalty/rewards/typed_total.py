"""The amount before rewards, found from what was paid after them: for one typed amount."""

from __future__ import annotations

from msgspec.structs import replace

from loyalty.accounts import POINTS
from loyalty.basket import Basket, Claim, Line
from loyalty.benefits.levels import tier_on
from loyalty.programme import Programme
from loyalty.programme.rewards import FixedReward, PayReward, PercentReward, ProductReward, Reward
from loyalty.rewards.asking import asked, automatic, in_order
from loyalty.rewards.discount import WHOLE_PERCENT, Pricing, half_up
from loyalty.rewards.purse import Purse
from loyalty.rewards.taking import take_rewards
from loyalty.scene import Scene

Effects = list[tuple[Reward, int]]
"""What takes something off, in the order of calculation, and the points that were named."""
_TRIES = 8


def total_of_paid(
    programme: Programme,
    claims: tuple[Claim, ...],
    paid_minor: int,
    *,
    scene: Scene | None = None,
    codes: tuple[str, ...] = (),
) -> int:
    """Give the amount before rewards of which `paid_minor` is left to pay, for one typed amount.

    A cashier beside another register types what was paid after the discount. Where several
    amounts come to the same, the smallest that uses every reward in full is given. Rewards that
    are about named products or categories take nothing off a typed amount. With a `scene`
    automatic rewards, codes and points that fit the balance are reckoned with. Raises Refusal
    `reward_unknown`, `code_unknown`, `claim_negative`.
    """
    basket = Basket(claims=claims, codes=codes)
    uses = in_order(programme, asked(programme, basket))
    plain = [(use.effect, use.claim.points) for use in uses]
    if scene is None:
        return _before(plain, paid_minor, 0)
    quiet = [use for use in automatic(programme, basket) if not use.reward.exclusive]
    every = in_order(programme, [*uses, *quiet])
    held = Purse(scene.standing, scene.day).held(POINTS)
    for effects in ([(use.effect, use.claim.points) for use in every], plain):
        found = _settled(scene, basket, effects, paid_minor, held)
        if found is not None:
            return found
    return _before(plain, paid_minor, held)


def _settled(
    scene: Scene, basket: Basket, effects: Effects, paid_minor: int, held: int
) -> int | None:
    """Correct a first guess by what the rules really do until they leave what was paid."""
    for _ in range(_TRIES):
        total_minor = _before(effects, paid_minor, held)
        after = _after(scene, replace(basket, lines=(Line(amount_minor=total_minor),)))
        if after is None:
            return None
        left_minor, effects, held = after
        if left_minor == paid_minor:
            return total_minor
    return None


def _after(scene: Scene, basket: Basket) -> tuple[int, Effects, int] | None:
    """Give what is left to pay, what took effect and the points that paying could have used."""
    pricing, purse = Pricing(basket), Purse(scene.standing, scene.day)
    tier = tier_on(scene.programme, scene.standing.counters, scene.day)
    taken, blocked = take_rewards(scene, basket, pricing=pricing, purse=purse, tier=tier)
    if blocked is not None:
        return None
    held, effects = purse.held(POINTS), []
    for each in taken:
        effect = scene.programme.reward(each.spent.choice) if each.spent.choice else each.reward
        named = any(claim.points for claim in basket.claims if claim.reward == each.reward.id)
        effects.append((effect, each.spent.amount if named else 0))
        if isinstance(effect, PayReward) and not named:
            held += each.spent.amount
    return sum(pricing.net), effects, held


def _before(effects: Effects, paid_minor: int, held: int) -> int:
    total_minor = paid_minor
    for effect, points in reversed(effects):
        if not effect.covers("", ""):
            continue
        match effect:
            case FixedReward():
                total_minor += effect.amount_minor
            case PercentReward():
                total_minor = _before_percent(effect, total_minor)
            case PayReward():
                total_minor = _before_pay(effect, points, total_minor, held)
            case ProductReward(product=None) if total_minor == 0:
                total_minor = effect.worth_minor
            case _:
                pass
    return total_minor


def _before_percent(reward: PercentReward, left_minor: int) -> int:
    """Find the smallest amount that a percentage leaves `left_minor` of."""
    if reward.percent == WHOLE_PERCENT and reward.maximum_minor is None:
        return left_minor
    low, high = left_minor, left_minor * 100 // max(100 - reward.percent, 1) + 100
    if reward.maximum_minor is not None:
        high = min(high, left_minor + reward.maximum_minor)
    while low < high:
        middle = (low + high) // 2
        cut_minor = half_up(middle, reward.percent)
        if reward.maximum_minor is not None:
            cut_minor = min(cut_minor, reward.maximum_minor)
        if middle - cut_minor >= left_minor:
            high = middle
        else:
            low = middle + 1
    return low


def _before_pay(reward: PayReward, points: int, left_minor: int, held: int) -> int:
    """Find the amount that paying with points leaves `left_minor` of: as many steps as can be."""
    if points:
        return left_minor + points // reward.points * reward.minor
    rest_percent = WHOLE_PERCENT - reward.maximum_percent
    steps = held // reward.points
    if rest_percent:
        allowed_minor = left_minor * reward.maximum_percent // rest_percent
        steps = min(steps, allowed_minor // reward.minor)
    return left_minor + steps * reward.minor

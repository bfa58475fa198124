"""What a member can pay a reward with at this till, and what stands in a reward's way."""

from __future__ import annotations

from loyalty.discount import Pricing
from loyalty.lots import HeldLot, spendable, take
from loyalty.programme import Cost, ProductReward, Programme, Reward, Tier
from loyalty.standing import Standing
from loyalty.why import Why, why


class Purse:
    """What is left of a member's balance and of the lots held here, while rewards are taken."""

    def __init__(self, standing: Standing, day: str) -> None:
        self._standing = standing
        self._day = day
        self._left: dict[str, int] = {}
        self._lots: dict[str, tuple[HeldLot, ...]] = {}

    def balance(self, unit: str) -> int:
        """Give what is left of the balance of a unit."""
        return self._left.get(unit, self._standing.amount(unit))

    def lots(self, unit: str) -> tuple[HeldLot, ...]:
        """Give what is left of the lots that can be spent here, in their order."""
        if unit not in self._lots:
            self._lots[unit] = spendable(self._standing.held.get(unit, ()), self._day)
        return self._lots[unit]

    def missing_here(self, cost: Cost) -> int:
        """Give how much of a cost this till does not hold."""
        return max(cost.amount - sum(lot.amount for lot in self.lots(cost.unit)), 0)

    def is_owing(self, unit: str) -> bool:
        """Say whether something has to be earned back first, so that nothing more is granted."""
        return self._standing.owed.get(unit, 0) > 0

    def pay(self, cost: Cost) -> tuple[HeldLot, ...]:
        """Take a cost from the lots in their order. The cost must not exceed what is held."""
        taken, missing = take(self.lots(cost.unit), cost.amount)
        assert missing == 0, (cost, missing)
        gone = {lot.lot: lot.amount for lot in taken}
        rest = (
            HeldLot(lot=lot.lot, amount=lot.amount - gone.get(lot.lot, 0))
            for lot in self.lots(cost.unit)
        )
        self._lots[cost.unit] = tuple(lot for lot in rest if lot.amount)
        self._left[cost.unit] = self.balance(cost.unit) - cost.amount
        return taken


def obstacle(
    programme: Programme,
    reward: Reward,
    *,
    purse: Purse,
    pricing: Pricing,
    tier: Tier | None,
    day: str,
    is_open: bool = False,
) -> Why | None:
    """Say why a reward cannot be taken now, or None.

    `is_open` says that nothing was rung up yet, so that a reward on any amount may still come to
    fit. The first obstacle that the member can do least about is the one that is said.
    """
    return (
        _not_for_them(programme, reward, tier, day)
        or _not_enough(reward, purse)
        or _not_on_this(reward, pricing, is_open=is_open)
    )


def _not_for_them(programme: Programme, reward: Reward, tier: Tier | None, day: str) -> Why | None:
    if reward.valid_from is not None and day < reward.valid_from:
        return why("reward_not_yet", reward=reward.id, day=reward.valid_from)
    if reward.valid_until is not None and day > reward.valid_until:
        return why("reward_over", reward=reward.id, day=reward.valid_until)
    if reward.tier is None:
        return None
    ladder = [each.id for each in programme.tiers]
    if tier is not None and ladder.index(tier.id) >= ladder.index(reward.tier):
        return None
    wanted = programme.tiers[ladder.index(reward.tier)]
    name = programme.text(wanted.name, programme.languages[0])
    return why("reward_tier", reward=reward.id, tier=wanted.id, name=name)


def _not_enough(reward: Reward, purse: Purse) -> Why | None:
    cost = reward.cost
    missing = cost.amount - purse.balance(cost.unit)
    if missing > 0:
        return why("not_enough", reward=reward.id, unit=cost.unit, missing=missing)
    missing = purse.missing_here(cost)
    if missing == 0:
        return None
    code = "owed" if purse.is_owing(cost.unit) else "not_enough_here"
    return why(code, reward=reward.id, unit=cost.unit, missing=missing)


def _not_on_this(reward: Reward, pricing: Pricing, *, is_open: bool) -> Why | None:
    needs_money = not isinstance(reward, ProductReward)
    gross_minor = pricing.gross_minor(reward)
    if pricing.lines and gross_minor == 0 and reward.is_scoped and needs_money:
        return why("reward_items", reward=reward.id)
    least_minor = max(reward.minimum_minor, int(needs_money and not is_open))
    if gross_minor < least_minor:
        missing_minor = least_minor - gross_minor
        return why(
            "reward_minimum",
            reward=reward.id,
            minimum_minor=reward.minimum_minor,
            missing_minor=missing_minor,
        )
    if needs_money and gross_minor and pricing.net_minor(reward) == 0:
        return why("nothing_left", reward=reward.id)
    return None

"""What rewards, points and gifts can be worth at most, in exact fractions of a minor unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from loyalty.accounts import POINTS
from loyalty.programme import Programme, Reward
from loyalty.programme.benefits import Gift
from loyalty.programme.rewards import (
    AccessReward,
    ChoiceReward,
    DonationReward,
    FixedReward,
    MysteryReward,
    PayReward,
    PercentReward,
    ProductReward,
    ShippingReward,
)

ZERO = Fraction(0)
_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one use of a reward is worth: so much money, and never more than a share of the price.

    `minor` is None when only the size of the sale limits it, `most_share` is None when only the
    amount does. One of them is always there.
    """

    minor: Fraction | None = None
    most_share: Fraction | None = None


class Worths:
    """The worth of everything that one programme gives; `typical_minor` is a usual sale, or 0."""

    def __init__(self, programme: Programme, typical_minor: int = 0) -> None:
        self.programme = programme
        self.typical_minor = typical_minor
        self._rewards = {reward.id: reward for reward in programme.rewards}
        self._point: Fraction | None = None

    @property
    def point_minor(self) -> Fraction:
        """Give the most money that one point can bring, over everything it can be spent on.

        A draw is left aside here: it may bring points itself.
        """
        if self._point is None:
            self._point = max((each for _, each in self.per_unit(POINTS)), default=ZERO)
        return self._point

    def per_unit(self, unit: str) -> list[tuple[Reward, Fraction]]:
        """Give what one point or stamp brings with each reward that costs them, the best first.

        Rewards whose worth only the size of the sale limits are not among them.
        """
        found: list[tuple[Reward, Fraction]] = []
        for reward in self.programme.rewards:
            if isinstance(reward, PayReward):
                if unit == POINTS:
                    found.append((reward, Fraction(reward.minor, reward.points)))
            elif reward.cost is not None and reward.cost.unit == unit:
                if unit == POINTS and isinstance(reward, MysteryReward):
                    continue
                minor = self.of(reward).minor
                if minor is not None:
                    found.append((reward, minor / reward.cost.amount))
        return sorted(found, key=lambda pair: -pair[1])

    def of(self, reward: Reward) -> Worth:
        """Give what one use of a reward is worth at most; of a draw, what it brings on average."""
        match reward:
            case FixedReward() | ProductReward():
                return _limited(reward)
            case PercentReward():
                return self._percent(reward)
            case PayReward():
                return Worth(most_share=Fraction(reward.maximum_percent, _WHOLE))
            case DonationReward():
                return Worth(minor=Fraction(reward.amount_minor))
            case ShippingReward():
                return Worth(minor=Fraction(reward.maximum_minor or 0))
            case ChoiceReward():
                return _best([self.of(self._rewards[each]) for each in reward.options])
            case MysteryReward():
                return self._drawn(reward)
            case AccessReward():
                return Worth(minor=ZERO)

    def gift(self, gift: Gift) -> Worth:
        """Give what a gift of points and a voucher is worth."""
        points = gift.points * self.point_minor if gift.points else ZERO
        if gift.reward is None:
            return Worth(minor=points)
        worth = self.of(self._rewards[gift.reward])
        return replace(worth, minor=None if worth.minor is None else worth.minor + points)

    def _percent(self, reward: PercentReward) -> Worth:
        share = Fraction(reward.percent, _WHOLE)
        most = None if reward.maximum_minor is None else Fraction(reward.maximum_minor)
        if self.typical_minor:
            of_sale = share * max(self.typical_minor, reward.minimum_minor)
            most = of_sale if most is None else min(of_sale, most)
        return Worth(minor=most, most_share=share)

    def _drawn(self, reward: MysteryReward) -> Worth:
        weights = sum(prize.weight for prize in reward.prizes)
        minor, share, is_open = ZERO, ZERO, False
        for prize in reward.prizes:
            chance = Fraction(prize.weight, weights)
            worth = self.gift(Gift(points=prize.points, reward=prize.reward))
            if worth.minor is None:
                is_open = True
                share += chance * (worth.most_share or ZERO)
            else:
                minor += chance * worth.minor
        return Worth(minor=None, most_share=share) if is_open else Worth(minor=minor)


def _limited(reward: FixedReward | ProductReward) -> Worth:
    """A minimum limits the share only where a sale cannot have the reward again and again."""
    if isinstance(reward, FixedReward):
        minor = Fraction(reward.amount_minor)
    else:
        minor = Fraction(reward.worth_minor * reward.pieces)
    times = 1 if reward.exclusive else reward.most_per_sale
    if times is None or not reward.minimum_minor:
        return Worth(minor=minor)
    return Worth(minor=minor, most_share=times * minor / reward.minimum_minor)


def _best(worths: list[Worth]) -> Worth:
    """Give what the dearest of several is worth."""
    if any(each.minor is None for each in worths):
        shares = [each.most_share for each in worths if each.most_share is not None]
        return Worth(most_share=max(shares, default=Fraction(1)))
    return Worth(minor=max((each.minor or ZERO for each in worths), default=ZERO))

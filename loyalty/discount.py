"""What rewards take off a sale: item rewards, then per cent, then fixed amounts."""

from __future__ import annotations

from collections.abc import Sequence

from loyalty.basket import GOODS, Basket, Line
from loyalty.programme import (
    FixedReward,
    PercentReward,
    ProductReward,
    Programme,
    Reward,
)
from loyalty.programme.shapes import Scoped

_KINDS = (ProductReward, PercentReward, FixedReward)


def in_order(programme: Programme, reward_ids: Sequence[str]) -> list[Reward]:
    """Give rewards in the order of calculation, whatever order they were taken in.

    Raises Refusal `reward_unknown`.
    """
    rewards = [programme.reward(reward_id) for reward_id in reward_ids]
    place = {reward.id: at for at, reward in enumerate(programme.rewards)}
    return sorted(rewards, key=lambda reward: (_KINDS.index(type(reward)), place[reward.id]))


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in proportion to weights, exactly, by largest remainder.

    Equal remainders go to the earlier weight. The weights must not all be zero.
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rests = [total * weight % whole for weight in weights]
    left = total - sum(parts)
    for at in sorted(range(len(weights)), key=lambda at: -rests[at])[:left]:
        parts[at] += 1
    return parts


def half_up(amount_minor: int, percent: int) -> int:
    """Give a percentage of an amount, half a minor unit rounded up."""
    return (amount_minor * percent + 50) // 100


class Pricing:
    """A sale being priced: what is left to pay on each line while rewards are applied.

    Lines are put in an order of their own first, so that the order in which they were rung up
    can never decide who gets the odd cent.
    """

    def __init__(self, basket: Basket) -> None:
        self.lines: list[Line] = sorted(
            basket.lines,
            key=lambda line: (
                line.kind,
                line.category,
                line.product,
                line.amount_minor,
                line.quantity,
            ),
        )
        self.net = [line.amount_minor for line in self.lines]
        self.pieces_given = [0] * len(self.lines)

    def covered(self, scope: Scoped) -> list[int]:
        """Give the places of the goods lines that a rule or reward is about."""
        return [
            at
            for at, line in enumerate(self.lines)
            if line.kind == GOODS and scope.covers(line.product, line.category)
        ]

    def gross_minor(self, scope: Scoped) -> int:
        """Give what the covered lines cost before any reward."""
        return sum(self.lines[at].amount_minor for at in self.covered(scope))

    def net_minor(self, scope: Scoped) -> int:
        """Give what is left to pay on the covered lines."""
        return sum(self.net[at] for at in self.covered(scope))

    def pieces(self, scope: Scoped) -> int:
        """Count the covered pieces that are paid for."""
        return sum(self.lines[at].quantity - self.pieces_given[at] for at in self.covered(scope))

    def apply(self, reward: Reward) -> int:
        """Take a reward off the lines and give the discount in minor units."""
        if isinstance(reward, ProductReward):
            return self._one_free(reward.product)
        places = self.covered(reward)
        nets = [self.net[at] for at in places]
        if isinstance(reward, PercentReward):
            cuts = [half_up(net, reward.percent) for net in nets]
            if reward.maximum_minor is not None and sum(cuts) > reward.maximum_minor:
                cuts = spread(reward.maximum_minor, cuts)
        else:
            cuts = spread(min(reward.amount_minor, sum(nets)), nets) if any(nets) else []
        for at, cut in zip(places, cuts, strict=False):
            self.net[at] -= cut
        return sum(cuts)

    def _one_free(self, product: str) -> int:
        """Make the dearest piece of a product free; one that was not rung up takes nothing off."""
        places = [
            at
            for at, line in enumerate(self.lines)
            if line.kind == GOODS
            and line.product == product
            and self.pieces_given[at] < line.quantity
        ]
        if not places:
            return 0
        cut, at = max((self._piece_minor(at), at) for at in places)
        self.net[at] -= cut
        self.pieces_given[at] += 1
        return cut

    def _piece_minor(self, at: int) -> int:
        line, given = self.lines[at], self.pieces_given[at]
        upto = line.amount_minor * (given + 1) // line.quantity
        return upto - line.amount_minor * given // line.quantity

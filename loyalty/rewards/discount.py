"""What rewards take off a sale, line by line, to the minor unit, in whatever order it was rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from loyalty.basket import GOODS, SHIPPING, Basket, Claim, Line
from loyalty.programme.rewards import (
    DonationReward,
    FixedReward,
    PayReward,
    PercentReward,
    ProductReward,
    Reward,
    ShippingReward,
)
from loyalty.programme.terms import Scoped

WHOLE_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Applied:
    """What one reward did to a sale, in minor units; `weights` are (basket line, minor taken off).

    `worth_minor` is what the member gets, with what is handed over beside the sale; `unused_minor`
    is the part of a fixed amount beyond what there was to pay.
    """

    discount_minor: int = 0
    worth_minor: int = 0
    unused_minor: int = 0
    donated_minor: int = 0
    weights: tuple[tuple[int, int], ...] = ()


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Split an amount in proportion to weights, exactly, by largest remainder.

    Equal remainders go to the earlier weight. The weights must not all be zero.
    """
    if len(weights) == 1:
        return [total]
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


def _own_order(numbered: tuple[int, Line]) -> tuple[str, str, str, int, int, int]:
    line = numbered[1]
    return (
        line.kind,
        line.category,
        line.product,
        line.amount_minor,
        line.quantity,
        line.tax_minor,
    )


class Pricing:
    """A sale being priced: what is left to pay on each line while rewards are applied.

    Lines are put in an order of their own first, so that the order in which they were rung up
    can never decide who gets the odd cent. A *place* is a position in that order:
    `lines[place]` the line, `index[place]` its number in the basket, `net[place]` what is left to
    pay after rewards and points, `points_paid[place]` the minor units paid with points,
    `pieces_given[place]` the pieces that a reward made free.
    """

    __slots__ = ("_goods", "index", "lines", "net", "pieces_given", "points_paid")

    def __init__(self, basket: Basket) -> None:
        self.lines: Sequence[Line] = basket.lines
        count = len(basket.lines)
        if count > 1:
            numbered = sorted(enumerate(basket.lines), key=_own_order)
            self.index: Sequence[int] = [number for number, _ in numbered]
            self.lines = [line for _, line in numbered]
        else:
            self.index = range(count)
        self.net = [line.amount_minor for line in self.lines]
        self.points_paid = [0] * count
        self.pieces_given = [0] * count
        self._goods = [place for place, line in enumerate(self.lines) if line.kind == GOODS]

    def covered(self, scope: Scoped) -> list[int]:
        """Give the places of the goods lines that a rule or reward is about. Not to be changed."""
        if not scope.is_scoped:
            return self._goods
        lines = self.lines
        return [
            place
            for place in self._goods
            if scope.covers(lines[place].product, lines[place].category)
        ]

    def gross_minor(self, scope: Scoped) -> int:
        """Give what the covered lines cost before any reward."""
        return sum(self.lines[place].amount_minor for place in self.covered(scope))

    def net_minor(self, scope: Scoped) -> int:
        """Give what is left to pay on the covered lines."""
        return sum(self.net[place] for place in self.covered(scope))

    def gross_pieces(self, scope: Scoped) -> int:
        """Count the covered pieces before any reward."""
        return sum(self.lines[place].quantity for place in self.covered(scope))

    def pieces(self, scope: Scoped) -> int:
        """Count the covered pieces that are paid for: not made free, on lines with money to pay."""
        return sum(
            self.lines[place].quantity - self.pieces_given[place]
            for place in self.covered(scope)
            if self.net[place] > 0
        )

    def payable_minor(self, reward: Reward) -> int:
        """Give what is left to pay on the lines that a reward can take something off."""
        return sum(self.net[place] for place in self.touched(reward))

    def most_paid_minor(self, reward: PayReward) -> int:
        """Give how much of the covered lines may still be paid with points."""
        places = self.covered(reward)
        paid_minor = sum(self.points_paid[place] for place in places)
        net_minor = sum(self.net[place] for place in places)
        allowed_minor = (net_minor + paid_minor) * reward.maximum_percent // WHOLE_PERCENT
        return min(max(allowed_minor - paid_minor, 0), net_minor)

    def touched(self, reward: Reward) -> list[int]:
        """Give the places of the lines that a reward can take something off."""
        if isinstance(reward, ShippingReward):
            return [at for at, line in enumerate(self.lines) if line.kind == SHIPPING]
        if isinstance(reward, ProductReward) and reward.product is not None:
            return [at for at in self._goods if self.lines[at].product == reward.product]
        return self.covered(reward)

    def apply(self, reward: Reward, claim: Claim, times: int = 1) -> Applied:
        """Take a reward off the lines, `times` times the pieces it is about, and say what it did.

        For a `pay` reward `claim.points` must be the points that are really paid.
        """
        match reward:
            case ProductReward():
                return self._free(reward, claim, times)
            case PercentReward(pieces=None):
                places = self.covered(reward)
                return self._percent(reward, places, [self.net[place] for place in places], 1)
            case PercentReward():
                return self._percent_of_pieces(reward, times)
            case FixedReward(amount_minor=amount_minor):
                applied = self._amount(self.covered(reward), amount_minor)
                return Applied(
                    discount_minor=applied.discount_minor,
                    worth_minor=applied.discount_minor,
                    unused_minor=amount_minor - applied.discount_minor,
                    weights=applied.weights,
                )
            case ShippingReward():
                places = self.touched(reward)
                net_minor = sum(self.net[place] for place in places)
                most_minor = net_minor if reward.maximum_minor is None else reward.maximum_minor
                return self._amount(places, most_minor)
            case PayReward():
                return self._pay(reward, claim)
            case DonationReward(amount_minor=amount_minor):
                return Applied(worth_minor=amount_minor, donated_minor=amount_minor)
            case _:
                return Applied()

    def _cut(self, places: Sequence[int], cuts: Sequence[int]) -> Applied:
        weights = []
        for place, cut in zip(places, cuts, strict=True):
            if cut:
                self.net[place] -= cut
                weights.append((self.index[place], cut))
        weights.sort()
        total_minor = sum(cuts)
        return Applied(discount_minor=total_minor, worth_minor=total_minor, weights=tuple(weights))

    def _amount(self, places: Sequence[int], amount_minor: int) -> Applied:
        nets = [self.net[place] for place in places]
        if not any(nets):
            return Applied()
        return self._cut(places, spread(min(amount_minor, sum(nets)), nets))

    def _percent(
        self, reward: PercentReward, places: Sequence[int], bases: Sequence[int], times: int
    ) -> Applied:
        cuts = [half_up(base_minor, reward.percent) for base_minor in bases]
        if reward.maximum_minor is not None and sum(cuts) > reward.maximum_minor * times:
            cuts = spread(reward.maximum_minor * times, cuts)
        return self._cut(places, cuts)

    def _percent_of_pieces(self, reward: PercentReward, times: int) -> Applied:
        assert reward.pieces is not None
        dearest = reward.target == "dearest"
        chosen = self._chosen(self.covered(reward), reward.pieces * times, dearest=dearest)
        places = [place for place, _ in chosen]
        bases = [self._share(place, pieces) for place, pieces in chosen]
        applied = self._percent(reward, places, bases, times)
        if applied.discount_minor == sum(bases):
            for place, pieces in chosen:
                self.pieces_given[place] += pieces
        return applied

    def _free(self, reward: ProductReward, claim: Claim, times: int) -> Applied:
        wanted = reward.pieces * times
        if claim.pieces > 0:
            wanted = min(wanted, claim.pieces)
        places = self.touched(reward)
        if not places:
            # One that was not rung up is handed over beside the sale.
            return Applied(worth_minor=reward.worth_minor * wanted)
        chosen = self._chosen(places, wanted, dearest=True)
        cuts = [self._share(place, pieces) for place, pieces in chosen]
        for place, pieces in chosen:
            self.pieces_given[place] += pieces
        return self._cut([place for place, _ in chosen], cuts)

    def _chosen(
        self, places: Sequence[int], wanted: int, *, dearest: bool
    ) -> list[tuple[int, int]]:
        """Choose so many paid pieces by their price; give the places and the pieces on each."""
        priced = []
        for place in places:
            left = self.lines[place].quantity - self.pieces_given[place]
            if left > 0 and self.net[place] > 0:
                priced.append((self.net[place] // left, place, left))
        priced.sort(key=itemgetter(0), reverse=dearest)
        chosen = []
        for _, place, left in priced:
            if wanted <= 0:
                break
            chosen.append((place, min(wanted, left)))
            wanted -= left
        return chosen

    def _share(self, place: int, pieces: int) -> int:
        """Give the price of so many of the pieces left on a line; all of them close it exactly."""
        left = self.lines[place].quantity - self.pieces_given[place]
        return self.net[place] * pieces // left

    def _pay(self, reward: PayReward, claim: Claim) -> Applied:
        places = self.covered(reward)
        before = [self.net[place] for place in places]
        applied = self._amount(places, claim.points // reward.points * reward.minor)
        for place, net_minor in zip(places, before, strict=True):
            self.points_paid[place] += net_minor - self.net[place]
        return applied

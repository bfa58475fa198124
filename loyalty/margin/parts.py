"""The parts of what a programme can cost: points, stamp cards, milestones, levels, free rewards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from loyalty.accounts import POINTS, stamps
from loyalty.margin import rates
from loyalty.margin.worth_most import ZERO, Worth, Worths
from loyalty.programme import Programme, Reward
from loyalty.programme.benefits import Gift
from loyalty.programme.rewards import MysteryReward, PayReward, ShippingReward
from loyalty.why import Why, why

_HUNDREDTHS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that a programme gives: a share of what is paid, or so much at every visit.

    `per_visit_minor` is above zero where nothing says how much a visit comes to at least.
    """

    why: Why
    share: Fraction = ZERO
    per_visit_minor: Fraction = ZERO


def hundredths(share: Fraction) -> int:
    """Give a share in hundredths of a per cent, rounded up: 6250 is 62.5 %."""
    return ceil(share * _HUNDREDTHS)


def _together(free: Iterable[tuple[Reward, Part]]) -> list[Part]:
    """Give what can be had in one sale: of free shipping only the dearest."""
    parts: list[Part] = []
    shipping: list[Part] = []
    for reward, part in free:
        (shipping if isinstance(reward, ShippingReward) else parts).append(part)
    dearest = sorted(shipping, key=lambda part: (-part.share, -part.per_visit_minor))
    return parts + dearest[:1]


class Working:
    """Works out the parts of one programme; `typical_minor` is a usual visit, or 0."""

    def __init__(self, programme: Programme, typical_minor: int) -> None:
        self._programme = programme
        self._typical_minor = typical_minor
        self._worths = Worths(programme, typical_minor)
        self._rates = rates.most(programme, typical_minor)

    def points(self) -> Iterator[Part]:
        """Spend the points of the best rate: the dearest use first, as far as its limits go."""
        per_minor, per_visit = self._rates.per_minor, self._rates.per_visit
        if not per_minor and not per_visit:
            return
        left = Fraction(1)
        for reward, minor in self._worths.per_unit(POINTS):
            if not left or reward.most_per_member is not None:
                continue
            part = left
            limit = self._worths.of(reward).most_share
            if limit is not None and per_minor * minor * left > limit:
                part = limit / (per_minor * minor)
            left -= part
            yield self._bought(reward, minor, part)
        yield from self._by_sale(POINTS)

    def stamp_cards(self) -> Iterator[Part]:
        """What full cards bring: the dearest reward for their stamps."""
        for card in self._programme.stamp_cards:
            unit = stamps(card.id)
            least = card.per_minor if card.per == "amount" else 0
            if card.per == "visit":
                least = max(card.minimum_minor, self._typical_minor)
            elif card.per == "item":
                least = self._typical_minor
            bought = self._worths.per_unit(unit)
            if bought:
                reward, minor = bought[0]
                count = reward.cost.amount if reward.cost else card.stamps
                yield self._part(
                    "stamps",
                    minor * count,
                    Fraction(count),
                    least,
                    card=card.id,
                    name=self._text(card.name),
                    reward=reward.id,
                )
            yield from self._by_sale(unit)

    def milestones(self) -> Iterator[Part]:
        """What reaching amounts brings."""
        for each in self._programme.milestones:
            at = each.every or each.at or 1
            name = self._text(each.name)
            yield from self._reached(each.id, name, [(at, each.gift)], each.measure)

    def staircases(self) -> Iterator[Part]:
        """What the steps that one total reaches bring together."""
        for each in self._programme.staircases:
            steps = [(step.from_amount, step.gift) for step in each.steps]
            yield from self._reached(each.id, self._text(each.name), steps, each.measure)

    def levels(self) -> Iterator[Part]:
        """What entering levels brings, each from what has to be reached for it."""
        steps: dict[str, list[tuple[int, Gift]]] = {}
        for tier in self._programme.tiers:
            if tier.entry is not None and tier.from_amount:
                steps.setdefault(tier.measure, []).append((tier.from_amount, tier.entry))
        for measure, found in steps.items():
            yield from self._reached("tiers", "", found, measure)

    def free_rewards(self) -> list[Part]:
        """What is had without points in the best case: automatic rewards, and those for a code."""
        free = [
            (reward, part)
            for reward in self._programme.rewards
            if (reward.automatic or (reward.code is not None and reward.cost is None))
            and reward.most_per_member is None
            and (part := self._free(reward)) is not None
        ]
        cases = rates.situations(self._programme, [reward for reward, _ in free])
        return max(
            (_together(pair for pair in free if rates.holds(pair[0], each)) for each in cases),
            key=lambda parts: sum((part.share + part.per_visit_minor for part in parts), ZERO),
        )

    def _free(self, reward: Reward) -> Part | None:
        if isinstance(reward, PayReward):
            return None
        worth = self._worths.of(reward)
        if worth.most_share is not None:
            return self._percent(reward, worth.most_share)
        least = max(reward.minimum_minor, self._typical_minor)
        name = self._text(reward.name)
        return self._part(
            "free", worth.minor or ZERO, Fraction(1), least, reward=reward.id, name=name
        )

    def once(self) -> Iterator[Why]:
        """What is given for itself: for joining, for birthdays, for bringing a friend."""
        gifts = [(each.id, each.name, each.gift) for each in self._programme.bonuses]
        gifts += [
            (each.id, each.name, each.entry)
            for each in self._programme.tiers
            if each.entry is not None and not each.from_amount
        ]
        gifts += [
            (each.id, each.name, each.gift)
            for each in self._programme.memberships
            if each.gift is not None
        ]
        for rule, name, gift in gifts:
            minor = self._worths.gift(gift).minor
            yield why(
                "protection_once", rule=rule, name=self._text(name), worth_minor=ceil(minor or 0)
            )

    def _reached(
        self, rule: str, name: str, steps: list[tuple[int, Gift]], measure: str
    ) -> Iterator[Part]:
        """Give the dearest point of a ladder: all that is given up to it by what it takes."""
        total, dearest = ZERO, (ZERO, ZERO, 1)
        for at, gift in sorted(steps, key=lambda step: step[0]):
            worth = self._worths.gift(gift)
            if worth.minor is None:
                yield self._open(rule, name, gift, worth)
                continue
            total += worth.minor
            dearest = max(dearest, (total / at, total, at))
        _, minor, at = dearest
        if measure == "points":
            per_minor = self._rates.per_minor
            spend = at / per_minor if per_minor else ZERO
            yield self._part("reached", minor, spend, 1, rule=rule, name=name)
            return
        least = 1 if measure == "spend" else self._typical_minor
        yield self._part("reached", minor, Fraction(at), least, rule=rule, name=name)

    def _part(
        self, kind: str, minor: Fraction, count: Fraction, least_minor: int, **params: str
    ) -> Part:
        """Give what `minor` after `count` times is: a share where a time has a least amount."""
        if not count or not minor:
            return Part(why=why(f"protection_{kind}", **params))
        if not least_minor:
            per_visit = minor / count
            said = why(
                f"protection_{kind}_visits",
                worth_minor=ceil(minor),
                count=ceil(count),
                per_visit_minor=ceil(per_visit),
                **params,
            )
            return Part(why=said, per_visit_minor=per_visit)
        spend = count * least_minor
        share = minor / spend
        said = why(
            f"protection_{kind}",
            worth_minor=ceil(minor),
            count=ceil(count),
            spend_minor=floor(spend),
            share=hundredths(share),
            **params,
        )
        return Part(why=said, share=share)

    def _bought(self, reward: Reward, minor: Fraction, part: Fraction) -> Part:
        """Give what points bring with one reward, used for a part of them."""
        cost = reward.points if isinstance(reward, PayReward) else 1
        if not isinstance(reward, PayReward) and reward.cost is not None:
            cost = reward.cost.amount
        per_minor, per_visit = self._rates.per_minor * part, self._rates.per_visit * part
        share = per_minor * minor
        said = why(
            "protection_points" if per_minor else "protection_points_visits",
            reward=reward.id,
            name=self._text(reward.name),
            worth_minor=ceil(minor * cost),
            cost=cost,
            spend_minor=floor(cost / self._rates.per_minor) if per_minor else 0,
            raised=ceil(self._rates.raised_percent),
            per_visit_minor=ceil(per_visit * minor),
            share=hundredths(share),
        )
        return Part(why=said, share=share, per_visit_minor=per_visit * minor)

    def _by_sale(self, unit: str) -> Iterator[Part]:
        """Rewards of which only the size of the sale says what they are worth."""
        for reward in self._programme.rewards:
            if reward.cost is None or reward.cost.unit != unit or isinstance(reward, PayReward):
                continue
            worth = self._worths.of(reward)
            if worth.minor is None and worth.most_share is not None:
                yield self._percent(reward, worth.most_share)
            elif unit == POINTS and isinstance(reward, MysteryReward) and worth.minor:
                gain = worth.minor / reward.cost.amount - self._worths.point_minor
                if gain > 0:
                    yield self._bought(reward, gain, Fraction(1))

    def _percent(self, reward: Reward, share: Fraction) -> Part:
        said = why(
            "protection_percent",
            reward=reward.id,
            name=self._text(reward.name),
            share=hundredths(share),
        )
        return Part(why=said, share=share)

    def _open(self, rule: str, name: str, gift: Gift, worth: Worth) -> Part:
        share = worth.most_share or ZERO
        said = why(
            "protection_percent",
            rule=rule,
            reward=gift.reward or "",
            name=name,
            share=hundredths(share),
        )
        return Part(why=said, share=share)

    def _text(self, names: str | dict[str, str]) -> str:
        return self._programme.text(names, self._programme.languages[0])

"""The quote: everything one sale does to a member, worked out before anything is written."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from loyalty import accounts
from loyalty.basket import Basket
from loyalty.discount import Pricing, in_order
from loyalty.earning import Counted, Given, earned
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.explain import sentence
from loyalty.lots import HeldLot, name
from loyalty.programme import FixedReward, PercentReward, Programme, Tier
from loyalty.purse import Purse
from loyalty.settle import settled
from loyalty.standing import Standing
from loyalty.taking import Taken, take_rewards
from loyalty.why import Why, why

MOST_MAJOR = 10_000_000


class Spent(msgspec.Struct, frozen=True, kw_only=True):
    """What one reward costs the member, lot by lot, and takes off the sale.

    `worth_minor` is what the member gets for it; `unused_minor` is the part of a fixed amount
    that was larger than what there was to pay.
    """

    reward: str
    unit: str
    amount: int
    lots: tuple[HeldLot, ...]
    discount_minor: int
    worth_minor: int
    unused_minor: int
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One priced sale. Amounts in minor units; `after` is None without a member."""

    total_minor: int
    discount_minor: int
    to_pay_minor: int
    given: tuple[Given, ...] = ()
    spent: tuple[Spent, ...] = ()
    counted: tuple[Counted, ...] = ()
    points_before: int = 0
    points_after: int = 0
    tier_before: Tier | None = None
    tier_after: Tier | None = None
    after: Standing | None = None

    @property
    def points_given(self) -> int:
        """Give the points that the sale gives in all."""
        return self.given_of(accounts.POINTS)

    @property
    def points_spent(self) -> int:
        """Give the points that its rewards cost in all."""
        return self.spent_of(accounts.POINTS)

    def given_of(self, unit: str) -> int:
        """Give how much of a unit the sale gives."""
        return sum(each.amount for each in self.given if each.unit == unit)

    def spent_of(self, unit: str) -> int:
        """Give how much of a unit its rewards cost."""
        return sum(each.amount for each in self.spent if each.unit == unit)

    def breakdown(self) -> dict[str, object]:
        """Give what an event's data keeps: which rule gave what, which reward took what."""
        written = msgspec.json.encode(
            {
                "total_minor": self.total_minor,
                "discount_minor": self.discount_minor,
                "to_pay_minor": self.to_pay_minor,
                "given": self.given,
                "spent": self.spent,
            }
        )
        whole: dict[str, object] = msgspec.json.decode(written)
        return whole


def quote(
    programme: Programme, standing: Standing | None, basket: Basket, *, day: str, sale_id: str
) -> Quote:
    """Work out one sale on a business date (ISO); `standing` is None for one without a member.

    Raises Refusal `amount_negative`, `amount_absurd`, `quantity`, `member_needed`,
    `reward_unknown`, the codes of `purse.obstacle` and those of `earning.earned`.
    """
    check_amounts(programme, basket)
    if standing is None:
        return _without_member(basket)
    pricing, purse = Pricing(basket), Purse(standing, day)
    tier = programme.tier_for(standing)
    taken, blocked = take_rewards(
        programme, basket.rewards, purse=purse, pricing=pricing, tier=tier, day=day
    )
    if blocked is not None:
        raise refusal(programme, blocked)
    spent = tuple(_spent(programme, each) for each in taken)
    given, counted = earned(programme, standing, basket, pricing, tier=tier, day=day)
    discount_minor = sum(each.discount_minor for each in spent)
    moved = _postings(given, spent, counted, standing.account, sale_id)
    after = settled(standing, moved)
    return Quote(
        total_minor=basket.total_minor,
        discount_minor=discount_minor,
        to_pay_minor=basket.total_minor - discount_minor,
        given=given,
        spent=spent,
        counted=counted,
        points_before=standing.amount(),
        points_after=after.amount(),
        tier_before=tier,
        tier_after=programme.tier_for(after),
        after=after,
    )


def postings(
    quoted: Quote, account: str, sale_id: str, programme: Programme
) -> tuple[Posting, ...]:
    """Give the postings of a quoted sale; `sale_id` is the event's id and names the new lots.

    One posting per unit and lot: which rule gave how much stands in the breakdown.
    """
    assert all(each.unit in units(programme) for each in quoted.given), quoted.given
    return _postings(quoted.given, quoted.spent, quoted.counted, account, sale_id)


def units(programme: Programme) -> frozenset[str]:
    """Give the units that members can have under a programme."""
    return frozenset(
        [accounts.POINTS, *(accounts.stamps(card.id) for card in programme.stamp_cards)]
    )


def total_of_paid(programme: Programme, reward_ids: tuple[str, ...], paid_minor: int) -> int:
    """Give the amount before rewards of which `paid_minor` is left to pay, for one typed amount.

    A cashier beside another register types what was paid after the discount. Where several
    amounts come to the same, the smallest that uses every reward in full is given. Raises Refusal
    `reward_unknown`.
    """
    total_minor = paid_minor
    for reward in reversed(in_order(programme, reward_ids)):
        if isinstance(reward, FixedReward):
            total_minor += reward.amount_minor
        elif isinstance(reward, PercentReward):
            total_minor = _before_percent(reward, total_minor)
    return total_minor


def _before_percent(reward: PercentReward, left_minor: int) -> int:
    """Find the smallest amount that a percentage leaves `left_minor` of."""
    if reward.percent == 100 and reward.maximum_minor is None:  # noqa: PLR2004
        return left_minor
    low, high = left_minor, left_minor * 100 // max(100 - reward.percent, 1) + 100
    if reward.maximum_minor is not None:
        high = min(high, left_minor + reward.maximum_minor)
    while low < high:
        middle = (low + high) // 2
        cut = (middle * reward.percent + 50) // 100
        if reward.maximum_minor is not None:
            cut = min(cut, reward.maximum_minor)
        if middle - cut >= left_minor:
            high = middle
        else:
            low = middle + 1
    return low


def check_amounts(programme: Programme, basket: Basket) -> None:
    """Refuse amounts that no sale has: `amount_negative`, `amount_absurd`, `quantity`."""
    for line in basket.lines:
        if line.amount_minor < 0:
            raise Refusal("amount_negative", "an amount cannot be negative", got=line.amount_minor)
        if line.quantity < 1:
            raise Refusal("quantity", "a line has at least one piece", got=line.quantity)
    most_minor = MOST_MAJOR * 10**programme.scale
    if basket.total_minor > most_minor:
        shown = programme.plain_money(most_minor)
        raise Refusal("amount_absurd", f"an amount is at most {shown}", got=basket.total_minor)


def refusal(programme: Programme, reason: Why) -> Refusal:
    """Turn a reason into the refusal that carries it: its code, its figures as details."""
    text = sentence(reason, say=str, money=programme.plain_money)
    return Refusal(reason.code, text, **reason.params)


def _without_member(basket: Basket) -> Quote:
    if basket.rewards or basket.stamps:
        raise Refusal("member_needed", "rewards and stamps need a member")
    return Quote(total_minor=basket.total_minor, discount_minor=0, to_pay_minor=basket.total_minor)


def _spent(programme: Programme, taken: Taken) -> Spent:
    reward = taken.reward
    return Spent(
        reward=reward.id,
        unit=reward.cost.unit,
        amount=reward.cost.amount,
        lots=taken.lots,
        discount_minor=taken.discount_minor,
        worth_minor=taken.worth_minor,
        unused_minor=taken.unused_minor,
        why=why(
            "reward",
            reward=reward.id,
            name=programme.text(reward.name, programme.languages[0]),
            unit=reward.cost.unit,
            cost=reward.cost.amount,
            discount_minor=taken.discount_minor,
            unused_minor=taken.unused_minor,
        ),
    )


def _postings(
    given: tuple[Given, ...],
    spent: tuple[Spent, ...],
    counted: tuple[Counted, ...],
    account: str,
    sale_id: str,
) -> tuple[Posting, ...]:
    moved: dict[tuple[str, str, str, str], int] = {}

    def move(debit: str, credit: str, unit: str, lot: str, amount: int) -> None:
        key = (debit, credit, unit, lot)
        moved[key] = moved.get(key, 0) + amount

    held, count = accounts.held(account), accounts.count(account)
    for cost in spent:
        for lot in cost.lots:
            move(held, accounts.USED, cost.unit, lot.lot, lot.amount)
    for gift in given:
        lot_name = name(sale_id, gift.last_day)
        move(accounts.GIVEN, accounts.open_(account), gift.unit, lot_name, gift.amount)
    for step in counted:
        if step.delta > 0:
            move(accounts.COUNTED, count, step.unit, "", step.delta)
        else:
            move(count, accounts.COUNTED, step.unit, "", -step.delta)
    return tuple(
        Posting(debit=debit, credit=credit, unit=unit, amount=amount, lot=lot)
        for (debit, credit, unit, lot), amount in moved.items()
    )

"""What the cash register gets to see of the counter: a short name, a level, points, rewards."""

from __future__ import annotations

from loyalty.accounts import POINTS
from loyalty.benefits.levels import tier_on
from loyalty.errors import Refusal
from loyalty.quote import Quote
from terminal.till import recorder, reward, roll, sale
from terminal.till.desk import Desk
from terminal.till.register_replies import (
    HoldReply,
    MemberSeen,
    QuoteReply,
    RewardSeen,
    StateReply,
)
from terminal.till.register_state import OpenSale


def member(desk: Desk, points: int | None = None) -> MemberSeen | None:
    """Give the attached member; `points` where a sale has just changed them."""
    if desk.sale is None:
        return None
    programme = recorder.programme(desk)
    standing = roll.standing(desk, desk.sale.account)
    tier = tier_on(programme, standing.counters, desk.day())
    have = standing.amount(POINTS) if points is None else points
    return MemberSeen(
        name=roll.short_name(desk, desk.sale.member_id),
        tier=programme.text(tier.name, desk.words.language) if tier else "",
        points=have,
        worth_minor=programme.worth_minor(have),
    )


def state(desk: Desk) -> StateReply:
    """Give who is attached and which sale is open."""
    current = desk.register.sales.current
    return StateReply(
        shop=desk.shop.name,
        till=desk.shop.till,
        currency=desk.shop.currency,
        scale=desk.shop.scale,
        sale=current.name if current else "",
        member=member(desk),
        reward=desk.sale.reward if desk.sale else "",
    )


def quote(desk: Desk, asked: OpenSale) -> QuoteReply:
    """Price the sale that is at the counter."""
    total_minor = asked.total_minor
    if desk.sale is None:
        return QuoteReply(
            sale=asked.name, total_minor=total_minor, discount_minor=0, to_pay_minor=total_minor
        )
    made, problem = priced(desk)
    return QuoteReply(
        sale=asked.name,
        total_minor=total_minor,
        discount_minor=made.discount_minor if made else 0,
        to_pay_minor=made.to_pay_minor if made else total_minor,
        member=member(desk),
        points_given=made.points_given if made else 0,
        points_after=made.points_after if made else roll.standing(desk, desk.sale.account).amount(),
        reward=desk.sale.reward,
        problem=problem,
        rewards=_rewards(desk),
    )


def hold(desk: Desk, asked: OpenSale) -> HoldReply:
    """Say what became of a wish to set a reward aside."""
    made, _ = priced(desk)
    held = desk.sale.reward if desk.sale else ""
    if not held and desk.asking is not None:
        return HoldReply(sale=asked.name, state="pin", to_pay_minor=asked.total_minor)
    if not held and desk.waiting is not None:
        return HoldReply(sale=asked.name, state="line", to_pay_minor=asked.total_minor)
    return HoldReply(
        sale=asked.name,
        state="held" if held else "free",
        reward=held,
        discount_minor=made.discount_minor if made else 0,
        to_pay_minor=made.to_pay_minor if made else asked.total_minor,
    )


def priced(desk: Desk) -> tuple[Quote | None, str]:
    """Price the attached member's sale, or name by its code why that cannot be."""
    try:
        _, _, made = sale.quoted(desk)
    except Refusal as error:
        return None, error.code
    return made, ""


def _rewards(desk: Desk) -> tuple[RewardSeen, ...]:
    programme = recorder.programme(desk)
    return tuple(
        RewardSeen(
            reward=one.reward_id,
            choice="".join(one.choices),
            name=reward.name(programme, desk.words.language, one.reward_id, "".join(one.choices)),
            usable=one.usable,
            reason=one.reason or "",
            worth_minor=one.worth_minor,
            cost=one.cost_amount,
            unit=one.cost_unit,
        )
        for one in reward.listed(desk)
    )

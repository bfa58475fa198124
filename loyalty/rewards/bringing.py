"""What a reward that was taken brings with it: its reason, what it counts, what a draw gives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from loyalty import accounts
from loyalty.benefits.periods import lasts_until
from loyalty.entries import Counted, Given, Weights
from loyalty.lots import NEVER
from loyalty.programme import Programme
from loyalty.programme.rewards import DonationReward, MysteryReward, PayReward, Prize, Reward
from loyalty.rewards.asking import Use
from loyalty.rewards.discount import Applied
from loyalty.rewards.drawing import drawn
from loyalty.scene import Scene
from loyalty.why import Why, why


def said(programme: Programme, use: Use, unit: str, amount: int, applied: Applied) -> Why:
    """Say what a reward cost and did, as a reason that an event keeps."""
    reward, effect = use.reward, use.effect
    if isinstance(effect, PayReward):
        return why("pay", reward=reward.id, points=amount, discount_minor=applied.discount_minor)
    name = programme.text(reward.name, programme.languages[0])
    if isinstance(effect, DonationReward):
        return why(
            "donation",
            reward=reward.id,
            name=name,
            cause=effect.cause,
            donated_minor=applied.donated_minor,
        )
    chosen = {"choice": effect.id} if effect is not reward else {}
    return why(
        "reward",
        reward=reward.id,
        name=name,
        unit=unit,
        cost=amount,
        discount_minor=applied.discount_minor,
        unused_minor=applied.unused_minor,
        **chosen,
    )


def counted(use: Use, scene: Scene, uses: int, weights: Weights) -> Iterable[Counted]:
    """Count the uses of a reward where something limits them, and every draw."""
    reward, name = use.reward, accounts.used(use.reward.id)
    if reward.most_per_member is not None:
        yield Counted(unit=name, delta=uses, weights=weights)
    if reward.most_per_day is not None:
        yield Counted(unit=f"{name}/{scene.day}", delta=uses, weights=weights)
    if reward.stock is not None:
        yield Counted(unit=name, delta=uses, account=accounts.WHOLE_SHOP, weights=weights)
    if isinstance(use.effect, MysteryReward):
        yield Counted(unit=drawn(use.effect.id), delta=1)


def given(scene: Scene, reward: Reward, prize: Prize) -> Iterable[Given]:
    """Give what a draw brings: a voucher for another reward, points, both or nothing."""
    programme = scene.programme
    if prize.reward is not None:
        won = programme.reward(prize.reward)
        first = (date.fromisoformat(scene.day) + timedelta(days=won.after_days)).isoformat()
        yield Given(
            rule=reward.id,
            unit=accounts.voucher(won.id),
            amount=1,
            first_day=first if won.after_days else "",
            last_day=lasts_until(won.life, first) if won.life else NEVER,
            why=why("mystery", reward=reward.id, prize=won.id, given=1),
        )
    if prize.points:
        yield Given(
            rule=reward.id,
            unit=accounts.POINTS,
            amount=prize.points,
            last_day=lasts_until(programme.points, scene.day),
            why=why("mystery", reward=reward.id, prize=accounts.POINTS, given=prize.points),
        )

"""Takes the rewards of a sale: one after another in the order of calculation, or says why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from loyalty.accounts import voucher
from loyalty.basket import Basket
from loyalty.entries import Counted, Given, Spent
from loyalty.programme import Tier
from loyalty.programme.rewards import MysteryReward, PayReward, Prize, Reward
from loyalty.rewards import bringing
from loyalty.rewards.asking import Use, asked, automatic, in_order
from loyalty.rewards.discount import Pricing
from loyalty.rewards.drawing import draw, drawn
from loyalty.rewards.obstacle import not_chosen, not_for_them, not_on_this
from loyalty.rewards.paying import price
from loyalty.rewards.purse import Purse
from loyalty.rewards.using import groups, pieces_used, used_up
from loyalty.scene import Scene
from loyalty.why import Why, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One reward that was taken: what it cost and took off, what a draw gave, what it counts."""

    reward: Reward
    spent: Spent
    given: tuple[Given, ...] = ()
    counted: tuple[Counted, ...] = ()


def take_rewards(
    scene: Scene,
    basket: Basket,
    *,
    pricing: Pricing,
    purse: Purse,
    tier: Tier | None,
    is_open: bool = False,
) -> tuple[list[Taken], Why | None]:
    """Take the rewards of a sale until one cannot be; give those that were and what was in its way.

    Automatic rewards are taken where they fit and never refuse a sale. An exclusive reward that
    was asked for stands alone; automatic exclusive ones count only if nothing was asked for, and
    then whatever is worth most. `pricing` and `purse` are used up on the way. With `is_open`
    nothing was rung up yet. Raises Refusal `reward_unknown`, `code_unknown`, `claim_negative`.
    """
    programme = scene.programme
    quiet = [] if is_open else automatic(programme, basket)
    if not (quiet or basket.claims or basket.codes):
        return [], None
    wanted = in_order(programme, asked(programme, basket))
    alone = next((use.reward for use in wanted if use.reward.exclusive), None)
    if alone is not None:
        if len(wanted) > 1:
            return [], why("not_with_others", reward=alone.id)
        quiet = []
    stackable = [use for use in quiet if not use.reward.exclusive]
    if not wanted and len(stackable) < len(quiet):
        stackable = _best(scene, basket, quiet, stackable, tier)
    uses = in_order(programme, [*wanted, *stackable])
    return _Taking(scene, basket, pricing, purse, tier, is_open=is_open).take(uses)


def _best(
    scene: Scene, basket: Basket, quiet: list[Use], stackable: list[Use], tier: Tier | None
) -> list[Use]:
    """Choose between each exclusive automatic reward alone and all others together, by worth."""
    exclusive = sorted(
        (use for use in quiet if use.reward.exclusive), key=lambda use: use.reward.id
    )

    def worth_minor(uses: list[Use]) -> int:
        pricing, purse = Pricing(basket), Purse(scene.standing, scene.day)
        run = _Taking(scene, basket, pricing, purse, tier, is_open=False)
        taken, _ = run.take(in_order(scene.programme, uses))
        return sum(each.spent.worth_minor for each in taken)

    return max([*([use] for use in exclusive), stackable], key=worth_minor)


class _Taking:
    """One run through the rewards of a sale, with the uses counted so far."""

    def __init__(
        self,
        scene: Scene,
        basket: Basket,
        pricing: Pricing,
        purse: Purse,
        tier: Tier | None,
        *,
        is_open: bool,
    ) -> None:
        self.scene = scene
        self.basket = basket
        self.pricing = pricing
        self.purse = purse
        self.tier = tier
        self.is_open = is_open
        self.uses: dict[str, int] = {}
        self.draws: dict[str, int] = {}

    def take(self, uses: Iterable[Use]) -> tuple[list[Taken], Why | None]:
        taken: list[Taken] = []
        for use in uses:
            blocked = self._take(use)
            if isinstance(blocked, Taken):
                taken.append(blocked)
            elif not use.is_quiet:
                return taken, blocked
        return taken, None

    def _take(self, use: Use) -> Taken | Why:
        reward, pricing = use.reward, self.pricing
        in_sale = self.uses.get(reward.id, 0)
        times = groups(use, self.scene, pricing)
        more = pieces_used(use, pricing) * times
        cost = (
            self._not_for_them(use)
            or used_up(use, self.scene, in_sale, more)
            or price(use, self.purse, pricing, is_open=self.is_open)
        )
        if isinstance(cost, Why):
            return cost
        blocked = not_chosen(use, self.scene) or not_on_this(use, pricing, is_open=self.is_open)
        if blocked is not None:
            return blocked
        self.uses[reward.id] = in_sale + more
        unit, amount = cost
        claim = use.claim
        if isinstance(use.effect, PayReward):
            claim = replace(claim, points=amount)
        applied = pricing.apply(use.effect, claim, times)
        prize = self._draw(use.effect)
        spent = Spent(
            reward=reward.id,
            unit=unit,
            amount=amount,
            lots=self.purse.pay(unit, amount) if amount else (),
            discount_minor=applied.discount_minor,
            worth_minor=applied.worth_minor,
            unused_minor=applied.unused_minor,
            donated_minor=applied.donated_minor,
            choice=claim.choice if use.effect is not reward else "",
            why=bringing.said(self.scene.programme, use, unit, amount, applied),
            weights=applied.weights,
        )
        counted = tuple(bringing.counted(use, self.scene, more, applied.weights))
        return Taken(
            reward=reward,
            spent=spent,
            given=tuple(bringing.given(self.scene, reward, prize)) if prize else (),
            counted=counted,
        )

    def _not_for_them(self, use: Use) -> Why | None:
        """Say which condition is not met; a voucher in hand is a reward given in person."""
        blocked = not_for_them(use, self.scene, self.tier, self.basket.codes)
        if blocked is None or blocked.code != "not_personal" or use.is_quiet:
            return blocked
        return None if self.purse.held(voucher(use.reward.id)) else blocked

    def _draw(self, effect: Reward) -> Prize | None:
        if not isinstance(effect, MysteryReward):
            return None
        scene, already = self.scene, self.draws.get(effect.id, 0)
        self.draws[effect.id] = already + 1
        nth = scene.standing.counters.get(drawn(effect.id), 0) + already
        return draw(effect, seed=scene.seed, account=scene.standing.account, nth=nth)

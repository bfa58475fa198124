"""Which rewards a sale is to have: claimed, said by code, automatic; in order of calculation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty.basket import Basket, Claim
from loyalty.earning.conditions import plain_code
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.programme.rewards import (
    AccessReward,
    ChoiceReward,
    FixedReward,
    PayReward,
    PercentReward,
    ProductReward,
    Reward,
)

_ITEM, _PERCENT, _FIXED, _BESIDE, _PAY = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of a reward: on its own terms, with the effect of what was chosen, if it is a choice.

    `is_quiet` says that nobody asked for it: an automatic reward, which never refuses a sale.
    """

    reward: Reward
    effect: Reward
    claim: Claim
    is_quiet: bool = False


def asked(programme: Programme, basket: Basket) -> list[Use]:
    """Give the uses that somebody asked for: claims, and rewards whose code was said.

    Raises Refusal `reward_unknown`, `code_unknown`, `claim_negative`.
    """
    uses = []
    for claim in basket.claims:
        if claim.points < 0 or claim.pieces < 0:
            got = min(claim.points, claim.pieces)
            raise Refusal("claim_negative", "points and pieces cannot be negative", got=got)
        uses.append(_use(programme, claim))
    if basket.codes:
        claimed = {claim.reward for claim in basket.claims}
        uses.extend(
            _use(programme, Claim(reward=reward.id))
            for reward in _said(programme, basket.codes)
            if reward.id not in claimed
        )
    return uses


def automatic(programme: Programme, basket: Basket) -> list[Use]:
    """Give the uses of automatic rewards; one that was claimed is no longer had by itself."""
    claimed = {claim.reward for claim in basket.claims}
    return [
        _use(programme, Claim(reward=reward.id), is_quiet=True)
        for reward in programme.rewards
        if reward.automatic and reward.id not in claimed
    ]


def in_order(programme: Programme, uses: list[Use]) -> list[Use]:
    """Give uses in the order of calculation, whatever order they were asked for in.

    Item rewards, per cent, fixed, what is had beside the goods, paying with points; among them
    in the order of the programme.
    """
    if len(uses) < 2:  # noqa: PLR2004
        return uses
    place = {reward.id: at for at, reward in enumerate(programme.rewards)}
    return sorted(uses, key=lambda use: (_phase(use.effect), place[use.reward.id], use.claim))


def is_had_by_itself(reward: Reward) -> bool:
    """Say whether a reward needs neither cost nor voucher: whoever meets its terms may have it."""
    if reward.cost is not None:
        return False
    return (
        reward.automatic
        or reward.code is not None
        or reward.personal
        or isinstance(reward, AccessReward)
    )


def _phase(effect: Reward) -> int:
    match effect:
        case ProductReward():
            return _ITEM
        case PercentReward():
            return _PERCENT
        case FixedReward():
            return _FIXED
        case PayReward():
            return _PAY
        case _:
            return _BESIDE


def _use(programme: Programme, claim: Claim, *, is_quiet: bool = False) -> Use:
    reward = programme.reward(claim.reward)
    effect = reward
    if isinstance(reward, ChoiceReward) and claim.choice in reward.options:
        option = programme.reward(claim.choice)
        # A choice among choices says nothing, and paying with points has a price of its own.
        effect = reward if isinstance(option, ChoiceReward | PayReward) else option
    return Use(reward=reward, effect=effect, claim=claim, is_quiet=is_quiet)


def _said(programme: Programme, codes: tuple[str, ...]) -> Iterator[Reward]:
    said = {plain_code(code): code for code in codes}
    known = {plain_code(code) for code in _codes(programme)}
    for unknown in sorted(said.keys() - known):
        raise Refusal("code_unknown", f"there is no code {said[unknown]!r}", got=said[unknown])
    for reward in programme.rewards:
        costs = reward.automatic or reward.cost is not None or isinstance(reward, PayReward)
        if reward.code is not None and not costs and plain_code(reward.code) in said:
            yield reward


def _codes(programme: Programme) -> Iterator[str]:
    for rules in (
        programme.earn,
        programme.multipliers,
        programme.stamp_cards,
        programme.rewards,
        programme.milestones,
        programme.staircases,
    ):
        for rule in rules:
            if rule.code is not None:
                yield rule.code

"""What stands in the way of one use of a reward: when, for whom, on which sale."""

from __future__ import annotations

from loyalty.earning.conditions import is_running, missing
from loyalty.programme import Programme, Tier
from loyalty.programme.rewards import (
    AccessReward,
    ChoiceReward,
    FixedReward,
    MysteryReward,
    PayReward,
    PercentReward,
    ProductReward,
    Reward,
    ShippingReward,
)
from loyalty.rewards.asking import Use
from loyalty.rewards.discount import Pricing
from loyalty.rewards.using import rung_up
from loyalty.scene import Scene
from loyalty.why import Why, why


def not_for_them(use: Use, scene: Scene, tier: Tier | None, codes: tuple[str, ...]) -> Why | None:
    """Say which condition of a reward this member does not meet now."""
    reward, programme = use.reward, scene.programme
    code = missing(reward, scene, rule_id=reward.id, tier=tier, codes=codes)
    if code:
        return why(code, reward=reward.id, **_figures(code, reward, scene))
    if reward.tier is None:
        return None
    ladder = [each.id for each in programme.tiers]
    if tier is not None and ladder.index(tier.id) >= ladder.index(reward.tier):
        return None
    return why("reward_tier", reward=reward.id, **_level(programme, reward.tier))


def _figures(code: str, reward: Reward, scene: Scene) -> dict[str, int | str]:
    programme = scene.programme
    match code:
        case "reward_not_yet":
            return {"day": reward.valid_from or ""}
        case "reward_over":
            return {"day": reward.valid_until or ""}
        case "wrong_weekday":
            return {"weekdays": ",".join(reward.weekdays)}
        case "wrong_hour":
            return {"hours": ",".join(f"{each.start}-{each.until}" for each in reward.hours)}
        case "wrong_level":
            levels = [_level(programme, each) for each in reward.tiers]
            return {
                "tier": ",".join(str(each["tier"]) for each in levels),
                "name": ", ".join(str(each["name"]) for each in levels),
            }
        case "wrong_membership":
            wanted = next(each for each in reward.memberships if not is_running(scene, each))
            sold = next((each for each in programme.memberships if each.id == wanted), None)
            name = programme.text(sold.name, programme.languages[0]) if sold else wanted
            return {"membership": wanted, "name": name}
        case _:
            return {}


def _level(programme: Programme, tier_id: str) -> dict[str, int | str]:
    tier = programme.tier(tier_id)
    name = programme.text(tier.name, programme.languages[0]) if tier else tier_id
    return {"tier": tier_id, "name": name}


def not_chosen(use: Use, scene: Scene) -> Why | None:
    """Say that a choice was not made, or that a draw has no seed to be drawn with."""
    if isinstance(use.reward, ChoiceReward):
        if not use.claim.choice:
            return why("choice_needed", reward=use.reward.id)
        if use.effect is use.reward:
            return why("choice_unknown", reward=use.reward.id)
    if isinstance(use.effect, MysteryReward) and not scene.seed:
        return why("seed_missing", reward=use.reward.id)
    return None


def not_on_this(use: Use, pricing: Pricing, *, is_open: bool) -> Why | None:
    """Say what the sale lacks. With `is_open` nothing was rung up yet and may still come to fit."""
    reward, effect = use.reward, use.effect
    needs_money = isinstance(effect, FixedReward | PercentReward | PayReward)
    gross_minor = pricing.gross_minor(reward)
    if needs_money and pricing.lines and effect.is_scoped and not pricing.gross_minor(effect):
        return why("reward_items", reward=reward.id)
    least_minor = max(reward.minimum_minor, int(needs_money and not is_open))
    if gross_minor < least_minor:
        return why(
            "reward_minimum",
            reward=reward.id,
            minimum_minor=reward.minimum_minor,
            missing_minor=least_minor - gross_minor,
        )
    pieces = pricing.gross_pieces(reward) if reward.minimum_pieces else 0
    if pieces < reward.minimum_pieces:
        return why("reward_pieces", reward=reward.id, missing=reward.minimum_pieces - pieces)
    return None if is_open else _without_effect(use, pricing, needs_money=needs_money)


def _without_effect(use: Use, pricing: Pricing, *, needs_money: bool) -> Why | None:
    """Say that a reward would do nothing. An automatic one is not handed over with nothing sold."""
    reward, effect = use.reward, use.effect
    wants_lines = isinstance(effect, ShippingReward) or (
        use.is_quiet and isinstance(effect, ProductReward) and effect.product is None
    )
    if wants_lines and not any(pricing.lines[at].amount_minor for at in pricing.touched(effect)):
        return why("reward_items", reward=reward.id)
    if (needs_money or wants_lines) and not pricing.payable_minor(effect):
        return why("nothing_left", reward=reward.id)
    if not _is_wanted(use, pricing):
        return why("reward_items", reward=reward.id)
    is_gift = use.is_quiet and not isinstance(effect, ShippingReward)
    if is_gift and not pricing.gross_minor(reward):
        return why("nothing_left", reward=reward.id)
    return None


def _is_wanted(use: Use, pricing: Pricing) -> bool:
    """Say whether the product is in the sale; where lines name no products nobody can tell.

    Early access is about buying its product, and nobody's stamps are spent unasked on a product
    that they did not take.
    """
    effect = use.effect
    match effect:
        case AccessReward(product=product):
            must_be_named = use.is_quiet
        case ProductReward(product=str() as product) if use.is_quiet and use.reward.cost:
            must_be_named = False
        case _:
            return True
    if rung_up(pricing, product):
        return True
    return not must_be_named and not any(line.product for line in pricing.lines)

"""What stands in the way of one use of a reward: when, for whom, how often, on which sale."""

from __future__ import annotations

from loyalty import accounts
from loyalty.asking import Use
from loyalty.conditions import is_running, missing
from loyalty.discount import Pricing
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
            return _level(programme, reward.tiers[0])
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


def pieces_used(use: Use, pricing: Pricing) -> int:
    """Give how many uses one claim counts as: early access is counted in pieces of its product."""
    if not isinstance(use.effect, AccessReward):
        return 1
    return max(rung_up(pricing, use.effect.product), 1)


def rung_up(pricing: Pricing, product: str) -> int:
    """Count the pieces of a product that are in the sale."""
    return sum(line.quantity for line in pricing.lines if line.product == product)


def used_up(use: Use, scene: Scene, in_sale: int, more: int) -> Why | None:
    """Say which limit `more` uses would break, after `in_sale` uses in this sale."""
    reward = use.reward
    for code, most, before in _limits(reward, scene):
        if most is not None and before + in_sale + more > most:
            if code == "stock_gone":
                return why(code, reward=reward.id)
            return why(code, reward=reward.id, most=most)
    # One claim of early access is for all the pieces in the sale; there is no second one.
    most = in_sale if in_sale and isinstance(use.effect, AccessReward) else reward.most_per_sale
    if most is not None and in_sale + more > most:
        return why("used_in_sale", reward=reward.id, most=most)
    return None


def _limits(reward: Reward, scene: Scene) -> tuple[tuple[str, int | None, int], ...]:
    """Give for each limit that outlasts a sale its reason, the most there may be and the uses."""
    name, counters = accounts.used(reward.id), scene.standing.counters
    return (
        ("used_up", reward.most_per_member, counters.get(name, 0)),
        ("used_today", reward.most_per_day, counters.get(f"{name}/{scene.day}", 0)),
        ("stock_gone", reward.stock, scene.shop.get(name, 0)),
    )


def groups(use: Use, scene: Scene, pricing: Pricing) -> int:
    """Give how many times an automatic reward on pieces applies: once for every so many pieces.

    "The cheapest of three is free" makes two of six free. Limits on uses cap it; it is at least 1.
    """
    reward = use.reward
    if not (use.is_quiet and reward.minimum_pieces and reward.cost is None and _on_pieces(reward)):
        return 1
    times = [pricing.gross_pieces(reward) // reward.minimum_pieces]
    times += [most - before for _, most, before in _limits(reward, scene) if most is not None]
    if reward.most_per_sale is not None:
        times.append(reward.most_per_sale)
    return max(min(times), 1)


def _on_pieces(reward: Reward) -> bool:
    """Say whether a reward is about some of the pieces that it counts."""
    match reward:
        case PercentReward(pieces=int()):
            return True
        case ProductReward(product=product):
            return product is None or product in reward.products
        case _:
            return False


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

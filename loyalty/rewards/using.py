"""How often a reward was used and may be: by a member, in a day, in a sale, by the whole shop."""

from __future__ import annotations

from loyalty import accounts
from loyalty.programme.rewards import AccessReward, PercentReward, ProductReward, Reward
from loyalty.rewards.asking import Use
from loyalty.rewards.discount import Pricing
from loyalty.scene import Scene
from loyalty.why import Why, why


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

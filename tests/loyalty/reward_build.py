"""What the tests of rewards are made of: members with lots and vouchers, sales, their rewards."""

from typing import Any

from loyalty import accounts
from loyalty.basket import Basket
from loyalty.benefits.levels import tier_on
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme
from loyalty.rewards.discount import Pricing
from loyalty.rewards.purse import Purse
from loyalty.rewards.taking import Taken, take_rewards
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from loyalty.why import Why
from tests.loyalty.documents import programme, reward

DAY = "2026-11-22"
SEED = b"seed"
OLD = "019aa000-0000-7000-8000-000000000000"


def scene(rules: Programme, *, points: int = 0, **parts: Any) -> Scene:
    """Give a scene in which a member holds points, and vouchers or stamps named by their unit.

    `units` are amounts by unit, `lots` whole lots by unit; both are held here unless `away` names
    the unit. `counters`, `owed` are the standing's, `facts` the member's; the rest is the scene's.
    """
    units = {accounts.POINTS: points, **parts.pop("units", {})}
    lots: dict[str, tuple[HeldLot, ...]] = {
        unit: (HeldLot(lot=name(OLD), amount=amount),) for unit, amount in units.items() if amount
    }
    lots |= parts.pop("lots", {})
    away = parts.pop("away", ())
    standing = Standing(
        account="a" * 32,
        balance={unit: sum(lot.amount for lot in held) for unit, held in lots.items()},
        held={unit: held for unit, held in lots.items() if unit not in away},
        owed=parts.pop("owed", {}),
        counters=parts.pop("counters", {}),
    )
    facts = Facts(**parts.pop("facts", {}))
    return Scene(**{"programme": rules, "standing": standing, "facts": facts, "day": DAY, **parts})


def take(
    here: Scene, basket: Basket, *, is_open: bool = False
) -> tuple[list[Taken], Why | None, Pricing]:
    """Take the rewards of one sale; give what was taken, what was in the way, what is left."""
    pricing = Pricing(basket)
    taken, blocked = take_rewards(
        here,
        basket,
        pricing=pricing,
        purse=Purse(here.standing, here.day),
        tier=tier_on(here.programme, here.standing.counters, here.day),
        is_open=is_open,
    )
    return taken, blocked, pricing


def taken(here: Scene, basket: Basket) -> list[Taken]:
    """Take the rewards of a sale that nothing stands in the way of."""
    done, blocked, _ = take(here, basket)
    assert blocked is None, blocked
    return done


def blocked(here: Scene, basket: Basket) -> Why:
    """Give what stands in the way of a sale's rewards."""
    _, reason, _ = take(here, basket)
    assert reason is not None
    return reason


def rules(*rewards: dict[str, Any], **parts: Any) -> Programme:
    """Give a programme of rewards."""
    return programme(rewards=list(rewards), **parts)


def free(kind: str, **parts: Any) -> dict[str, Any]:
    """Give an automatic reward."""
    return reward(kind, **{"cost": None, "automatic": True, **parts})


def cuts(done: list[Taken]) -> dict[str, int]:
    """Give what each reward took off."""
    found: dict[str, int] = {}
    for each in done:
        found[each.reward.id] = found.get(each.reward.id, 0) + each.spent.discount_minor
    return found

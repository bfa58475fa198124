"""What is due to a member now and was not given yet: milestones, staircases, levels, bonuses.

Everything is worked out from counters, so that what a till could not give, because the member's
home right is elsewhere, is given later by whoever holds it, under the same id. A total that
reached an amount brings as many gifts as it reached, less those that stand: after a refund and a
new purchase nothing is given twice, and what was taken back is given again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from loyalty.accounts import VISITS
from loyalty.benefits.bonuses import dated, referrals, remembered
from loyalty.benefits.counting import measured
from loyalty.benefits.gifts import NOTHING, Benefit, Due, due_of
from loyalty.benefits.levels import rank_on
from loyalty.benefits.reaching import LOOKS, Named, benefit, looked_at, looks, over_totals, reached
from loyalty.earning.conditions import holds
from loyalty.entries import Counted, Given
from loyalty.programme import Tier
from loyalty.rewards.discount import Pricing
from loyalty.scene import Scene
from loyalty.standing import Standing

_LOOKED = looked_at("-")
"""The counter of the first sales that looked whether a level with a gift was reached."""


class SaleSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What benefits need of the sale that brings them: its prices, what it earns, the codes."""

    pricing: Pricing
    given: Sequence[Given] = ()
    codes: tuple[str, ...] = ()
    visited: bool = False
    tier: Tier | None = None


def due(scene: Scene, after: Standing, *, sale: SaleSeen | None = None) -> Due:
    """Give everything that is due with the standing after a sale, or without one, on a day.

    `scene.standing` is the standing before it. What needs the home right is given only where it
    is (`scene.standing.home`); elsewhere its reasons are what follows.
    """
    programme = scene.programme
    has_entries = any(tier.entry is not None for tier in programme.tiers)
    brings = has_entries or programme.milestones or programme.staircases or programme.bonuses
    if not brings or scene.facts.blocked:
        return NOTHING
    now = rank_on(programme, after.counters, scene.day) if has_entries else -1
    found = chain(
        _within_sale(scene, sale),
        over_totals(scene, after.counters),
        _entries(scene, after.counters, now) if has_entries else (),
        referrals(scene, after.counters),
        remembered(scene, after.counters, every=sale is None),
        dated(scene, after.counters),
    )
    given, counted, follows = due_of(scene, found)
    counted = (*counted, *looks(scene, is_sale=sale is not None))
    if has_entries:
        counted = (*counted, *_looks(scene, after.counters, now, sale))
    return Due(given, counted, follows)


def _within_sale(scene: Scene, sale: SaleSeen | None) -> Iterator[Benefit]:
    """Give what one sale alone reaches; any till may, and every sale may again."""
    if sale is None:
        return
    for rule in scene.programme.milestones:
        if rule.within != "sale" or not holds(
            rule, scene, rule_id=rule.id, tier=sale.tier, codes=sale.codes
        ):
            continue
        moved = list(measured(rule, sale.pricing, sale.given, visited=sale.visited))
        times = reached(rule, sum(each.delta for each in moved))
        if times:
            weights = moved[0].weights
            yield Benefit(
                id="",
                because="milestone",
                rule=rule.id,
                name=rule.name,
                gift=rule.gift,
                times=times,
                pending_days=scene.programme.points.pending_days,
                everywhere=True,
                weights=weights,
            )


def _entries(scene: Scene, counters: Mapping[str, int], now: int) -> Iterator[Benefit]:
    """Give the entry gifts of the levels that a member has and was not given for reaching them.

    A level that was had before counts as settled once the home right saw it, or when it is older
    than the gifts: then there are sales but none that looked for levels. Two tills that were
    offline may each have counted half of what a level takes; it is found here all the same.
    """
    programme, before_sale = scene.programme, scene.standing.counters
    before = rank_on(programme, before_sale, scene.day)
    is_older = before_sale.get(_LOOKED, 0) <= 0 and before_sale.get(VISITS, 0) > 0
    new = []
    for rank, tier in enumerate(programme.tiers[: now + 1]):
        if rank <= before and (is_older or before_sale.get(_seen(tier), 0) > 0):
            continue
        named = Named(f"entry/{tier.id}", tier.period, scene.day)
        if tier.entry is not None and not named.stands(counters):
            new.append(benefit(scene, tier, tier.entry, "tier_entry", named.id))
    yield from new[-1:] if programme.levels.entry == "highest" else new


def _seen(tier: Tier) -> str:
    """Name the counter that says that the home right saw this level and it was not lost since."""
    return f"seen:{tier.id}/level"


def _looks(
    scene: Scene, counters: Mapping[str, int], now: int, sale: SaleSeen | None
) -> Iterator[Counted]:
    """Keep which levels the home right saw, and that a sale looked."""
    if sale is not None and counters.get(_LOOKED, 0) < LOOKS:
        yield Counted(unit=_LOOKED, delta=1)
    if scene.standing.home:
        for rank, tier in enumerate(scene.programme.tiers):
            step = int(rank <= now) - counters.get(_seen(tier), 0)
            if step:
                yield Counted(unit=_seen(tier), delta=step)

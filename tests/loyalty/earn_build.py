"""What the tests of earning are made of: small programmes, a scene, and what one sale earns."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from loyalty.basket import Basket, Line
from loyalty.earning.earned import earned
from loyalty.entries import Counted, Given
from loyalty.programme import Programme
from loyalty.rewards.discount import Pricing
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing

DAY = "2026-11-22"  # a Sunday


def rules(**parts: Any) -> Programme:
    """Give the smallest programme, with parts of it added.

    Whether an owner may write it is not asked: the rules decide also where a check would refuse.
    """
    whole: dict[str, Any] = {
        "id": "test",
        "version": 1,
        "from": "2026-01-01",
        "name": "Test",
        "currency": "EUR",
        "time_zone": "Europe/Amsterdam",
        **parts,
    }
    return msgspec.convert(whole, Programme)


def amount(**parts: Any) -> dict[str, Any]:
    """Give an earn rule of one point per 1.00."""
    return {"kind": "amount", "id": "spend", "points": 1, "per_minor": 100, **parts}


def more(rule_id: str, percent: int, **parts: Any) -> dict[str, Any]:
    """Give a multiplier."""
    return {"id": rule_id, "percent": percent, **parts}


def line(amount_minor: int, category: str = "", **parts: Any) -> Line:
    """Give one line of a sale."""
    return Line(amount_minor=amount_minor, category=category, **parts)


def basket(*lines: Line | int, **parts: Any) -> Basket:
    """Give a sale of lines; a number is a line without product or category."""
    made = (each if isinstance(each, Line) else line(each) for each in lines)
    return Basket(lines=tuple(made), **parts)


@dataclass(frozen=True, kw_only=True)
class Earned:
    """What one sale earned, easy to look at."""

    given: tuple[Given, ...]
    counted: tuple[Counted, ...]
    by_rule: dict[str, int] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)

    @property
    def points(self) -> int:
        """Give the points in all."""
        return sum(each.amount for each in self.given if each.unit == "points")

    def of(self, rule: str) -> Given:
        """Give what one rule gave."""
        return next(each for each in self.given if each.rule == rule)


def at_till(programme: Programme, counters: dict[str, int] | None = None, **parts: Any) -> Scene:
    """Give the scene of a member with these counters."""
    facts = parts.pop("facts", Facts())
    standing = Standing(account="a" * 32, counters=counters or {})
    return Scene(programme=programme, standing=standing, facts=facts, **{"day": DAY, **parts})


def earn(
    programme: Programme,
    sale: Basket,
    counters: dict[str, int] | None = None,
    *,
    pricing: Pricing | None = None,
    tier: str = "",
    **parts: Any,
) -> Earned:
    """Earn on one sale, no reward taken unless `pricing` says so."""
    scene = at_till(programme, counters, **parts)
    priced = Pricing(sale) if pricing is None else pricing
    given, counted = earned(scene, sale, priced, tier=programme.tier(tier))
    return Earned(
        given=given,
        counted=counted,
        by_rule={each.rule: each.amount for each in given},
        moved={each.unit: each.delta for each in counted},
    )


def after(counters: dict[str, int], got: Earned) -> dict[str, int]:
    """Give the counters after a sale."""
    units = {*counters, *got.moved}
    return {unit: counters.get(unit, 0) + got.moved.get(unit, 0) for unit in units}

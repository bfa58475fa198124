"""Compares one rule with its later self, name by name: which of its terms become worse."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import Any

from msgspec.structs import fields as fields_of

from loyalty.comparing.terms import is_shorter, is_smaller, narrower
from loyalty.programme import Document
from loyalty.programme.benefits import Staircase
from loyalty.programme.earn import EarnAmount, EarnItem
from loyalty.programme.rewards import Offered, PayReward
from loyalty.programme.terms import Rule

_SAME = frozenset({"id", "name", "icon", "priority", "cause", "renew_days_before", "most_at_once"})
"""What members lose nothing by."""
_MORE_IS_WORSE = frozenset(
    {
        "minimum_minor",
        "minimum_pieces",
        "minimum_points",
        "pending_days",
        "after_days",
        "stamps",
        "per_minor",
        "from_amount",
        "at",
        "every",
        "member_days",
        "fee_minor",
    }
)
_LESS_IS_WORSE = frozenset(
    {
        "points",
        "percent",
        "amount_minor",
        "maximum_minor",
        "maximum_percent",
        "worth_minor",
        "pieces",
        "most",
        "most_per_sale",
        "most_per_day",
        "most_per_member",
        "points_per_sale",
        "points_per_day",
        "stock",
        "grace_days",
        "days_before",
        "months",
        "days",
    }
)
"""None is without a limit for these."""
_YES_IS_WORSE = frozenset({"exclusive"})
_NO_IS_WORSE = frozenset({"carry", "automatic", "refund_unused", "keep_next_period"})
_GIFTS = frozenset({"gift", "entry", "referrer"})
_BEST = MappingProxyType(
    {
        "basis": "price",
        "tax": "included",
        "once": "always",
        "target": "dearest",
        "downgrade": "never",
        "tier": None,
    }
)
"""What takes nothing from anybody, whatever stood there before."""


def worse_fields(was: Document, now: Document) -> tuple[str, ...]:
    """Name what is worse in a rule that is there in both versions, in the order of its shape."""
    if type(was) is not type(now):
        return ("kind",)
    names = [item.name for item in fields_of(was)]
    shared = set(Rule.__struct_fields__) if isinstance(was, Rule) else set()
    found = [*narrower(was, now)] if isinstance(was, Rule) and isinstance(now, Rule) else []
    rates = _RATES.get(type(was), ())
    if rates and _rate(was, rates) > _rate(now, rates):
        found.append(rates[0])
    skipped = {*shared, *rates, *_SAME}
    found += [name for name in names if name not in skipped and _is_worse(name, was, now)]
    return tuple(found)


_RATES: MappingProxyType[type, tuple[str, str]] = MappingProxyType(
    {
        EarnAmount: ("points", "per_minor"),
        EarnItem: ("points", "pieces"),
        PayReward: ("minor", "points"),
    }
)
"""What is given, and for how much: only the share of both counts."""


def _rate(rule: Document, names: tuple[str, str]) -> Fraction:
    return Fraction(getattr(rule, names[0]), getattr(rule, names[1]))


def _is_worse(name: str, was: Document, now: Document) -> bool:
    before, after = getattr(was, name), getattr(now, name)
    if before == after:
        return False
    if name == "cost":
        return _is_dearer(was, now)
    if name == "life":
        # Without a life of its own a rule has that of the programme, which may be any.
        return before is None or after is None or is_shorter(before, after)
    if name in _GIFTS:
        return is_smaller(before, after)
    if name == "steps":
        return _steps_worse(was, now)
    if name == "options":
        return not set(after) >= set(before)
    return _is_figure_worse(name, before, after)


def _is_figure_worse(name: str, before: Any, after: Any) -> bool:
    if name in _MORE_IS_WORSE:
        return (after or 0) > (before or 0)
    if name in _LESS_IS_WORSE:
        return after is not None and (before is None or after < before)
    if name in _YES_IS_WORSE:
        return bool(after)
    if name in _NO_IS_WORSE:
        return bool(before)
    return not (name in _BEST and after == _BEST[name])


def _is_dearer(was: Document, now: Document) -> bool:
    assert isinstance(was, Offered)
    assert isinstance(now, Offered)
    if was.cost is None or now.cost is None:
        # What was had by itself or with a voucher now costs something, or cannot be bought at all.
        return not now.automatic
    return was.cost.unit != now.cost.unit or now.cost.amount > was.cost.amount


def _steps_worse(was: Document, now: Document) -> bool:
    """Say whether any step of a staircase is higher, or brings less, or is gone."""
    assert isinstance(was, Staircase)
    assert isinstance(now, Staircase)
    return any(
        not any(
            later.from_amount <= step.from_amount and not is_smaller(step.gift, later.gift)
            for later in now.steps
        )
        for step in was.steps
    )

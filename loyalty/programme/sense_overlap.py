"""Finds exclusive rules of one priority that can hold at once, so that neither is the one meant.

Two rules meet when some line could be sold at some time to some member under both. A member may
be in two segments, have two memberships and say two codes; what keeps rules apart for certain are
days, hours, levels (a member has one) and lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loyalty.programme.earn import Earning, Multiplier
from loyalty.programme.sense_head import is_day
from loyalty.programme.sense_remark import Remark, remark
from loyalty.programme.sense_terms import WEEKDAYS, weekdays_between, weekdays_of
from loyalty.programme.shapes import Programme
from loyalty.programme.terms import Hours, Rule, Scoped

_MIDNIGHT = "24:00"


def remarks(programme: Programme) -> Iterator[Remark]:
    """Compare all exclusive earn rules, and all exclusive multipliers, of one priority."""
    yield from _among("earn", programme.earn)
    yield from _among("multipliers", programme.multipliers)


def _among(group: str, rules: Sequence[Earning | Multiplier]) -> Iterator[Remark]:
    exclusive = [(at, rule) for at, rule in enumerate(rules) if rule.exclusive]
    for number, (at, rule) in enumerate(exclusive):
        for other, earlier in exclusive[:number]:
            if rule.priority == earlier.priority and meet(rule, earlier):
                wanted = (
                    f"another priority than {group}[{other}], or terms that never meet its own: "
                    "both are exclusive"
                )
                yield remark(f"{group}[{at}].priority", rule.priority, wanted, f"{group}*")
                break


def meet(one: Rule, other: Rule) -> bool:
    """Say whether two rules can hold for one line of one sale."""
    return (
        _in_days(one, other)
        and _in_hours(one, other)
        and _in_sets(one.tiers, other.tiers)
        and _on_lines(one, other)
    )


def _in_sets(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or not set(one).isdisjoint(other)


def _in_days(one: Rule, other: Rule) -> bool:
    shared = weekdays_of(one) & weekdays_of(other)
    first = max((rule.valid_from for rule in (one, other) if rule.valid_from), default=None)
    last = min((rule.valid_until for rule in (one, other) if rule.valid_until), default=None)
    if first is None or last is None or not (is_day(first) and is_day(last)):
        return bool(shared)
    if last < first:
        return False
    between = weekdays_between(first, last)
    return bool(shared & between) if len(between) < len(WEEKDAYS) else bool(shared)


def _in_hours(one: Rule, other: Rule) -> bool:
    if not one.hours or not other.hours:
        return True
    return any(
        a_start < b_until and b_start < a_until
        for a_start, a_until in _stretches(one.hours)
        for b_start, b_until in _stretches(other.hours)
    )


def _stretches(parts: tuple[Hours, ...]) -> Iterator[tuple[str, str]]:
    """Give parts of the day that do not run past midnight; times of day sort as text."""
    for part in parts:
        if part.start < part.until:
            yield part.start, part.until
        else:
            yield part.start, _MIDNIGHT
            yield "00:00", part.until


def _on_lines(one: Scoped, other: Scoped) -> bool:
    """Say whether some product of some category is covered by both.

    Which products a category has is not known here, so a named product may be of any.
    """
    no_product = {*one.except_products, *other.except_products}
    no_category = {*one.except_categories, *other.except_categories}
    ways = [
        (set(each.products) - no_product, set(each.categories) - no_category)
        for each in (one, other)
        if each.products or each.categories
    ]
    if len(ways) < 2:  # noqa: PLR2004
        return all(products or categories for products, categories in ways)
    (products, categories), (more_products, more_categories) = ways
    return bool(
        products & more_products
        or categories & more_categories
        or (products and more_categories)
        or (categories and more_products)
    )

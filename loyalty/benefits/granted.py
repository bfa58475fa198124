"""Levels that somebody gave by hand through a day: counters beside those that sales count."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty.programme import Programme

PREFIX = "level:"


def unit(tier_id: str, first_day: str, last_day: str) -> str:
    """Name the counter that is above zero while a level was given by hand for these days."""
    return f"{PREFIX}{tier_id}/{first_day}~{last_day}"


def given(counters: Mapping[str, int], day: str) -> dict[str, str]:
    """Give the levels that were given by hand for a business date, each with its last day."""
    found: dict[str, str] = {}
    for name, amount in counters.items():
        if name.startswith(PREFIX) and amount > 0:
            tier_id, _, days = name.removeprefix(PREFIX).partition("/")
            first, _, last = days.partition("~")
            if first <= day <= last:
                found[tier_id] = max(last, found.get(tier_id, ""))
    return found


def rank(programme: Programme, counters: Mapping[str, int], day: str) -> int:
    """Give the place in the ladder of the highest level given by hand; -1 where there is none."""
    known = given(counters, day)
    if not known:
        return -1
    return max((at for at, tier in enumerate(programme.tiers) if tier.id in known), default=-1)

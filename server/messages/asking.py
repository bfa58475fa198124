"""Turns conditions into what the database is asked, in figures of one day."""

from __future__ import annotations

from datetime import date

from server.messages.conditions import (
    All,
    AnyOf,
    Asleep,
    AtRisk,
    AtTier,
    Balance,
    BirthdayIn,
    Condition,
    Joined,
    JoinedAt,
    JoinedBy,
    LastVisit,
    Leaf,
    Not,
    Spend,
    Visits,
    Worth,
    is_profiling,
)
from server.messages.consents import MAY_PROFILE
from server.messages.cycle import Cycle
from storage.server.segments import Asked, Between, Every, Flagged, Nay, Some, Where

TIER = "tier"
BIRTHDAY = "birthday"
AT_RISK_VISITS = 3
AT_RISK_CYCLES = 2
ASLEEP_CYCLES = 4
ASLEEP_DAYS = 30
MAY_BE_PROFILED = Flagged(flags=MAY_PROFILE)
_LOWEST, _HIGHEST = 1, 3


def where(condition: Condition, cycle: Cycle) -> Where:
    """Give what the database is asked; without that consent nobody is chosen by purchases."""
    whole = _where(condition, cycle)
    return Every(parts=(MAY_BE_PROFILED, whole)) if is_profiling(condition) else whole


def _where(condition: Condition, cycle: Cycle) -> Where:
    match condition:
        case All():
            return Every(parts=tuple(_where(part, cycle) for part in condition.parts))
        case AnyOf():
            return Some(parts=tuple(_where(part, cycle) for part in condition.parts))
        case Not():
            return Nay(part=_where(condition.part, cycle))
        case LastVisit() | AtRisk() | Asleep() | Worth():
            return _by_time(condition, cycle)
        case _:
            return _leaf(condition)


def _leaf(condition: Leaf) -> Where:
    match condition:
        case Visits():
            return Between(column="visits", low=condition.at_least, high=condition.at_most)
        case Spend():
            low, high = condition.at_least_minor, condition.at_most_minor
            return Between(column="spend_minor", low=low, high=high)
        case Balance():
            return Between(column="points", low=condition.at_least, high=condition.at_most)
        case Joined():
            return Between(column="joined_day", low=condition.from_day, high=condition.to_day)
        case JoinedBy():
            return Between(column="joined_by", low=condition.way, high=condition.way)
        case JoinedAt():
            return Between(column="joined_at", low=condition.device, high=condition.device)
        case AtTier():
            return Asked(name=TIER, value=condition.tier)
        case BirthdayIn():
            return Asked(name=BIRTHDAY, value=f"{condition.month:02}")
        case _:
            raise AssertionError(condition)


def _by_time(condition: LastVisit | AtRisk | Asleep | Worth, cycle: Cycle) -> Where:
    between = cycle.between_days
    match condition:
        case LastVisit():
            return _away(cycle, condition.from_days, condition.to_days)
        case AtRisk():
            low, high = between * AT_RISK_CYCLES + 1, _asleep_after(cycle)
            often = Between(column="visits", low=AT_RISK_VISITS)
            return Every(parts=(often, _away(cycle, low, high)))
        case Asleep():
            return _away(cycle, _asleep_after(cycle) + 1, None)
        case Worth():
            return Every(
                parts=(
                    _lately(cycle, condition.lately),
                    _third("visits", cycle.visits, condition.often),
                    _third("spend_minor", cycle.spend_minor, condition.much),
                )
            )


def _asleep_after(cycle: Cycle) -> int:
    return max(cycle.between_days * ASLEEP_CYCLES, ASLEEP_DAYS)


def _away(cycle: Cycle, from_days: int, to_days: int | None) -> Where:
    """Say that the last visit was so many days ago; who never came is in none of these."""
    today = date.fromisoformat(cycle.day).toordinal()
    low = 1 if to_days is None else max(today - to_days, 1)
    # A till whose clock is ahead brings visits of tomorrow: they were just now.
    return Between(column="last_on", low=low, high=today - from_days if from_days else None)


def _lately(cycle: Cycle, scores: tuple[int, int]) -> Where:
    low, high = scores
    # The higher the score, the fewer days: 3 is within one cycle, 2 within two, 1 longer ago.
    from_days = 0 if high == _HIGHEST else cycle.between_days * (_HIGHEST - high) + 1
    to_days = None if low == _LOWEST else cycle.between_days * (_HIGHEST + 1 - low)
    return _away(cycle, from_days, to_days)


def _third(column: str, borders: tuple[int, int], scores: tuple[int, int]) -> Where:
    """Score 1 is up to the lower border, 2 up to the upper one, 3 above it."""
    low = {1: 0, 2: borders[0] + 1, 3: borders[1] + 1}[scores[0]]
    high = {1: borders[0], 2: borders[1], 3: None}[scores[1]]
    return Between(column=column, low=low, high=high)

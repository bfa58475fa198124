"""The conditions of a group as lines of a form: a kind, its values, and whether it is not so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from loyalty.errors import Refusal
from loyalty.programme import Programme
from server.console.wording import mark
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
    Not,
    Spend,
    Visits,
    Worth,
)

if TYPE_CHECKING:
    from server.console.page import Visit

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "last_visit": mark("Days since the last visit"),
        "visits": mark("Number of visits"),
        "spend": mark("Money spent in all"),
        "lately": mark("How lately they came (1 to 3)"),
        "often": mark("How often they come (1 to 3)"),
        "much": mark("How much they spend (1 to 3)"),
        "at_risk": mark("Away longer than usual"),
        "asleep": mark("Away very long"),
        "tier": mark("Level"),
        "balance": mark("Points"),
        "birthday": mark("Month of the birthday"),
        "joined": mark("Day they joined"),
        "joined_by": mark("How they joined"),
        "joined_at": mark("Till at which they joined"),
    }
)
_SIMPLE: Final[Mapping[str, Condition]] = MappingProxyType(
    {"at_risk": AtRisk(), "asleep": Asleep()}
)
_SCORES: Final = ("lately", "often", "much")
Options = Callable[["Visit", Programme], list[tuple[str, str]]]


@dataclass(slots=True, kw_only=True)
class Line:
    """One condition as somebody types it."""

    kind: str
    low: str = ""
    high: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What a kind asks for: two fields of this input type, or one of `options`, or nothing."""

    kind: str = ""
    options: Options | None = None


def _tiers(visit: Visit, programme: Programme) -> list[tuple[str, str]]:
    return [
        (tier.id, programme.text(tier.name, visit.words.language)) for tier in programme.tiers
    ] or [("-", visit.say("The programme has no levels"))]


def _months(visit: Visit, _programme: Programme) -> list[tuple[str, str]]:
    from babel.dates import get_month_names

    names = get_month_names("wide", context="stand-alone", locale=visit.words.language)
    return [(str(month), str(names[month])) for month in range(1, 13)]


def _ways(visit: Visit, _programme: Programme) -> list[tuple[str, str]]:
    return [
        ("till", visit.say("At a till")),
        ("form", visit.say("On a paper form")),
        ("import", visit.say("Brought in from a list")),
    ]


def _tills(visit: Visit, _programme: Programme) -> list[tuple[str, str]]:
    tills = visit.desk.books.fleet().tills(visit.desk.now_us())
    return [(one.device, one.name) for one in tills] or [
        ("-", visit.say("No till is connected yet."))
    ]


_ASKED: Final[Mapping[str, Values]] = MappingProxyType(
    {
        "at_risk": Values(),
        "asleep": Values(),
        "tier": Values(options=_tiers),
        "birthday": Values(options=_months),
        "joined": Values(kind="date"),
        "joined_by": Values(options=_ways),
        "joined_at": Values(options=_tills),
    }
)
_NUMBERS: Final = Values(kind="number")


def values_of(kind: str) -> Values:
    """Say what a kind asks for."""
    return _ASKED.get(kind, _NUMBERS)


def condition_of(lines: Sequence[Line], *, is_any: bool, scale: int) -> Condition:
    """Give the condition that lines make. Raises Refusal `segment_broken`."""
    parts = tuple(
        Not(part=_condition(line, scale)) if line.negated else _condition(line, scale)
        for line in lines
    )
    return AnyOf(parts=parts) if is_any and parts else All(parts=parts)


def lines_of(condition: Condition, scale: int) -> list[Line]:
    """Give the lines of a condition that `condition_of` made."""
    parts = condition.parts if isinstance(condition, All | AnyOf) else (condition,)
    return [_line(part, scale) for part in parts]


def _condition(line: Line, scale: int) -> Condition:
    if line.kind in _SIMPLE:
        return _SIMPLE[line.kind]
    match line.kind:
        case "tier":
            return AtTier(tier=line.low)
        case "birthday":
            return BirthdayIn(month=int(line.low or 1))
        case "joined":
            return Joined(from_day=line.low or None, to_day=line.high or None)
        case "joined_by":
            return JoinedBy(way=line.low or "till")
        case "joined_at":
            return JoinedAt(device=line.low)
        case _:
            return _numbers(line, scale)


def _numbers(line: Line, scale: int) -> Condition:
    low, high = _number(line.low), _number(line.high)
    match line.kind:
        case "last_visit":
            return LastVisit(from_days=low or 0, to_days=high)
        case "visits":
            return Visits(at_least=low or 0, at_most=high)
        case "spend":
            most = None if high is None else high * 10**scale
            return Spend(at_least_minor=(low or 0) * 10**scale, at_most_minor=most)
        case "balance":
            return Balance(at_least=low or 0, at_most=high)
        case _:
            scores = (min(max(low or 1, 1), 3), min(max(high or 3, 1), 3))
            return Worth(**{line.kind: scores})


def _number(typed: str) -> int | None:
    if not typed.strip():
        return None
    if not (typed.strip().isascii() and typed.strip().isdecimal()):
        raise Refusal("segment_broken", mark("Type whole numbers, such as 3 or 250."))
    return int(typed)


def _line(part: Condition, scale: int) -> Line:
    if isinstance(part, Not):
        line = _line(part.part, scale)
        line.negated = True
        return line
    match part:
        case AtTier():
            return Line(kind="tier", low=part.tier)
        case BirthdayIn():
            return Line(kind="birthday", low=str(part.month))
        case JoinedBy():
            return Line(kind="joined_by", low=part.way)
        case JoinedAt():
            return Line(kind="joined_at", low=part.device)
        case AtRisk():
            return Line(kind="at_risk")
        case Asleep():
            return Line(kind="asleep")
        case _:
            return _ranged(part, scale)


def _ranged(part: Condition, scale: int) -> Line:
    match part:
        case LastVisit():
            return _pair("last_visit", part.from_days, part.to_days)
        case Visits():
            return _pair("visits", part.at_least, part.at_most)
        case Spend():
            most = part.at_most_minor
            high = None if most is None else most // 10**scale
            return _pair("spend", part.at_least_minor // 10**scale, high)
        case Balance():
            return _pair("balance", part.at_least, part.at_most)
        case Joined():
            return _pair("joined", part.from_day, part.to_day)
        case Worth():
            kind = next((one for one in _SCORES if getattr(part, one) != (1, 3)), "often")
            return _pair(kind, *getattr(part, kind))
        case _:
            raise Refusal("segment_broken", mark("This group was made elsewhere: make a new one."))


def _pair(kind: str, low: Any, high: Any) -> Line:
    return Line(
        kind=kind, low="" if low is None else str(low), high="" if high is None else str(high)
    )

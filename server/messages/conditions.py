"""What a segment asks of its members: conditions, combined with all, any and not.

Scores of recency, frequency and money are thirds of the shop's own customers, and `at risk` and
`asleep` are told in the shop's own time between two visits (`server.messages.cycle`).
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from loyalty.errors import Refusal
from server.messages.words import mark

NAME_MAX = 80
DEPTH_MAX = 5
PARTS_MAX = 20
Days = Annotated[int, msgspec.Meta(ge=0, le=36_500)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Score = Annotated[int, msgspec.Meta(ge=1, le=3)]
Month = Annotated[int, msgspec.Meta(ge=1, le=12)]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Name = Annotated[str, msgspec.Meta(max_length=64)]


class _Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition as it is kept."""


class LastVisit(_Condition, frozen=True, tag="last_visit", tag_field="is"):
    """The last visit was so many days ago, from `from_days` through `to_days`."""

    from_days: Days = 0
    to_days: Days | None = None


class Visits(_Condition, frozen=True, tag="visits", tag_field="is"):
    """So many visits in all."""

    at_least: Count = 0
    at_most: Count | None = None


class Spend(_Condition, frozen=True, tag="spend", tag_field="is"):
    """So much money in all, in the smallest unit of the currency."""

    at_least_minor: Count = 0
    at_most_minor: Count | None = None


class Worth(_Condition, frozen=True, tag="worth", tag_field="is"):
    """Scores from 1 (the lowest third) to 3: how lately, how often and how much they buy."""

    lately: tuple[Score, Score] = (1, 3)
    often: tuple[Score, Score] = (1, 3)
    much: tuple[Score, Score] = (1, 3)


class AtRisk(_Condition, frozen=True, tag="at_risk", tag_field="is"):
    """Came at least three times, and has now been away twice as long as members usually are."""


class Asleep(_Condition, frozen=True, tag="asleep", tag_field="is"):
    """Has been away four times as long as members usually are, and a month at least."""


class AtTier(_Condition, frozen=True, tag="tier", tag_field="is"):
    """Has this level of the programme today."""

    tier: Name


class Balance(_Condition, frozen=True, tag="balance", tag_field="is"):
    """So many points."""

    at_least: int = 0
    at_most: int | None = None


class BirthdayIn(_Condition, frozen=True, tag="birthday", tag_field="is"):
    """Has a birthday in this month, as far as they told."""

    month: Month


class Joined(_Condition, frozen=True, tag="joined", tag_field="is"):
    """Joined from one day through another (ISO); empty is open."""

    from_day: Day | None = None
    to_day: Day | None = None


class JoinedBy(_Condition, frozen=True, tag="joined_by", tag_field="is"):
    """How they joined: `till`, `form` or `import`."""

    way: Annotated[str, msgspec.Meta(pattern="^(till|form|import)$")]


class JoinedAt(_Condition, frozen=True, tag="joined_at", tag_field="is"):
    """At which till they joined."""

    device: Name


class All(_Condition, frozen=True, tag="all", tag_field="is"):
    """All of these; of none, every member."""

    parts: tuple[Condition, ...] = ()


class AnyOf(_Condition, frozen=True, tag="any", tag_field="is"):
    """One of these at least."""

    parts: tuple[Condition, ...] = ()


class Not(_Condition, frozen=True, tag="not", tag_field="is"):
    """Not this."""

    part: Condition


Leaf = (
    LastVisit
    | Visits
    | Spend
    | Worth
    | AtRisk
    | Asleep
    | AtTier
    | Balance
    | BirthdayIn
    | Joined
    | JoinedBy
    | JoinedAt
)
Condition = Leaf | All | AnyOf | Not
FROM_PURCHASES: Final = (LastVisit, Visits, Spend, Worth, AtRisk, Asleep, AtTier, Balance)
EVERYBODY: Final = All()


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A named group of members; `version` is 0 until it is kept."""

    segment_id: str
    name: str
    condition: Condition = EVERYBODY
    version: int = 0


def read(raw: bytes) -> Condition:
    """Read a condition. Raises Refusal `segment_broken`, which says where."""
    try:
        found: Condition = msgspec.json.decode(raw, type=Condition)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refusal("segment_broken", f"this is no segment: {error}") from error
    check(found)
    return found


def check(condition: Condition) -> None:
    """Raise Refusal `segment_broken` for one that is too large, or that nobody can be in."""
    if _depth(condition) > DEPTH_MAX:
        raise Refusal("segment_broken", f"conditions stand in one another {DEPTH_MAX} deep at most")
    for part in _leaves(condition):
        if _is_turned(part):
            raise Refusal("segment_broken", mark("nobody is in a range that ends before it begins"))


def is_profiling(condition: Condition) -> bool:
    """Say whether it looks at anything that comes from purchases."""
    return any(isinstance(part, FROM_PURCHASES) for part in _leaves(condition))


def _leaves(condition: Condition) -> list[Leaf]:
    match condition:
        case All() | AnyOf():
            if len(condition.parts) > PARTS_MAX:
                raise Refusal(
                    "segment_broken", f"{PARTS_MAX} conditions beside one another at most"
                )
            return [leaf for part in condition.parts for leaf in _leaves(part)]
        case Not():
            return _leaves(condition.part)
        case _:
            return [condition]


def _depth(condition: Condition) -> int:
    match condition:
        case All() | AnyOf():
            return 1 + max(map(_depth, condition.parts), default=0)
        case Not():
            return 1 + _depth(condition.part)
        case _:
            return 1


def _is_turned(part: Leaf) -> bool:
    match part:
        case LastVisit():
            return part.to_days is not None and part.from_days > part.to_days
        case Visits() | Balance():
            return part.at_most is not None and part.at_least > part.at_most
        case Spend():
            return part.at_most_minor is not None and part.at_least_minor > part.at_most_minor
        case Worth():
            return any(low > high for low, high in (part.lately, part.often, part.much))
        case Joined(from_day=str() as first, to_day=str() as last):
            return first > last
        case _:
            return False

"""What is worse for members in a later version of a programme, found rule by rule.

Nothing that may be worse passes as better: where two rules cannot be compared, the change counts
as one for the worse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from loyalty.comparing.fields import worse_fields
from loyalty.comparing.matched import Pair, pairs
from loyalty.comparing.terms import is_shorter
from loyalty.programme import Programme

Kind = Literal["fewer", "reward", "sooner", "silence", "level", "card", "worth", "member_fee"]
_HEAD = "points"
_KINDS: dict[str, Kind] = {
    "stamp_cards": "card",
    "rewards": "reward",
    "tiers": "level",
    "memberships": "member_fee",
}


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that becomes worse.

    `fewer`: less is given. `reward`: a reward costs more, is less or is gone. `sooner`: what is
    given ends sooner or begins later. `silence`: points end after a shorter silence. `level`:
    levels are harder or bring less. `card`: a stamp card needs more. `worth`: a point is worth
    less. `member_fee`: a paid membership costs more or brings less. `fields` are the names in the
    document that are worse; empty where the rule is gone.
    """

    kind: Kind
    group: str
    id: str = ""
    fields: tuple[str, ...] = ()


def losses(before: Programme, after: Programme) -> tuple[Loss, ...]:
    """Give everything that is worse for members in `after`; empty where nothing is."""
    rules = (loss for pair in pairs(before, after) for loss in _of_pair(pair))
    return (*rules, *_of_points(before, after), *_of_levels(before, after))


def _of_pair(pair: Pair) -> Iterator[Loss]:
    kind = _KINDS.get(pair.group, "fewer")
    if pair.was is None:
        return
    if pair.now is None:
        yield Loss(kind=kind, group=pair.group, id=pair.id)
        return
    fields = worse_fields(pair.was, pair.now)
    ends = [name for name in fields if name in ("life", "pending_days", "after_days")]
    rest = [name for name in fields if name not in ends]
    if rest:
        yield Loss(kind=kind, group=pair.group, id=pair.id, fields=tuple(rest))
    if ends:
        yield Loss(kind="sooner", group=pair.group, id=pair.id, fields=tuple(ends))


def _of_points(before: Programme, after: Programme) -> Iterator[Loss]:
    was, now = before.points, after.points
    if after.point_worth.minor * before.point_worth.points < (
        before.point_worth.minor * after.point_worth.points
    ):
        yield Loss(kind="worth", group=_HEAD, fields=("point_worth",))
    ends = ["points"] if is_shorter(was, now) else []
    if now.pending_days > was.pending_days:
        ends.append("pending_days")
    if ends:
        yield Loss(kind="sooner", group=_HEAD, fields=tuple(ends))
    if now.inactive_days is not None and (
        was.inactive_days is None or now.inactive_days < was.inactive_days
    ):
        yield Loss(kind="silence", group=_HEAD, fields=("inactive_days",))
    yield from _of_giving(before, after)


def _of_giving(before: Programme, after: Programme) -> Iterator[Loss]:
    fields = list(worse_fields(before.caps, after.caps))
    if (before.owing, after.owing) == ("forgive", "owed"):
        fields.append("owing")
    if before.check_in is not None and after.check_in != before.check_in:
        fields.append("check_in")
    if fields:
        yield Loss(kind="fewer", group=_HEAD, fields=tuple(fields))


def _of_levels(before: Programme, after: Programme) -> Iterator[Loss]:
    fields = worse_fields(before.levels, after.levels) if before.tiers and after.tiers else ()
    if fields:
        yield Loss(kind="level", group="levels", fields=fields)

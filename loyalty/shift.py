"""The figures of a day at one till: folded from its events, in all and for each who was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from loyalty.accounts import POINTS, changes
from loyalty.event import Event

CLOSED, REOPENED = "day_closed", "day_reopened"
SALE, ENROL, GOODWILL, ANSWER = "sale", "enrol", "goodwill", "answer"
TAKEN_BACK = frozenset({"refund", "undo"})
ANSWERS = ("bad", "okay", "good", "great")
MOVED = frozenset({"moved", "moved_back"})
LATE = "late"
"""Why a sale was recorded again: it was another member's, or nobody's."""


class Tally(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was done, in all or by one person; `given` and `used` are points.

    `sales` and `turnover_minor` are those with a member, `others` and `others_minor` those without.
    `bad`, `okay`, `good` and `great` count what members answered when they were asked how it was.
    """

    sales: int = 0
    turnover_minor: int = 0
    others: int = 0
    others_minor: int = 0
    joined: int = 0
    given: int = 0
    used: int = 0
    rewards: int = 0
    rewards_only: int = 0
    taken_back: int = 0
    moved: int = 0
    late: int = 0
    goodwill: int = 0
    overrides: int = 0
    bad: int = 0
    okay: int = 0
    good: int = 0
    great: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Add what was done to what was done."""
        names = self.__struct_fields__
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})


NOTHING = Tally()


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """What stands since the till was last closed: its number, its first moment, who did what.

    `before` is what was closed last, as long as nothing was sold since: it may be opened again.
    """

    number: int = 1
    from_stamp: str = ""
    to_stamp: str = ""
    by_actor: Mapping[str, Tally] = {}
    receipts: int | None = None
    till_minor: int | None = None
    before: Shift | None = None

    def total(self) -> Tally:
        """Give what all of them did together."""
        return sum(self.by_actor.values(), NOTHING)


def fold(shift: Shift, events: Iterable[Event]) -> Shift:
    """Go on from a shift with the events that came after it, in their order."""
    for each in events:
        shift = _next(shift, each)
    return shift


def _next(shift: Shift, made: Event) -> Shift:
    if made.type == CLOSED:
        closed = _closed(shift, made)
        return Shift(number=shift.number + 1, before=closed)
    if made.type == REOPENED and shift.before is not None:
        opened = msgspec.structs.replace(shift.before, receipts=None, till_minor=None)
        return _with(opened, made.actor, NOTHING, made.at)
    tally = tally_of(made)
    is_sold = made.type == SALE or tally.taken_back
    here = msgspec.structs.replace(shift, before=None) if is_sold else shift
    return _with(here, made.actor, tally, made.at)


def _closed(shift: Shift, made: Event) -> Shift:
    receipts, till_minor = made.data.get("receipts"), made.data.get("till_minor")
    return msgspec.structs.replace(
        shift,
        to_stamp=made.at,
        before=None,
        receipts=receipts if isinstance(receipts, int) else None,
        till_minor=till_minor if isinstance(till_minor, int) else None,
    )


def _with(shift: Shift, actor: str, tally: Tally, at: str) -> Shift:
    if tally == NOTHING:
        return shift
    by_actor = {**shift.by_actor, actor: shift.by_actor.get(actor, NOTHING) + tally}
    from_stamp = shift.from_stamp or at
    return msgspec.structs.replace(shift, by_actor=by_actor, from_stamp=from_stamp, to_stamp=at)


def tally_of(made: Event) -> Tally:
    """Give what one event adds to the figures."""
    data = made.data
    overrides = int(isinstance(data.get("override"), dict))
    if made.type == SALE:
        return _sale(made, overrides)
    if made.type == ANSWER:
        said = data.get("answer")
        return Tally(**{said: 1}) if said in ANSWERS else NOTHING
    if made.type in TAKEN_BACK:
        because = data.get("because")
        moved, late = int(because in MOVED), int(because == LATE)
        taken_back = int(not moved and not late)
        return Tally(taken_back=taken_back, moved=moved, late=late, overrides=overrides)
    return Tally(
        # Who came with a list joined long ago, elsewhere.
        joined=int(made.type == ENROL and "import" not in data),
        goodwill=int(made.type == GOODWILL),
        overrides=overrides,
    )


def _sale(made: Event, overrides: int) -> Tally:
    account = made.data.get("account", "")
    deltas = [
        each.delta
        for each in changes(made.postings)
        if (each.account, each.unit) == (account, POINTS)
    ]
    paid_minor = _whole(made.data, "to_pay_minor")
    because = made.data.get("because")
    if because in MOVED and account:
        return NOTHING  # it was counted when it was sold
    if because in MOVED:
        back = {"sales": -1, "turnover_minor": -paid_minor}
        return Tally(**back, others=1, others_minor=paid_minor)
    if not account:
        return Tally(others=1, others_minor=paid_minor, overrides=overrides)
    came_late = int(because == LATE)
    rewards = made.data.get("spent")
    used = len(rewards) if isinstance(rewards, list) else 0
    return Tally(
        sales=1,
        turnover_minor=paid_minor,
        others=-came_late,
        others_minor=-paid_minor * came_late,
        given=sum(delta for delta in deltas if delta > 0),
        used=-sum(delta for delta in deltas if delta < 0),
        rewards=used,
        rewards_only=int(bool(used) and not paid_minor),
        overrides=overrides,
    )


def _whole(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name, 0)
    return value if isinstance(value, int) else 0


def share_percent(part: int, whole: int) -> int | None:
    """Give a share in whole per cent, rounded down; None without a whole."""
    return part * 100 // whole if whole > 0 else None

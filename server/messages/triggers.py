"""When a campaign writes to somebody: on a day, again and again, or because something happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

import msgspec

from server.messages.consents import NEWS, REMINDERS, Purpose

Ahead = Annotated[int, msgspec.Meta(ge=0, le=90)]
Percent = Annotated[int, msgspec.Meta(ge=10, le=99)]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class _Trigger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trigger as it is kept."""


class OnDay(_Trigger, frozen=True, tag="on_day", tag_field="when"):
    """Once, on a day."""

    day: Day


class Weekly(_Trigger, frozen=True, tag="weekly", tag_field="when"):
    """Every week, on a day of it: 0 is Monday."""

    weekday: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0


class Monthly(_Trigger, frozen=True, tag="monthly", tag_field="when"):
    """Every month, on a day that every month has."""

    day_of_month: Annotated[int, msgspec.Meta(ge=1, le=28)] = 1


class Welcome(_Trigger, frozen=True, tag="welcome", tag_field="when"):
    """So many days after somebody joined."""

    after_days: Ahead = 0


class Expiring(_Trigger, frozen=True, tag="expiring", tag_field="when"):
    """So many days before points end."""

    ahead_days: Annotated[int, msgspec.Meta(ge=1, le=90)] = 14


class WithinReach(_Trigger, frozen=True, tag="within_reach", tag_field="when"):
    """So much of the next reward is there; at most once a month for each reward."""

    percent: Percent = 80


class TierReached(_Trigger, frozen=True, tag="tier_reached", tag_field="when"):
    """Somebody has a level for the first time since the campaign began."""


class Birthday(_Trigger, frozen=True, tag="birthday", tag_field="when"):
    """So many days before a birthday; 0 is on the day."""

    ahead_days: Ahead = 0


class Asleep(_Trigger, frozen=True, tag="asleep", tag_field="when"):
    """Somebody has been away four times as long as members usually are."""


class AfterVisit(_Trigger, frozen=True, tag="after_visit", tag_field="when"):
    """So many days after a visit, and then not for a while."""

    after_days: Annotated[int, msgspec.Meta(ge=1, le=30)] = 1
    every_days: Annotated[int, msgspec.Meta(ge=7, le=365)] = 90


Trigger = (
    OnDay
    | Weekly
    | Monthly
    | Welcome
    | Expiring
    | WithinReach
    | TierReached
    | Birthday
    | Asleep
    | AfterVisit
)
FIELDS: Final[Mapping[type, tuple[str, ...]]] = {
    Expiring: ("expiring", "last_day"),
    WithinReach: ("reward", "missing"),
}
"""What a text can say besides what it always can."""

_REMINDING = (Expiring, WithinReach, TierReached)
_EITHER = (OnDay, Weekly, Monthly)
FROM_PURCHASES: Final = (Asleep, AfterVisit)
"""What is told by purchases: only among those who agreed to that."""


def purposes(trigger: Trigger) -> tuple[Purpose, ...]:
    """Say what a message for this may be: news, or a reminder of what somebody has."""
    if isinstance(trigger, _EITHER):
        return NEWS, REMINDERS
    return (REMINDERS,) if isinstance(trigger, _REMINDING) else (NEWS,)

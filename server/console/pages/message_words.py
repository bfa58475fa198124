"""What the console calls occasions, states and ways of messages, and the form of an occasion."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from loyalty.errors import Refusal
from server.console.wording import mark
from server.messages.consents import Channel, Purpose
from server.messages.triggers import (
    AfterVisit,
    Asleep,
    Birthday,
    Expiring,
    Monthly,
    OnDay,
    TierReached,
    Trigger,
    Weekly,
    Welcome,
    WithinReach,
)

OCCASIONS: Final[Mapping[type, str]] = MappingProxyType(
    {
        OnDay: mark("On one day"),
        Weekly: mark("Every week"),
        Monthly: mark("Every month"),
        Welcome: mark("After joining"),
        Expiring: mark("Points are about to end"),
        WithinReach: mark("A reward is within reach"),
        TierReached: mark("A level is reached"),
        Birthday: mark("Birthday"),
        Asleep: mark("Away very long"),
        AfterVisit: mark("After a visit"),
    }
)
STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "draft": mark("Being written"),
        "running": mark("Goes out"),
        "stopped": mark("Stopped"),
        "done": mark("Finished"),
    }
)
PURPOSES: Final[Mapping[Purpose, str]] = MappingProxyType(
    {"news": mark("News and deals"), "reminders": mark("A reminder of what they have")}
)
CHANNELS: Final[Mapping[Channel, str]] = MappingProxyType(
    {"email": mark("Mail"), "sms": mark("Text message"), "push": mark("Push to their phone")}
)
DATED: Final = (OnDay, Weekly, Monthly)
COUNTED: Final[Mapping[type, str]] = MappingProxyType(
    {
        Welcome: mark("How many days after"),
        Expiring: mark("How many days before"),
        Birthday: mark("How many days before"),
        AfterVisit: mark("How many days after"),
        WithinReach: mark("How much of it is there, in percent"),
    }
)
_BY_NAME: Final[Mapping[str, type]] = MappingProxyType({kind.__name__: kind for kind in OCCASIONS})
_LIMITS: Final[Mapping[type, tuple[int, int]]] = MappingProxyType(
    {
        Welcome: (0, 90),
        AfterVisit: (1, 30),
        Expiring: (1, 90),
        Birthday: (0, 90),
        WithinReach: (10, 99),
    }
)
_MONTH_DAYS: Final = 28
_WRONG: Final = mark("This number does not fit here.")


def names() -> list[tuple[str, str]]:
    """Give each occasion's name in a form, and its word."""
    return [(kind.__name__, word) for kind, word in OCCASIONS.items()]


def kind_of(name: str) -> type:
    """Give the occasion of a name in a form."""
    return _BY_NAME[name]


def day_of(trigger: Trigger, today: str) -> str:
    """Give the day that a form shows."""
    return trigger.day if isinstance(trigger, OnDay) else today


def number_of(trigger: Trigger) -> int:
    """Give the number that a form shows."""
    match trigger:
        case Welcome() | AfterVisit():
            return trigger.after_days
        case Expiring() | Birthday():
            return trigger.ahead_days
        case WithinReach():
            return trigger.percent
        case _:
            return 0


def trigger_of(name: str, day: str, number: str) -> Trigger:
    """Make an occasion of what stands in a form. Raises Refusal `campaign_when`."""
    kind = kind_of(name)
    if kind in DATED:
        return _dated(kind, day)
    makes: Mapping[type, Callable[[int], Trigger]] = {
        Welcome: lambda n: Welcome(after_days=n),
        AfterVisit: lambda n: AfterVisit(after_days=n),
        Expiring: lambda n: Expiring(ahead_days=n),
        Birthday: lambda n: Birthday(ahead_days=n),
        WithinReach: lambda n: WithinReach(percent=n),
    }
    if kind not in makes:
        return TierReached() if kind is TierReached else Asleep()
    least, most = _LIMITS[kind]
    if not (number.isascii() and number.isdecimal() and least <= int(number) <= most):
        raise Refusal("campaign_when", _WRONG, expected=[least, most], got=number)
    return makes[kind](int(number))


def _dated(kind: type, day: str) -> Trigger:
    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:
        raise Refusal("campaign_when", mark("Choose a day.")) from error
    if kind is Weekly:
        return Weekly(weekday=chosen.weekday())
    if kind is Monthly:
        return Monthly(day_of_month=min(chosen.day, _MONTH_DAYS))
    return OnDay(day=chosen.isoformat())

"""When a shop writes to nobody, and how long a member is left alone after a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from loyalty import days
from loyalty.errors import Refusal
from server.messages.words import mark

SETTING: Final = "manners"
DAY_MINUTES: Final = 24 * 60
DAY_US: Final = DAY_MINUTES * 60 * 1_000_000
EVERY_DAYS_MAX: Final = 365


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """Quiet hours in minutes after midnight on the shop's clock, and days between messages."""

    quiet_from_minute: int = 20 * 60
    quiet_to_minute: int = 9 * 60
    every_days: int = 7
    language: str = "en"


def read(settings: Mapping[str, str]) -> Manners:
    """Give the shop's manners, the usual ones where none were set."""
    kept = settings.get(SETTING, "")
    return msgspec.json.decode(kept, type=Manners) if kept else Manners()


def check(manners: Manners) -> None:
    """Raise Refusal `manners_wrong` for hours that are none, or too many or too few days."""
    hours = (manners.quiet_from_minute, manners.quiet_to_minute)
    if not all(0 <= minute < DAY_MINUTES for minute in hours):
        raise Refusal("manners_wrong", mark("quiet hours lie between 00:00 and 23:59"))
    if not 1 <= manners.every_days <= EVERY_DAYS_MAX:
        raise Refusal("manners_wrong", mark("between two messages lie 1 to 365 days"))


def is_quiet(manners: Manners, now_us: int, zone: str) -> bool:
    """Say whether nobody is written to now."""
    now = days.local(now_us, zone)
    minute = now.hour * 60 + now.minute
    start, end = manners.quiet_from_minute, manners.quiet_to_minute
    return start <= minute < end if start <= end else minute >= start or minute < end


def free_from(last_us: int, manners: Manners, own_every_days: int) -> int:
    """Say from when somebody may be written to again; 0 for who never was."""
    return last_us + max(manners.every_days, own_every_days) * DAY_US if last_us else 0


def at(day: str, minute: int, zone: str) -> int:
    """Give the moment at which the shop's clock shows this minute on a day, in us."""
    shown = datetime.fromisoformat(day) + timedelta(minutes=minute)
    return days.microseconds(shown.replace(tzinfo=ZoneInfo(zone)))

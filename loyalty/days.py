"""The store's day: its time zone and day start decide which date a moment belongs to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY_START_MINUTES = 4 * 60
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND_US = 1_000_000
_SECONDS_KEPT = 256


def moment(at_us: int) -> datetime:
    """Turn microseconds since 1970 into a UTC datetime, exactly."""
    return _BEGIN + timedelta(microseconds=at_us)


def microseconds(at: datetime) -> int:
    """Turn an aware datetime into microseconds since 1970, exactly."""
    return (at - _BEGIN) // timedelta(microseconds=1)


def stamp(at_us: int) -> str:
    """Write a moment as events carry it: 2026-11-22T10:15:00.123456Z."""
    return moment(at_us).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read(stamped: str) -> int:
    """Read a moment as events carry it back into microseconds since 1970."""
    return microseconds(datetime.fromisoformat(stamped))


def local(at_us: int, zone: str) -> datetime:
    """Give the wall clock of a store at a moment."""
    return moment(at_us).astimezone(ZoneInfo(zone))


def business_date(at_us: int, zone: str, day_start_minutes: int = DAY_START_MINUTES) -> date:
    """Give the business date of a moment: before the day start it is still yesterday."""
    return date.fromisoformat(wall(at_us, zone, day_start_minutes)[0])


def wall(at_us: int, zone: str, day_start_minutes: int = DAY_START_MINUTES) -> tuple[str, int]:
    """Give the business date (ISO) of a moment and the minute after midnight on the wall clock.

    In the hour that a night skips no minute is ever shown, and the one that comes twice shows its
    minutes twice: rules with hours mean what hangs on the wall.
    """
    return _wall(at_us // _SECOND_US, zone, day_start_minutes)


@lru_cache(maxsize=_SECONDS_KEPT)
def _wall(at_s: int, zone: str, day_start_minutes: int) -> tuple[str, int]:
    # A sale asks several times within the same second, and a second has one date and minute.
    shown = local(at_s * _SECOND_US, zone)
    minute = shown.hour * 60 + shown.minute
    on = shown.date() - timedelta(days=int(minute < day_start_minutes))
    return on.isoformat(), minute

"""Reads moments: a day, or a day and a time on the shop's wall, in its own time zone."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from loyalty.days import local, microseconds
from loyalty.programme import Programme
from terminal.scenarios.table import Table

NOON = time(12)
EXAMPLE = "a day such as 2026-03-02 or a time such as 2026-03-02T17:30"


def moment(table: Table, key: str, zone: str) -> tuple[int, bool] | None:
    """Read a moment in microseconds since 1970, and whether only its day was said; None if absent.

    A day alone means noon. A time that a night skips is the one that the clock then shows; one
    that comes twice is the first, and an offset such as +01:00 names the second.
    """
    value = table.take(key)
    if value is None:
        return None
    if isinstance(value, str):
        try:
            has_time = len(value) > len("2026-03-02")
            value = datetime.fromisoformat(value) if has_time else date.fromisoformat(value)
        except ValueError:
            pass
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))
        return microseconds(aware), False
    if isinstance(value, date):
        return microseconds(datetime.combine(value, NOON, ZoneInfo(zone))), True
    table.wrong(key, value, EXAMPLE)
    return None


def begun(at_us: int, programme: Programme) -> int:
    """Give the moment at which the business date of a moment at noon begins."""
    noon = local(at_us, programme.time_zone)
    hours, minutes = divmod(programme.day_start_minutes, 60)
    return microseconds(
        datetime.combine(noon.date(), time(hours, minutes), ZoneInfo(programme.time_zone))
    )

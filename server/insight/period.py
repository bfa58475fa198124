"""Stretches of business dates, and the stretch of the same length before one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Business dates from `first` through `last`, both as 2026-11-23."""

    first: str
    last: str

    @property
    def days(self) -> int:
        """Count its days."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1

    def before(self) -> Period:
        """Give the period of as many days that ends the day before this one."""
        return ending(later(self.first, -1), self.days)

    def dates(self) -> list[str]:
        """Name its days in order."""
        return [later(self.first, at) for at in range(self.days)]


def ending(day: str, days: int) -> Period:
    """Give the period of so many days that ends on a day."""
    return Period(first=later(day, 1 - days), last=day)


def later(day: str, days: int) -> str:
    """Give the date so many days later; earlier with a number below 0."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def month_later(month: str, months: int) -> str:
    """Give the month so many months later; earlier with a number below 0."""
    at = int(month[:4]) * 12 + int(month[5:7]) - 1 + months
    return f"{at // 12:04}-{at % 12 + 1:02}"

"""Reads the dates of a member: a birthday without its year, and days that have a year."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from terminal.imports.layouts import BIRTHDAY
from terminal.imports.moments import DAY_FIRST
from terminal.till.incoming import RowError
from terminal.till.marking import mark

_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.ASCII)
_PARTS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,T].*)?", re.ASCII)
_NO_YEAR = re.compile(r"(?:--)?(\d{1,2})[-/](\d{1,2})", re.ASCII)
_NO_YEAR_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.?", re.ASCII)
_LEAP: Final = 2000
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 9999
_CENTURY: Final = 100


class Dates:
    """Reads the dates of one file, whose order of day and month is known."""

    def __init__(self, order: str, today: str) -> None:
        """`order` is `dmy` or `mdy`, `today` an ISO date: a year of two digits is not after it."""
        self._day_first = order == DAY_FIRST
        self._this_year = int(today[:4])

    def day(self, text: str, field: str) -> str:
        """Give an ISO date, or nothing for nothing. Raises RowError."""
        if not text:
            return ""
        found = _ISO.fullmatch(text)
        if found is not None:
            return self._checked(int(found[1]), int(found[2]), int(found[3]), field)
        parts = _PARTS.fullmatch(text)
        if parts is None:
            raise RowError(mark("this is no date; expected one like 2026-11-22"), field)
        day, month = self._ordered(int(parts[1]), int(parts[3]), parts[2])
        return self._checked(self._year(parts[4]), month, day, field)

    def birthday(self, text: str) -> str:
        """Give month and day (MM-DD): the year is nobody's business here. Raises RowError."""
        if not text:
            return ""
        points = _NO_YEAR_POINTS.fullmatch(text)
        if points is not None:
            return self._month_day(int(points[2]), int(points[1]))
        short = _NO_YEAR.fullmatch(text)
        if short is not None:
            month, day = int(short[1]), int(short[2])
            if month > 12:  # noqa: PLR2004 - months of a year
                month, day = day, month
            return self._month_day(month, day)
        found = _ISO.fullmatch(text)
        if found is not None:
            return self._month_day(int(found[2]), int(found[3]))
        return self.day(text, BIRTHDAY)[-len("11-22") :]

    def _ordered(self, first: int, second: int, separator: str) -> tuple[int, int]:
        is_day_first = self._day_first or separator == "."
        return (first, second) if is_day_first else (second, first)

    def _year(self, text: str) -> int:
        year = int(text)
        if len(text) > 2:  # noqa: PLR2004 - two digits are a year of this century or the last
            return year
        century = self._this_year // _CENTURY * _CENTURY
        return century + year if century + year <= self._this_year + 1 else century - 100 + year

    @staticmethod
    def _month_day(month: int, day: int) -> str:
        try:
            return date(_LEAP, month, day).isoformat()[-len("11-22") :]
        except ValueError as error:
            raise RowError(
                mark("this is no birthday; expected month and day, as 11-22"), BIRTHDAY
            ) from error

    @staticmethod
    def _checked(year: int, month: int, day: int, field: str) -> str:
        try:
            read = date(year, month, day)
        except ValueError as error:
            sentence = mark("this is no date; expected one like 2026-11-22")
            raise RowError(sentence, field) from error
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise RowError(mark("this is no date; expected one like 2026-11-22"), field)
        return read.isoformat()

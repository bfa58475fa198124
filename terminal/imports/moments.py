"""Reads dates and times as tills write them, and decides what comes first: day or month."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from loyalty.errors import Refusal

DAY_FIRST = "dmy"
MONTH_FIRST = "mdy"
ORDERS = (DAY_FIRST, MONTH_FIRST)
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ,]+(.+))?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ,]+(.+))?", re.ASCII)
_PARTS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,]+(.+))?", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?:[:.]\d{2}(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = 12
_NOON = 12
_CENTURY = 2000
_LONG_YEAR = 4
_FIRST_YEAR = 1970
_LAST_YEAR = 2199


class Moment(NamedTuple):
    """A wall clock: the day, and minutes after midnight where a time was written."""

    day: date
    minute: int | None


def proof(text: str) -> str:
    """Say what a date proves: `dmy`, `mdy`, `either` when both readings differ, or nothing.

    Dates with points are written day first everywhere.
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        return ""
    first, second = int(found[1]), int(found[3])
    if first > _MONTHS >= second:
        return DAY_FIRST
    if second > _MONTHS >= first:
        return MONTH_FIRST
    if found[2] == "." or first == second:
        return ""
    return "either" if found[2] == "/" else "dash"


def order_of(proofs: Counter[str], asked: str) -> str:
    """Decide the order over the whole file. Raises Refusal `dates_ambiguous`, `dates_order`.

    Dates with dashes and the year last are written day first, where nothing proves otherwise.
    """
    if asked and asked not in ORDERS:
        raise Refusal("dates_order", "the order is dmy or mdy", expected=list(ORDERS), got=asked)
    if asked:
        return asked
    if proofs[DAY_FIRST] or proofs[MONTH_FIRST]:
        return DAY_FIRST if proofs[DAY_FIRST] >= proofs[MONTH_FIRST] else MONTH_FIRST
    if proofs["either"]:
        message = (
            "no date of the file says whether the day or the month comes first: "
            "add --dates dmy for 31/12/2026 or --dates mdy for 12/31/2026"
        )
        raise Refusal("dates_ambiguous", message, expected=list(ORDERS))
    return DAY_FIRST


class Calendar:
    """Reads the dates of one file; remembers the days it read, which repeat."""

    def __init__(self, order: str, zone: str) -> None:
        self._order = order
        self._zone = ZoneInfo(zone)
        self._days: dict[str, date | None] = {}

    def read(self, text: str, time_text: str = "") -> Moment | None:
        """Read a date with the time in it, or in a cell of its own; None when it is none."""
        found = _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _PARTS.fullmatch(text)
        if found is None:
            return None
        clock = found[found.re.groups]
        day = self._day(text[: found.start(found.re.groups)] if clock else text)
        if day is None:
            return None
        written = (clock or time_text).strip()
        if not written:
            return Moment(day, None)
        return self._at(day, written)

    def _day(self, text: str) -> date | None:
        text = text.rstrip(" ,T")
        if text not in self._days:
            self._days[text] = self._parsed(text)
        return self._days[text]

    def _parsed(self, text: str) -> date | None:
        found = _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
        if found is not None:
            year, month, day = (int(found[at]) for at in (1, 2, 3))
        else:
            found = _PARTS.fullmatch(text)
            if found is None:
                return None
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            year += 0 if len(found[4]) == _LONG_YEAR else _CENTURY
            is_day_first = self._order == DAY_FIRST or found[2] == "."
            day, month = (first, second) if is_day_first else (second, first)
        try:
            read = date(year, month, day)
        except ValueError:
            return None
        return read if _FIRST_YEAR <= year <= _LAST_YEAR else None

    def _at(self, day: date, written: str) -> Moment | None:
        found = _TIME.fullmatch(written)
        if found is None:
            return None
        hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").casefold()
        if half:
            if not 1 <= hour <= _NOON:
                return None
            hour = hour % _NOON + (_NOON if half.startswith("p") else 0)
        if hour == 24 and minute == 0:  # noqa: PLR2004 - some tills close the day at 24:00
            return Moment(day + timedelta(days=1), 0)
        if not (0 <= hour < 24 and 0 <= minute < 60):  # noqa: PLR2004
            return None
        if found[4] is None:
            return Moment(day, hour * 60 + minute)
        shift = "+00:00" if found[4].upper() == "Z" else found[4]
        at = datetime.fromisoformat(f"{day.isoformat()}T{hour:02}:{minute:02}:00{shift}")
        wall = at.astimezone(self._zone)
        return Moment(wall.date(), wall.hour * 60 + wall.minute)

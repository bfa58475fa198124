"""Reads what a member has: points, stamps, the lots they are of, what is owed, what was counted."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from loyalty import accounts
from loyalty import lots as lots_of
from terminal.imports import figures
from terminal.imports.layouts import COUNTERS, LOTS, OWED
from terminal.till.incoming import Lot, RowError
from terminal.till.marking import mark

POINTS_MAX: Final = 1_000_000_000
COUNTER_MAX: Final = 10**12
PARTS_MAX: Final = 200
EXACT: Final = ""
DOWN: Final = "down"
NEAREST: Final = "nearest"
UP: Final = "up"
ROUNDINGS: Final = (EXACT, DOWN, NEAREST, UP)
SEPARATOR: Final = "; "
_SCALE: Final = 6
_WHOLE: Final = 10**_SCALE
_DAY = r"\d{4}-\d{2}-\d{2}"
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_LOT = re.compile(
    rf"(?P<unit>\S{{1,100}}) (?P<amount>\d{{1,10}})"
    rf"(?: from (?P<first>{_DAY}))?(?: until (?P<last>{_DAY}))?",
    re.ASCII,
)
_COUNTED = re.compile(r"(?P<unit>\S{1,150}) (?P<amount>-?\d{1,13})", re.ASCII)


def default_mark(separator: str) -> str:
    """Give the decimal mark of a file whose figures prove none."""
    return figures.POINT if separator == figures.COMMA else figures.COMMA


def whole(text: str, field: str, rounding: str, decimal: str) -> int:
    """Read points or stamps; parts of one are rounded as the owner says. Raises RowError."""
    if _EITHER.fullmatch(text) and decimal in text:
        sentence = mark("this can be one or a thousand; write it without the mark")
        raise RowError(sentence, field)
    parts = figures.minor(text, scale=_SCALE, mark=decimal)
    if parts is None:
        raise RowError(mark("this is no number of points; expected 0 or more"), field)
    if parts % _WHOLE and rounding == EXACT:
        sentence = mark("points are whole; say --round down, nearest or up")
        raise RowError(sentence, field)
    up = {DOWN: 0, NEAREST: _WHOLE // 2, UP: _WHOLE - 1}.get(rounding, 0)
    amount = (parts + up) // _WHOLE
    if abs(amount) > POINTS_MAX:
        raise RowError(mark("this is more than anybody has"), field)
    return amount


def lots(text: str) -> tuple[Lot, ...]:
    """Read lots as our own list writes them. Raises RowError.

    `points 120 until 2027-01-31; stamp:coffee 3; points 5 from 2026-12-01 until 2027-12-31`
    """
    found = []
    for part in _parts(text, LOTS):
        read = _LOT.fullmatch(part)
        if read is None or not accounts.is_value(read["unit"]):
            raise RowError(mark("points by date are written: points 120 until 2027-01-31"), LOTS)
        first, last = read["first"] or "", read["last"] or lots_of.NEVER
        if not (_is_day(first or last) and _is_day(last) and 0 < int(read["amount"]) <= POINTS_MAX):
            raise RowError(mark("points by date are written: points 120 until 2027-01-31"), LOTS)
        found.append(
            Lot(unit=read["unit"], amount=int(read["amount"]), first_day=first, last_day=last)
        )
    return tuple(found)


def lots_text(held: list[tuple[str, str, int]]) -> str:
    """Write lots (unit, lot, amount) so that `lots` reads them; those of one end are one."""
    sums: dict[tuple[str, str, str], int] = {}
    for unit, lot, amount in held:
        key = (unit, lots_of.last_day(lot), lots_of.first_day(lot))
        sums[key] = sums.get(key, 0) + amount
    said = []
    for (unit, last, first), amount in sorted(sums.items()):
        begins = f" from {first}" if first else ""
        ends = f" until {last}" if last != lots_of.NEVER else ""
        said.append(f"{unit} {amount}{begins}{ends}")
    return SEPARATOR.join(said)


def owed(text: str) -> tuple[tuple[str, int], ...]:
    """Read what is owed, as `points 5; stamp:coffee 1`. Raises RowError."""
    found = _counted(text, OWED)
    if any(amount <= 0 or not accounts.is_value(unit) for unit, amount in found):
        raise RowError(mark("what is owed is written points 5"), OWED)
    return found


def counters(text: str) -> tuple[tuple[str, int], ...]:
    """Read counters, as `visits 3; spend 1250`. Raises RowError."""
    found = _counted(text, COUNTERS)
    if any(accounts.is_value(unit) or abs(amount) > COUNTER_MAX for unit, amount in found):
        raise RowError(mark("what was counted is written visits 3; spend 1250"), COUNTERS)
    return found


def counted_text(figures_of: dict[str, int]) -> str:
    """Write counters or what is owed so that `counters` and `owed` read them."""
    return SEPARATOR.join(f"{unit} {amount}" for unit, amount in sorted(figures_of.items()))


def _counted(text: str, field: str) -> tuple[tuple[str, int], ...]:
    found = []
    for part in _parts(text, field):
        read = _COUNTED.fullmatch(part)
        if read is None:
            raise RowError(mark("what was counted is written visits 3; spend 1250"), field)
        found.append((read["unit"], int(read["amount"])))
    return tuple(found)


def _parts(text: str, field: str) -> list[str]:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > PARTS_MAX:
        raise RowError(mark("nobody has so many of these"), field)
    return parts


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

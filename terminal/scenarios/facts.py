"""Reads what is said of a member: facts, and figures by unit."""

from __future__ import annotations

import re
from typing import Any

from loyalty.accounts import EARNED, POINTS, SPEND, VISITS, stamps, voucher
from terminal.scenarios.table import Table

_BIRTHDAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def facts(table: Table) -> dict[str, Any]:
    """Read what is said of a member, as fields of Facts; what is not said is not there."""
    found: dict[str, Any] = {}
    for key, names in (
        ("joined_day", ("joined", "joined_day")),
        ("birthday_told_day", ("birthday_told", "birthday_told_day")),
    ):
        if table.has(*names):
            found[key] = table.day(*names)
    if table.has("birthday"):
        found["birthday"] = _birthday(table)
    for key in ("segments", "personal"):
        if table.has(key):
            found[key] = frozenset(table.texts(key))
    if table.has("referred_by"):
        found["referred_by"] = table.text("referred_by")
    if table.has("blocked"):
        found["blocked"] = table.flag("blocked")
    return found


def _birthday(table: Table) -> str:
    said = table.text("birthday")
    if not _BIRTHDAY.fullmatch(said):
        table.wrong("birthday", said, "a month and a day such as 03-14")
        return ""
    return said


def figures(table: Table) -> dict[str, int]:
    """Read amounts by unit: points, stamps, vouchers, money spent, visits, other counters."""
    found: dict[str, int] = {}
    for key in (POINTS, VISITS, EARNED):
        if table.has(key):
            found[key] = table.whole(key)
    spend = table.money("spend", "spent")
    if spend is not None:
        found[SPEND] = spend
    found |= table.figures("stamps", unit=stamps)
    found |= table.figures("vouchers", unit=voucher)
    found |= table.figures("counters")
    if table.has("unit", "amount"):
        found[table.text("unit", default=POINTS)] = table.whole("amount")
    return found

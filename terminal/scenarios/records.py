"""Expectations about lists of tables: lots, vouchers and the like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from terminal.scenarios.expecting import Check, Difference, Reader, View, compared
from terminal.scenarios.table import Table


def records(get: Callable[[View], Sequence[Mapping[str, Any]]], main: str) -> Reader:
    """Expect a list of tables, in order; of each only the keys that are named are compared.

    A text or number alone stands for the key `main`.
    """

    def read(table: Table, key: str) -> Check:
        path, value = f"{table.path}.{key}", table.take(key)
        listed = value if isinstance(value, list) else [value]
        wanted = [_record(table, f"{key}[{at}]", each, main) for at, each in enumerate(listed, 1)]
        names = {name for each in wanted for name in each} or {main}

        def check(view: View) -> list[Difference]:
            seen = get(view)
            if len(seen) != len(wanted):
                shown = [{name: each.get(name) for name in names} for each in seen]
                return compared(path, wanted, shown)
            return [
                found
                for at, (should, so) in enumerate(zip(wanted, seen, strict=True), 1)
                for name, amount in should.items()
                for found in compared(f"{path}[{at}].{name}", amount, so.get(name))
            ]

        return check

    return read


_RECORD_NUMBERS = frozenset({"amount", "points", "missing"})


_RECORD_DAYS = {"last_day": "last_day", "until": "last_day", "first_day": "first_day"}


_RECORD_TEXTS = frozenset({"reward", "unit", "membership", "prize", "rule", "code"})


def _record(table: Table, key: str, value: object, main: str) -> dict[str, object]:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return {main: value}
    inner = table.table(value, key)
    found: dict[str, object] = {}
    for name in _RECORD_NUMBERS:
        if inner.has(name):
            found[name] = inner.whole(name)
    for name, kept in _RECORD_DAYS.items():
        if inner.has(name):
            said = inner.take(name)
            found[kept] = "9999-12-31" if said == "never" else inner.day(name) if said else ""
    for name in _RECORD_TEXTS:
        if inner.has(name):
            found[name] = inner.text(name)
    inner.close()
    return found

"""Reads the tables of a scenario: every key is asked for once, what nobody asked for is a mistake.

All mistakes of a file are collected, each with the path where it stands, what stands there and
what was expected, the nearest known name for a key or word that is not known.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from loyalty.errors import Refusal
from loyalty.programme import Problem
from loyalty.programme.problem import shown

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONEY = re.compile(r"[+-]?\d+([.,]\d+)?")


class Unreadable(Refusal):
    """A scenario that cannot be run; `problems` holds every mistake."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        said = "; ".join(f"{p.path}: {p.got}, expected {p.expected}" for p in self.problems)
        super().__init__(
            "scenario_unreadable",
            f"{file}: {said}",
            path=first.path,
            expected=first.expected,
            got=first.got,
        )


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which of the known names was probably meant, or all of them."""
    names = sorted(known)
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    return f"{found[0]} (the nearest known name)" if found else f"one of {', '.join(names)}"


class Table:
    """One table of a scenario while it is read."""

    def __init__(self, raw: object, path: str, problems: list[Problem], scale: int = 2) -> None:
        """Begin to read; what is no table at all counts as an empty one with a mistake."""
        self.path = path
        self.problems = problems
        self.scale = scale
        self._raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self._asked: set[str] = set()
        if not isinstance(raw, Mapping):
            self.wrong("", raw, "a table")

    def wrong(self, key: str, got: object, expected: str) -> None:
        """Note a mistake at a key, or with an empty key at the table itself."""
        at = f"{self.path}.{key}".strip(".") if key else self.path
        self.problems.append(Problem(at, shown(got), expected))

    def has(self, *keys: str) -> bool:
        """Say whether any of these keys is there; they count as asked for."""
        self._asked |= set(keys)
        return any(key in self._raw for key in keys)

    def take(self, *keys: str) -> Any:
        """Give the value under the first of these keys that is there, or None."""
        self._asked |= set(keys)
        return next((self._raw[key] for key in keys if key in self._raw), None)

    def rest(self) -> dict[str, Any]:
        """Give everything that was not asked for yet, which then counts as asked for."""
        left = {key: value for key, value in self._raw.items() if key not in self._asked}
        self._asked |= set(left)
        return left

    def asked(self) -> set[str]:
        """Give the keys that were asked for."""
        return set(self._asked)

    def close(self, known: Iterable[str] = ()) -> None:
        """Note every key that nobody asked for."""
        names = {*self._asked, *known}
        for key in self._raw:
            if key not in self._asked:
                self.wrong(key, key, f"no such key here; {nearest(key, names)}")

    def text(self, *keys: str, default: str = "") -> str:
        """Read a text."""
        value = self.take(*keys)
        if value is None:
            return default
        if not isinstance(value, str):
            self.wrong(keys[0], value, "a text")
            return default
        return value

    def flag(self, *keys: str, default: bool = False) -> bool:
        """Read true or false."""
        value = self.take(*keys)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(keys[0], value, "true or false")
            return default
        return value

    def whole(self, *keys: str, default: int = 0) -> int:
        """Read a whole number."""
        value = self.take(*keys)
        return default if value is None else self.as_whole(value, keys[0])

    def as_whole(self, value: object, key: str) -> int:
        """Read a value as a whole number."""
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, Decimal) and value == value.to_integral_value():
            return int(value)
        self.wrong(key, value, "a whole number")
        return 0

    def money(self, *keys: str) -> int | None:
        """Read an amount in minor units: `12.50` under a key, or minor units under `key_minor`."""
        exact = [f"{key}_minor" for key in keys]
        if self.has(*exact):
            return self.as_whole(self.take(*exact), exact[0])
        value = self.take(*keys)
        return None if value is None else self.as_money(value, keys[0])

    def as_money(self, value: object, key: str) -> int:
        """Read a value as money: a text or a number such as 12.50, in the currency's main unit."""
        if isinstance(value, str) and _MONEY.fullmatch(value):
            value = Decimal(value.replace(",", "."))
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.wrong(key, value, 'an amount such as "12.50"')
            return 0
        try:
            minor = Decimal(value).scaleb(self.scale)
        except InvalidOperation:
            minor = Decimal("0.5")
        if minor != minor.to_integral_value():
            self.wrong(key, value, f"an amount with at most {self.scale} decimals")
            return 0
        return int(minor)

    def day(self, *keys: str) -> str:
        """Read a day (ISO); empty when there is none."""
        value = self.take(*keys)
        return "" if value is None else self.as_day(value, keys[0])

    def as_day(self, value: object, key: str) -> str:
        """Read a value as a day."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                pass
        self.wrong(key, value, "a day such as 2026-03-02")
        return ""

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Read a list of texts; a single text is a list of one."""
        value = self.take(*keys)
        listed = [] if value is None else value if isinstance(value, list) else [value]
        for each in listed:
            if not isinstance(each, str):
                self.wrong(keys[0], each, "a text or a list of texts")
        return tuple(each for each in listed if isinstance(each, str))

    def one_of(self, known: Iterable[str], *keys: str, default: str = "") -> str:
        """Read a word of which only some are known."""
        word = self.text(*keys, default=default)
        if word not in known:
            self.wrong(keys[0], word, nearest(word, known))
            return default
        return word

    def inner(self, *keys: str) -> Table | None:
        """Read a table within this one."""
        value = self.take(*keys)
        at = next((key for key in keys if key in self._raw), keys[0])
        return None if value is None else self.table(value, at)

    def table(self, value: object, key: str) -> Table:
        """Read a value as a table that stands under a key."""
        return Table(value, f"{self.path}.{key}".strip("."), self.problems, self.scale)

    def tables(self, *keys: str) -> list[Table]:
        """Read a list of tables, counted from 1; a single table is a list of one."""
        value = self.take(*keys)
        if value is None:
            return []
        listed = value if isinstance(value, list) else [value]
        return [self.table(each, f"{keys[0]}[{at}]") for at, each in enumerate(listed, 1)]

    def figures(self, *keys: str, unit: Callable[[str], str] = str) -> dict[str, int]:
        """Read a table of whole numbers; `unit` turns its names into units."""
        inner = self.inner(*keys)
        if inner is None:
            return {}
        return {unit(name): inner.as_whole(value, name) for name, value in inner.rest().items()}

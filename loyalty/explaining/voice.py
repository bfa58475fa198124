"""How a language speaks: words, plurals, money and days are handed in, never known here.

`say` is a gettext function and `plural` one for texts about a number: every text is a literal
argument of a call of one of them, so that the catalogues' extraction finds it. `money` writes an
amount of minor units, `day` an ISO day, `number` a whole number. `named` turns `tier:silver`,
`reward:x`, `stamp:x`, `milestone:x` and so on (`rule:x` for any rule) into the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from loyalty.accounts import POINTS
from loyalty.programme import Bonus, Milestone, Multiplier, Programme, Staircase

Say = Callable[[str], str]
Money = Callable[[int], str]
Named = Callable[[str], str | None]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RUN = 3
_CLOCK = re.compile(r"\d\d:\d\d")


class Plural(Protocol):
    """Chooses a text by a number and writes the number itself into its `{n}`."""

    def __call__(self, singular: str, plural: str, n: int, /) -> str:
        """Give the text that fits `n` things in the reader's language."""
        ...


def english(singular: str, plural: str, n: int, /) -> str:
    """Choose as English does; for messages that only developers read."""
    return (singular if n == 1 else plural).format(n=n)


def nobody(_key: str) -> str | None:
    """Know no names, so that those of the reason itself are used."""
    return None


def names(programme: Programme, language: str) -> Named:
    """Give the function that names levels, rewards, cards and the other rules in a language."""
    table = {f"tier:{each.id}": each.name for each in programme.tiers}
    table |= {f"reward:{each.id}": each.name for each in programme.rewards}
    table |= {f"stamp:{each.id}": each.name for each in programme.stamp_cards}
    table |= {f"membership:{each.id}": each.name for each in programme.memberships}
    ruled: dict[str, Sequence[Milestone | Staircase | Bonus | Multiplier]] = {
        "milestone": programme.milestones,
        "staircase": programme.staircases,
        "bonus": programme.bonuses,
        "multiplier": programme.multipliers,
    }
    for kind, rules in ruled.items():
        for each in rules:
            if each.name is not None:
                table |= {f"rule:{each.id}": each.name, f"{kind}:{each.id}": each.name}

    def named_in(key: str) -> str | None:
        return programme.text(table[key], language) if key in table else None

    return named_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Everything a sentence needs besides its figures; `today` is a business date or empty."""

    say: Say
    plural: Plural = english
    money: Money = str
    day: Say = str
    number: Money = str
    named: Named = nobody
    today: str = ""

    def when(self, day: str) -> str:
        """Write a day: today, tomorrow and yesterday by their word, others as dates."""
        apart = (date.fromisoformat(day) - date.fromisoformat(self.today)).days if self.today else 9
        if apart == 0:
            return self.say("today")
        if apart == 1:
            return self.say("tomorrow")
        return self.say("yesterday") if apart == -1 else self.day(day)

    def units(self, unit: str, count: int) -> str:
        """Write an amount of points, stamps or vouchers with its word."""
        if unit == POINTS:
            return self.plural("{n} point", "{n} points", count)
        kind, _, which = unit.partition(":")
        if kind == "voucher":
            name = self.named(f"reward:{which}") or which
            return name if count == 1 else f"{self.number(count)} x {name}"
        return self.plural("{n} stamp", "{n} stamps", count)

    def both(self, parts: Sequence[str]) -> str:
        """Join words: `a`, `a and b`, `a, b and c`."""
        if len(parts) < 2:  # noqa: PLR2004
            return "".join(parts)
        return self.say("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])

    def either(self, parts: Sequence[str]) -> str:
        """Join words of which one is enough: `a`, `a or b`, `a, b or c`."""
        if len(parts) < 2:  # noqa: PLR2004
            return "".join(parts)
        return self.say("{first} or {last}").format(first=", ".join(parts[:-1]), last=parts[-1])

    def weekday(self, day: str) -> str:
        """Name a weekday, given as `mon` to `sun`."""
        said = {
            "mon": self.say("Monday"),
            "tue": self.say("Tuesday"),
            "wed": self.say("Wednesday"),
            "thu": self.say("Thursday"),
            "fri": self.say("Friday"),
            "sat": self.say("Saturday"),
            "sun": self.say("Sunday"),
        }
        return said[day]

    def weekdays(self, days: str) -> str:
        """Name the weekdays that stand in a text such as `tue,wed`, runs of them as such."""
        wanted = [at for at, each in enumerate(WEEKDAYS) if each in days]
        parts: list[str] = []
        while wanted:
            run = [at for place, at in enumerate(wanted) if at == wanted[0] + place]
            if len(run) < _RUN:
                run = run[:1]
            parts.append(self._run(run))
            wanted = wanted[len(run) :]
        return self.both(parts)

    def _run(self, run: list[int]) -> str:
        first, last = self.weekday(WEEKDAYS[run[0]]), self.weekday(WEEKDAYS[run[-1]])
        if len(run) == 1:
            return first
        return self.say("{first} to {last}").format(first=first, last=last)

    def hours(self, hours: str) -> str:
        """Say the hours that stand in a text such as `16:00-18:00`, several or one."""
        clocks = _CLOCK.findall(hours)
        text = self.say("from {start} to {until}")
        spans = zip(clocks[::2], clocks[1::2], strict=False)
        return self.either([text.format(start=start, until=until) for start, until in spans])

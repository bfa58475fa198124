"""A scenario as it was read: what there is at first, what happens, and what has to be so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loyalty.book.people import Till
from loyalty.programme import Problem, Programme
from terminal.scenarios.expecting import Check
from terminal.scenarios.world import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A member who is there at first: what is known, whose account is shared, what they have."""

    name: str
    facts: Mapping[str, Any]
    shares_with: str
    has: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Something that has to be so, for one member (None is whose event it is)."""

    member: str | None
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event: when, what it does, what it is called and what has to be so after it.

    It is done `times` times, each so many days after the one before.
    """

    path: str
    at_us: int | None
    is_day: bool
    times: int
    every_days: int
    act: Act
    member: str | None
    name: str
    may_refuse: bool
    expected: Sequence[Expected]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario, ready to be run.

    `invalid` names the mistakes that its programme is to have, and `mistakes` those that it has;
    nothing can happen under such a programme.
    """

    id: str
    about: str
    language: str
    versions: Sequence[Programme]
    at_us: int
    seed: bytes
    tills: Sequence[Till]
    guests: Sequence[Guest]
    steps: Sequence[Step]
    expected: Sequence[Expected]
    invalid: Sequence[str] | None = None
    mistakes: Sequence[Problem] = ()

"""What the member's side shows beside the pad, and what the owner chose for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec

from loyalty.quote import Quote
from terminal.till.secret import NO_DIGITS, Digits

AUTO, NOWHERE, TURNED = "auto", "none", "turned"
CLEARED_MS = 8_000


class DisplaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner chose: `where` as in effects.UseDisplay, slides, and whether one asks.

    `folder` holds pictures and `lines` are texts, both shown while nobody is there.
    """

    where: str = AUTO
    folder: str = ""
    lines: tuple[str, ...] = ()
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit that has just ended, until the member's side is cleared.

    `step`: scratch, earned, question or thanks, which ends at `until_ms`; `whole_ms` is how long
    it lasts. `prize` is what was drawn; `opened` says that the member has seen it.
    """

    member_id: str
    account: str
    quote: Quote
    step: Literal["scratch", "earned", "question", "thanks"]
    until_ms: int
    whole_ms: int
    asks: bool = False
    opened: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A new member who finishes on their own side: the phone first, then each sentence.

    `said` keeps each consent that was answered, as it is kept of the person.
    """

    member_id: str
    step: Literal["phone", "consents"]
    until_ms: int
    typed: Digits = NO_DIGITS
    note: str = ""
    wrong: bool = False
    at: int = 0
    said: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Guest:
    """Everything about the member's side that changes, and is not the pad's."""

    settings: DisplaySettings = field(default_factory=DisplaySettings)
    pictures: tuple[str, ...] = ()
    live: frozenset[str] = frozenset()
    screens: tuple[str, ...] = ()
    here: str = ""
    choosing_until_ms: int = 0
    visit: Visit | None = None
    joining: Joining | None = None
    told: DisplaySettings | None = None

"""What the member's side shows beside the pad, and what the owner chose for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec

from loyalty.quote import Quote
from terminal.till.secret import NO_DIGITS, Digits

BROWSER = "browser"
"""The source of what tablets show, as messages.DisplayLive names it."""
AUTO, NOWHERE, TURNED = "auto", "none", "turned"


class DisplaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner chose: `where` as in effects.UseDisplay, slides, what the display may do.

    `folder` holds pictures and `lines` are texts, both shown while nobody is there; `asks` lets it
    ask how it was, `celebrates` lets it greet the tenth stamp and the fiftieth visit.
    """

    where: str = AUTO
    folder: str = ""
    lines: tuple[str, ...] = ()
    asks: bool = False
    celebrates: bool = True


Step = Literal["scratch", "earned", "question", "thanks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit that has just ended, until the member's side is cleared.

    `step` ends at `until_ms` and lasts `whole_ms`; `asks` says that the question comes, `drew` the
    mystery that was drawn, `is_open` that the member has seen what it brought.
    """

    member_id: str
    account: str
    quote: Quote
    step: Step
    until_ms: int
    whole_ms: int
    asks: bool = False
    drew: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """A member who finishes joining on their own side: the phone first, then each sentence.

    `at` counts the sentences that were answered, `agreed` names those with yes. Whoever has no card
    ends with its code, in `modules` as they are drawn, to be photographed.
    """

    member_id: str
    account: str
    step: Literal["phone", "consents", "card"]
    until_ms: int
    typed: Digits = NO_DIGITS
    note: str = ""
    wrong: bool = False
    modules: tuple[str, ...] = field(default=(), repr=False)
    at: int = 0
    agreed: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Guest:
    """Everything about the member's side that changes, and is not the pad's.

    `live` names the sources of member's screens that are there; `had_pad` and `had_keys` are what
    the command line says of the pad, before the owner's own choice.
    """

    settings: DisplaySettings = field(default_factory=DisplaySettings)
    pictures: tuple[str, ...] = ()
    live: frozenset[str] = frozenset()
    screens: tuple[str, ...] = ()
    here: str = ""
    choosing_until_ms: int = 0
    visit: Visit | None = None
    joining: Joining | None = None
    told: DisplaySettings = field(default_factory=DisplaySettings)
    had_pad: bool = True
    had_keys: bool = False
    at_line: int = -1


def forget(guest: Guest) -> None:
    """Let nobody be seen on the member's side any more."""
    guest.choosing_until_ms = 0
    guest.visit = guest.joining = None

"""Who stands at the counter, what they are typing in confidence, and what they are changing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loyalty.goodwill import Gift
from loyalty.shift import Shift
from loyalty.staff import StaffRow
from terminal.till.effects import Effect
from terminal.till.secret import NO_DIGITS, Digits

if TYPE_CHECKING:
    from terminal.till.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """A PIN that is compared with one person's after the other; `here` is whose turn it is.

    `right` goes on with whom it fits, `wrong` when it fits nobody.
    """

    job: str
    here: StaffRow
    left: tuple[StaffRow, ...]
    typed: Digits
    right: Callable[[Desk, StaffRow], list[Effect]]
    wrong: Callable[[Desk], list[Effect]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Somebody's row while it is made or changed.

    `step`: name, role, badge, own, pin, again, secret or row (what is to be changed). `job` names
    the hashing that is under way.
    """

    row: StaffRow
    step: str
    is_new: bool = False
    typed: Digits = NO_DIGITS
    first: Digits = NO_DIGITS
    note: str = ""
    job: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Something that waits for somebody who may do it; `allow` does it in their name.

    `by` names them once they have shown who they are; without a `reason` a digit then says why.
    """

    act: str
    title: str
    allow: Callable[[Desk, dict[str, str]], list[Effect]]
    reason: str = ""
    by: str = ""
    how: str = ""


@dataclass(slots=True, kw_only=True)
class Crew:
    """Everything about staff that changes at one till; nothing of it is written down here."""

    rows: tuple[StaffRow, ...] | None = None
    at: StaffRow | None = None
    is_locked: bool = False
    typed: Digits = NO_DIGITS
    trying: Trying | None = None
    wrong: int = 0
    waits_until_ms: int = 0
    note: str = ""
    is_wrong: bool = False
    draft: Draft | None = None
    wanted: Wanted | None = None
    gift: Gift | None = None
    steps: dict[str, int] = field(default_factory=dict)
    server_takes: bool = True
    dealt: dict[str, int] = field(default_factory=dict)
    shift: Shift = field(default_factory=Shift)
    receipts: int | None = None
    asks_turnover: bool = False

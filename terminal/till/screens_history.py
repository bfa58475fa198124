"""Where somebody's points are, as frozen values: for the cashier, and for the member."""

from __future__ import annotations

from terminal.till.screens import Person, Screen, Value


class HistoryRow(Value, frozen=True, kw_only=True):
    """One line: when, at which till, what it was, why, and what it did to the balance."""

    date: str
    time: str
    till: str
    what: str
    why: str
    points: str


class History(Screen, frozen=True, kw_only=True, tag="history"):
    """The last lines of the attached member; `caption` says which lines are not there.

    `chosen` is the line that has to be in view where not all of them are.
    """

    person: Person
    title: str
    rows: tuple[HistoryRow, ...]
    caption: str
    chosen: int = 0


class MemberHistory(Value, frozen=True, kw_only=True):
    """The same lines on the member's own side, in their language."""

    title: str
    balance: str
    rows: tuple[HistoryRow, ...]
    caption: str

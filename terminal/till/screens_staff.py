"""Screens of staff and the day as frozen values: the lock, and the close of the day."""

from __future__ import annotations

from terminal.till.screens import Action, Row, Screen, Typed, Value


class Lock(Screen, frozen=True, kw_only=True, tag="lock"):
    """Somebody types a PIN at the till: dots, a note, and nothing about any member."""

    headline: str
    caption: str
    filled: int
    of: int
    note: str
    foot: str
    clear: str
    delete: str
    is_wrong: bool = False
    kept: str = ""


class Check(Value, frozen=True, kw_only=True):
    """Something to know before the day is closed: done, or still open."""

    word: str
    sentence: str = ""
    is_done: bool = True


class Day(Screen, frozen=True, kw_only=True, tag="day"):
    """So far today: figures, who did what, and the close with the register's own totals.

    `figures` have a caption as their second text. `table` has a line for each who was there, its
    last one for all.
    """

    title: str
    period: str
    figures: tuple[Row, ...]
    head: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    counts: tuple[Row, ...]
    side_title: str
    checks: tuple[Check, ...]
    typed: Typed
    advice: str
    printed: Action
    again: Action | None = None

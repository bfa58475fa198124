"""The help sheet as a frozen screen: which key does what on the screen behind it."""

from __future__ import annotations

from terminal.till.screens import Screen, Value


class HelpRow(Value, frozen=True, kw_only=True):
    """Keys, and what they do."""

    keys: tuple[str, ...]
    words: str


class Help(Screen, frozen=True, kw_only=True, tag="help"):
    """The keys of one screen, on one page."""

    headline: str
    caption: str
    rows: tuple[HelpRow, ...]

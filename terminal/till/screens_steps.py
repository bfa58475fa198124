"""A screen that asks step by step: the first start, somebody new on the staff, a quick key."""

from __future__ import annotations

from terminal.till.camera_values import MenuRow
from terminal.till.screens import Screen, Typed


class FirstStart(Screen, frozen=True, kw_only=True, tag="first_start"):
    """The first start asks: rows to choose from, a field to type in; `step` of `steps` is here."""

    headline: str
    caption: str
    steps: tuple[str, ...] = ()
    step: int = 0
    rows: tuple[MenuRow, ...] = ()
    chosen: int = -1
    typed: Typed | None = None
    advice: str = ""
    is_waiting: bool = False

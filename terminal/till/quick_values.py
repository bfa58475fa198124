"""One quick key: what the owner called it, and what one press of it adds to a sale."""

from __future__ import annotations

import msgspec


class QuickKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item to ring up with one press; a price of 0 is one that differs each time.

    `card` is the stamp card that it is stamped on, or empty.
    """

    name: str
    category: str = ""
    price_minor: int = 0
    card: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A quick key while it is being set up: its place (-1: a new one), the step, what stands."""

    at: int
    step: str = "name"
    key: QuickKey = QuickKey(name="")


class Quick(msgspec.Struct, frozen=True, kw_only=True):
    """A quick key as it is drawn: what presses it, its item, how often it is in this sale."""

    key: str
    title: str
    caption: str
    count: int = 0

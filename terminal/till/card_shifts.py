"""How far the printer is off on each paper: kept at this till, and put right on every sheet."""

from __future__ import annotations

from typing import Final

import msgspec

from storage.ports import Ledger

KEPT: Final = "card_shifts"
SHIFT_MAX: Final = 200
"""Tenths of a millimetre: what is off by more than 20 mm lies the wrong way in the printer."""
Shift = tuple[int, int, int, int]
NONE: Final[Shift] = (0, 0, 0, 0)


def shift(ledger: Ledger, stock: str) -> Shift:
    """Give what was kept for a paper in tenths of a millimetre: right, down, both of the back."""
    return _all(ledger).get(stock, NONE)


def nudge(ledger: Ledger, stock: str) -> tuple[float, ...]:
    """Give the same in millimetres; nothing where the printer is not off."""
    kept = shift(ledger, stock)
    return () if kept == NONE else tuple(tenths / 10 for tenths in kept)


def keep(ledger: Ledger, stock: str, kept: Shift) -> None:
    """Keep it for a paper, at most SHIFT_MAX each way. Raises Outage when the disk says no."""
    right, down, back_right, back_down = (max(-SHIFT_MAX, min(SHIFT_MAX, one)) for one in kept)
    held = {**_all(ledger), stock: (right, down, back_right, back_down)}
    ledger.put(KEPT, msgspec.json.encode(held).decode())


def _all(ledger: Ledger) -> dict[str, Shift]:
    raw = ledger.get(KEPT)
    return msgspec.json.decode(raw, type=dict[str, Shift]) if raw else {}

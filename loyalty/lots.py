"""Lots: an amount earned together, with the days from and through which it can be spent.

A lot's name is `<event id>~<last day>`, or `<event id>~<first day>~<last day>` when it begins
later than the day it was given, so that whoever meets it, even in an event of a type it does not
know, can tell when it ends. `9999-12-31` means never.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

NEVER = "9999-12-31"
_DAY_LENGTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLot:
    """How much of one lot may be spent here."""

    lot: str
    amount: int


def name(event_id: str, last_day: str = NEVER, first_day: str = "") -> str:
    """Name the lot that an event starts; `first_day` is empty when it can be spent at once."""
    return f"{event_id}~{first_day}~{last_day}" if first_day else f"{event_id}~{last_day}"


def last_day(lot: str) -> str:
    """Give the last day (ISO date) on which a lot can be spent."""
    _, separator, day = lot.rpartition("~")
    return day if separator else NEVER


def first_day(lot: str) -> str:
    """Give the first day on which a lot can be spent; empty when it always could."""
    pieces = lot.split("~")
    return pieces[-2] if len(pieces) > 2 and len(pieces[-2]) == _DAY_LENGTH else ""  # noqa: PLR2004


def order(lot: str) -> tuple[str, str]:
    """Sort key: earliest expiry first, then oldest (ids begin with their time)."""
    return last_day(lot), lot


def spendable(lots: Iterable[HeldLot], day: str) -> tuple[HeldLot, ...]:
    """Give the lots that can be spent on a day, in the order in which they are."""
    return tuple(
        sorted(
            (
                held
                for held in lots
                if held.amount > 0 and first_day(held.lot) <= day <= last_day(held.lot)
            ),
            key=lambda held: order(held.lot),
        )
    )


def take(lots: Iterable[HeldLot], amount: int) -> tuple[tuple[HeldLot, ...], int]:
    """Take an amount from lots in their order; give what was taken and what is missing."""
    taken: list[HeldLot] = []
    missing = amount
    for held in sorted(lots, key=lambda held: order(held.lot)):
        part = min(missing, held.amount)
        if part > 0:
            taken.append(HeldLot(lot=held.lot, amount=part))
            missing -= part
    return tuple(taken), missing

"""A sale of the past, as a file tells it: when, to whom, what. No reward was taken yet."""

from __future__ import annotations

import msgspec

from loyalty.basket import Line


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """One sale; `day` is a business date (ISO), `minute` the wall clock after midnight.

    `minute` is None where no time was written, `member` empty where nobody is known. No line is
    below zero: what was taken off a receipt is off its lines already.
    """

    day: str
    minute: int | None = None
    member: str = ""
    lines: tuple[Line, ...] = ()

    @property
    def total_minor(self) -> int:
        """Give the sale's amount."""
        return sum(line.amount_minor for line in self.lines)

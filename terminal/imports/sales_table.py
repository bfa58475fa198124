"""Keeps the rows of a sales file in columns of numbers, and gives them back as sales in order."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import blake2b
from itertools import groupby

from loyalty.basket import GIFT_CARD, GOODS, SHIPPING, Line
from loyalty.forecast.sold import Sold

_KINDS = (GOODS, GIFT_CARD, SHIPPING)
_DAY_MINUTES = 1440
_NO_MINUTE = -1


class _Words:
    """Texts by number, each kept once."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._places: dict[str, int] = {"": 0}

    def place(self, text: str) -> int:
        found = self._places.get(text)
        if found is None:
            found = self._places[text] = len(self.texts)
            self.texts.append(text)
        return found


class SalesTable:
    """Rows in columns. Iterating gives sales in the order of time; rows of one receipt are one.

    A receipt whose minus is not covered by its plus is a return: it is left out and counted.
    """

    def __init__(self, day_start_minutes: int) -> None:
        self.returns = 0
        self.returned_minor = 0
        self._day_start = day_start_minutes
        self._days = array("l")
        self._minutes = array("h")
        self._amounts = array("q")
        self._taxes = array("q")
        self._quantities = array("l")
        self._members = array("l")
        self._products = array("l")
        self._categories = array("l")
        self._kinds = array("b")
        self._receipts = array("q")
        self._member_words = _Words()
        self._product_words = _Words()
        self._category_words = _Words()

    def __len__(self) -> int:
        return len(self._days)

    def add(
        self,
        day: date,
        minute: int | None,
        *,
        amount_minor: int,
        tax_minor: int,
        quantity: int,
        member: str,
        product: str,
        category: str,
        receipt: str,
        kind: str,
    ) -> None:
        """Add one row; `day` and `minute` are the wall clock."""
        is_yesterdays = minute is not None and minute < self._day_start
        self._days.append(day.toordinal() - is_yesterdays)
        self._minutes.append(_NO_MINUTE if minute is None else minute)
        self._amounts.append(amount_minor)
        self._taxes.append(tax_minor)
        self._quantities.append(quantity)
        self._members.append(self._member_words.place(member))
        self._products.append(self._product_words.place(product))
        self._categories.append(self._category_words.place(category))
        self._kinds.append(_KINDS.index(kind))
        self._receipts.append(_number_of(receipt))

    def days(self) -> tuple[str, str]:
        """Give the first and the last business date; both empty without a row."""
        if not self._days:
            return "", ""
        first, last = min(self._days), max(self._days)
        return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()

    def __iter__(self) -> Iterator[Sold]:
        self.returns, self.returned_minor = 0, 0
        for ordinal, rows in groupby(self._in_order(), key=self._days.__getitem__):
            day = date.fromordinal(ordinal).isoformat()
            for group in self._grouped(list(rows)):
                lines = self._lines(group)
                if lines:
                    yield self._sold(day, group, lines)
                else:
                    self.returns += 1
                    self.returned_minor -= sum(self._amounts[row] for row in group)

    def _in_order(self) -> Sequence[int]:
        """Give the rows by time; what was written at one minute stays as it was written."""
        days, minutes, start = self._days, self._minutes, self._day_start
        rows: Sequence[int] = range(len(days))
        if len(days) > 1 and days[0] > days[-1]:
            # The newest first: within a minute too.
            rows = rows[::-1]
        return sorted(rows, key=lambda row: (days[row], (minutes[row] - start) % _DAY_MINUTES))

    def _grouped(self, rows: Sequence[int]) -> Iterator[list[int]]:
        """Give the sales of one day: rows of one receipt together, at the time of the first.

        A number that two members have on one day is two receipts: another till's, or a new roll.
        """
        members: dict[int, set[int]] = {}
        for row in rows:
            members.setdefault(self._receipts[row], set()).add(self._members[row])
        groups: dict[tuple[int, int, int], list[int]] = {}
        for row in rows:
            receipt = self._receipts[row]
            known = members[receipt] - {0}
            member = next(iter(known)) if len(known) == 1 else self._members[row]
            key = (receipt, member, 0) if receipt else (0, 0, row + 1)
            groups.setdefault(key, []).append(row)
        return iter(groups.values())

    def _lines(self, rows: Sequence[int]) -> tuple[Line, ...]:
        """Give the lines of a sale, what is below zero taken off the others; none for a return."""
        amounts = {row: self._amounts[row] for row in rows}
        minus = -sum(amount for amount in amounts.values() if amount < 0)
        plus = sum(amount for amount in amounts.values() if amount > 0)
        if minus and minus >= plus:
            return ()
        for row in sorted(amounts, key=lambda row: -amounts[row]):
            if not minus:
                break
            part = min(minus, amounts[row])
            amounts[row] -= part
            minus -= part
        return tuple(
            Line(
                amount_minor=amount,
                quantity=self._quantities[row],
                product=self._product_words.texts[self._products[row]],
                category=self._category_words.texts[self._categories[row]],
                kind=_KINDS[self._kinds[row]],
                tax_minor=min(self._taxes[row], amount),
            )
            for row, amount in amounts.items()
            if amount > 0 or self._amounts[row] >= 0
        )

    def _sold(self, day: str, rows: Sequence[int], lines: tuple[Line, ...]) -> Sold:
        member = max(self._members[row] for row in rows)
        minute = self._minutes[rows[0]]
        return Sold(
            day=day,
            minute=None if minute == _NO_MINUTE else minute,
            member=self._member_words.texts[member],
            lines=lines,
        )


def _number_of(receipt: str) -> int:
    """Give 63 bits for a receipt's number, 0 for none: a million of its texts would be heavy."""
    if not receipt:
        return 0
    return int.from_bytes(blake2b(receipt.encode(), digest_size=8).digest(), "big") >> 1 or 1

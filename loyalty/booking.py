"""One member's account booked in place: for whoever runs many sales and keeps every account.

Where there is one till and no server, all that is given can be paid out at once. So what postings
book as free is held here with its lot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from loyalty import accounts
from loyalty.event import Posting
from loyalty.lots import HeldLot
from loyalty.standing import Standing


class _Held(Mapping[str, tuple[HeldLot, ...]]):
    """The lots of every unit, listed when somebody asks: most sales spend none.

    `listed` keeps the lists of units of which nothing moved since.
    """

    __slots__ = ("_lots", "listed")

    def __init__(self, lots: dict[str, dict[str, int]]) -> None:
        self._lots = lots
        self.listed: dict[str, tuple[HeldLot, ...]] = {}

    def __getitem__(self, unit: str) -> tuple[HeldLot, ...]:
        listed = self.listed.get(unit)
        if listed is None:
            lots = self._lots[unit].items()
            listed = tuple(HeldLot(lot=lot, amount=amount) for lot, amount in lots if amount > 0)
            self.listed[unit] = listed
        return listed

    def __iter__(self) -> Iterator[str]:
        return iter(self._lots)

    def __len__(self) -> int:
        return len(self._lots)


class Booking:
    """The figures of one account, which grow with every sale instead of being copied."""

    __slots__ = ("_balance", "_counters", "_held", "_lots", "_names", "account")

    def __init__(self, account: str) -> None:
        self.account = account
        self._balance: dict[str, int] = {}
        self._counters: dict[str, int] = {}
        self._lots: dict[str, dict[str, int]] = {}
        self._held = _Held(self._lots)
        self._names = {
            accounts.count(account): accounts.COUNT,
            accounts.open_(account): accounts.OPEN,
            accounts.held(account): accounts.HELD,
        }

    @property
    def lots(self) -> Mapping[str, Mapping[str, int]]:
        """Give how much each lot of a unit still has."""
        return MappingProxyType(self._lots)

    def book(self, postings: Iterable[Posting]) -> None:
        """Book what postings do to this account; those about others are passed over."""
        names, counters = self._names, self._counters
        for posting in postings:
            part = names.get(posting.credit)
            if part == accounts.COUNT:
                # Most postings count up: nothing else has to be looked at.
                unit = posting.unit
                counters[unit] = counters.get(unit, 0) + posting.amount
                continue
            if part is not None:
                self._move(part, posting, posting.amount)
            part = names.get(posting.debit)
            if part is not None:
                self._move(part, posting, -posting.amount)

    def standing(self) -> Standing:
        """Give the account as a till sees it; valid until something is booked."""
        return Standing(
            account=self.account,
            balance=self._balance,
            held=self._held,
            counters=self._counters,
            home=True,
        )

    def _move(self, part: str, posting: Posting, delta: int) -> None:
        unit = posting.unit
        if part == accounts.COUNT:
            left = self._counters.get(unit, 0) + delta
            if left:
                self._counters[unit] = left
            else:
                self._counters.pop(unit, None)
            return
        self._balance[unit] = self._balance.get(unit, 0) + delta
        lots = self._lots.get(unit)
        if lots is None:
            lots = self._lots[unit] = {}
        left = lots.get(posting.lot, 0) + delta
        if left:
            lots[posting.lot] = left
        else:
            lots.pop(posting.lot, None)
        self._held.listed.pop(unit, None)

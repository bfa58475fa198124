"""The rights to one unit of one account: balance = free + held by each holder - owed.

Pure. All three are never below zero, and free and owed never both above it. Only a holder's own
events lower what it holds (DESIGN.md section 6, "Rights, exactly").
"""

from __future__ import annotations

from collections.abc import Iterable

from loyalty import lots
from loyalty.errors import Corrupt
from loyalty.lots import HeldLot

FREE = ""
"""The holder's name under which what nobody holds is kept."""


class Purse:
    """What there is of one unit in one account, and who may spend it."""

    __slots__ = ("_rights", "balance", "owed")

    def __init__(self, balance: int = 0, owed: int = 0) -> None:
        self.balance = balance
        self.owed = owed
        self._rights: dict[str, dict[str, int]] = {}

    def put(self, holder: str, lot: str, amount: int) -> None:
        """Set how much of a lot somebody holds, as it was stored."""
        self._rights.setdefault(holder, {})[lot] = amount

    def amounts(self) -> dict[tuple[str, str], int]:
        """Give every right by holder and lot, those of nothing too."""
        return {
            (holder, lot): amount
            for holder, held in self._rights.items()
            for lot, amount in held.items()
        }

    def held(self, holder: str) -> tuple[HeldLot, ...]:
        """Give what somebody holds, in the order in which it is spent."""
        held = self._rights.get(holder, {})
        return tuple(
            HeldLot(lot=lot, amount=held[lot])
            for lot in sorted(held, key=lots.order)
            if held[lot] > 0
        )

    def total(self, holder: str = FREE) -> int:
        """Give how much somebody holds in all."""
        return sum(self._rights.get(holder, {}).values())

    def size(self) -> int:
        """Give what no figure of it is above, the balance neither way."""
        return self.owed + sum(sum(held.values()) for held in self._rights.values())

    def holders(self) -> list[str]:
        """Name everybody who holds something, in a fixed order; what is free is nobody's."""
        return sorted(
            who for who, held in self._rights.items() if who != FREE and any(held.values())
        )

    def credit(self, lot: str, amount: int) -> int:
        """Book something that came in: what is owed is paid first. Gives what became free."""
        self.balance += amount
        return self._free(lot, amount)

    def debit(self, lot: str, amount: int) -> None:
        """Book something that went out: of this lot, then of free in its order, then owed."""
        self.balance -= amount
        self._take(lot, amount)

    def hold(self, holder: str, lot: str, delta: int) -> None:
        """Book a holder's own event. What it did not hold comes from free, then is owed."""
        self.balance += delta
        held = self._rights.setdefault(holder, {})
        left = held.get(lot, 0) + delta
        held[lot] = max(left, 0)
        if left < 0:
            self._take(lot, -left)

    def check(self, account: str, unit: str) -> None:
        """Raise Corrupt `rights_broken` unless the figures agree."""
        amounts = [amount for held in self._rights.values() for amount in held.values()]
        broken = (
            self.owed < 0
            or min(amounts, default=0) < 0
            or (self.owed > 0 and self.total() > 0)
            or self.balance != sum(amounts) - self.owed
        )
        if broken:
            raise Corrupt("rights_broken", f"the rights to {unit} of {account} do not add up")

    def _free(self, lot: str, amount: int) -> int:
        paid = min(self.owed, amount)
        self.owed -= paid
        if amount > paid:
            free = self._rights.setdefault(FREE, {})
            free[lot] = free.get(lot, 0) + amount - paid
        return amount - paid

    def _take(self, lot: str, amount: int) -> None:
        free = self._rights.setdefault(FREE, {})
        for name in (lot, *sorted(free, key=lots.order)):
            part = min(amount, free.get(name, 0))
            if part:
                free[name] -= part
                amount -= part
        self.owed += amount


def choose(purse: Purse, wanted: int, day: str) -> tuple[HeldLot, ...]:
    """Choose what a grant gives: free lots not past their last day, earliest expiry first.

    Gives less than wanted when there is less, and nothing while something is owed.
    """
    if purse.owed or wanted <= 0:
        return ()
    taken, _ = lots.take(lots.spendable(purse.held(FREE), day), wanted)
    return taken


def holder(device: str, epoch: int) -> str:
    """Name a holder: a device in one of its epochs."""
    return f"{device}.{epoch}"


def units(purses: Iterable[tuple[str, str]], account: str) -> list[str]:
    """Give the units of an account among purses, in a fixed order."""
    return sorted(unit for name, unit in purses if name == account)

"""What a member can pay rewards with at this till: lots of points, stamps and vouchers."""

from __future__ import annotations

from loyalty.lots import HeldLot, first_day, spendable, take
from loyalty.standing import Standing
from loyalty.why import Why, why


class Purse:
    """What is left of a member's balance and of the lots held here, while rewards are taken."""

    __slots__ = ("_day", "_left", "_lots", "_standing")

    def __init__(self, standing: Standing, day: str) -> None:
        self._standing = standing
        self._day = day
        self._left: dict[str, int] = {}
        self._lots: dict[str, tuple[HeldLot, ...]] = {}

    def balance(self, unit: str) -> int:
        """Give what is left of the balance of a unit, without held lots that the day rules out."""
        if unit not in self._left:
            held = self._standing.held.get(unit, ())
            resting = sum(lot.amount for lot in held) - self.held(unit)
            self._left[unit] = self._standing.amount(unit) - resting
        return self._left[unit]

    def lots(self, unit: str) -> tuple[HeldLot, ...]:
        """Give what is left of the lots that can be spent here, in their order."""
        if unit not in self._lots:
            self._lots[unit] = spendable(self._standing.held.get(unit, ()), self._day)
        return self._lots[unit]

    def held(self, unit: str) -> int:
        """Give how much of a unit can be spent here."""
        return sum(lot.amount for lot in self.lots(unit))

    def begins(self, unit: str) -> str:
        """Give the first day (ISO) of the next lot held here that begins later, or nothing."""
        days = (first_day(lot.lot) for lot in self._standing.held.get(unit, ()) if lot.amount > 0)
        return min((day for day in days if day > self._day), default="")

    def lacks(self, reward_id: str, unit: str, amount: int) -> Why | None:
        """Say why an amount of a unit cannot be paid for a reward, or None.

        `not_enough` when the member does not have it, `owed` when something has to be earned back
        first, `not_enough_here` when only this till does not hold it.
        """
        missing = amount - self.held(unit)
        if missing <= 0:
            return None
        to_go = amount - self.balance(unit)
        if to_go > 0:
            return why("not_enough", reward=reward_id, unit=unit, missing=to_go)
        code = "owed" if self._standing.owed.get(unit, 0) > 0 else "not_enough_here"
        return why(code, reward=reward_id, unit=unit, missing=missing)

    def pay(self, unit: str, amount: int) -> tuple[HeldLot, ...]:
        """Take an amount from the lots in their order. It must not exceed what is held."""
        left = self.balance(unit)
        taken, missing = take(self.lots(unit), amount)
        assert missing == 0, (unit, amount, missing)
        gone = {lot.lot: lot.amount for lot in taken}
        rest = (
            HeldLot(lot=lot.lot, amount=lot.amount - gone.get(lot.lot, 0))
            for lot in self.lots(unit)
        )
        self._lots[unit] = tuple(lot for lot in rest if lot.amount)
        self._left[unit] = left - amount
        return taken

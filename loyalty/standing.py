"""Where a member stands: what they have, what this till may pay out, what is owed."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from loyalty.accounts import POINTS, SPEND, VISITS
from loyalty.lots import HeldLot, spendable


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One account as one till sees it, per unit.

    `balance` counts everything the member has; `held` is the part this till can pay out by
    itself, lot by lot; `owed` is what has to be earned back first; `home` says whether benefits
    that count over several tills may be issued here. `counters` are the period's money and
    visits and the carried remainders.
    """

    account: str
    balance: Mapping[str, int] = msgspec.field(default_factory=dict)
    held: Mapping[str, tuple[HeldLot, ...]] = msgspec.field(default_factory=dict)
    owed: Mapping[str, int] = msgspec.field(default_factory=dict)
    counters: Mapping[str, int] = msgspec.field(default_factory=dict)
    home: bool = False

    def amount(self, unit: str = POINTS) -> int:
        """Give the balance of one unit; below zero only by what is owed."""
        return self.balance.get(unit, 0)

    def spendable(self, unit: str, day: str) -> int:
        """Give how much of a unit this till can pay out on a day."""
        return sum(lot.amount for lot in spendable(self.held.get(unit, ()), day))

    @property
    def spend_minor(self) -> int:
        """Money spent in the tier period."""
        return self.counters.get(SPEND, 0)

    @property
    def visits(self) -> int:
        """Visits in all."""
        return self.counters.get(VISITS, 0)

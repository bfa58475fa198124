"""What all tills together gave, paid out and took back, and how much more the design allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.sim.faults import need

Key = tuple[str, str]
"""An account and a unit."""


@dataclass(slots=True)
class Purse:
    """What all tills together gave, paid out and took back of one unit in one account."""

    given: int = 0
    spent: int = 0
    taken_back: int = 0


@dataclass(slots=True)
class Purses:
    """Purses by account; accounts that were ever merged answer for one another."""

    each: dict[Key, Purse] = field(default_factory=dict)
    kin: dict[str, set[str]] = field(default_factory=dict)
    allowed: Counter[str] = field(default_factory=Counter)
    """How much more of each unit may be paid out: the bounds that owners were shown."""
    forgotten: set[str] = field(default_factory=set)
    """Accounts that the server did something to which it does not know any more."""

    def of(self, account: str, unit: str) -> Purse:
        """Give a purse to write to."""
        return self.each.setdefault((account, unit), Purse())

    def together(self, account: str, unit: str) -> Purse:
        """Sum the purses of an account and of all that it was ever merged with."""
        found = [self.each.get((name, unit)) for name in self.kin.get(account, {account})]
        known = [purse for purse in found if purse is not None]
        return Purse(
            given=sum(purse.given for purse in known),
            spent=sum(purse.spent for purse in known),
            taken_back=sum(purse.taken_back for purse in known),
        )

    def merge(self, old: str, new: str) -> None:
        """Let two accounts answer for one another from now on."""
        both = self.kin.get(old, {old}) | self.kin.get(new, {new})
        for name in both:
            self.kin[name] = both

    def allow(self, held: Mapping[str, int]) -> None:
        """Let this much more be paid out: its owner was told so, or it is a copied disk's."""
        for unit, amount in held.items():
            self.allowed[unit] += max(amount, 0)

    def check_spent(self, account: str, unit: str) -> None:
        """All tills together pay out what was given, and beyond that no more than is allowed."""
        one = self.together(account, unit)
        if one.spent <= one.given:
            return
        over = sum(
            max(whole.spent - whole.given, 0)
            for whole in (self.together(name, unit) for name in self._heads(unit))
        )
        need(
            over <= self.allowed[unit],
            "overspent",
            f"{account} {unit}: {one.spent} paid out, {one.given} ever given;",
            f"in all {over} too much, {self.allowed[unit]} allowed",
        )

    def check_owed(self, owed: dict[Key, int], unit: str) -> None:
        """What is owed was taken back after it was paid out, or is within what is allowed."""
        by_kin: Counter[str] = Counter()
        for (account, of_unit), amount in owed.items():
            if of_unit == unit and amount and not self._is_forgotten(account):
                by_kin[min(self.kin.get(account, {account}))] += amount
        unexplained = sum(
            max(amount - self.together(account, unit).taken_back, 0)
            for account, amount in by_kin.items()
        )
        need(
            unexplained <= self.allowed[unit],
            "owed_unexplained",
            f"{unexplained} {unit} of {dict(by_kin)}, {self.allowed[unit]} allowed",
        )

    def _is_forgotten(self, account: str) -> bool:
        return not self.forgotten.isdisjoint(self.kin.get(account, {account}))

    def _heads(self, unit: str) -> set[str]:
        return {min(self.kin.get(name, {name})) for name, each in self.each if each == unit}

"""What a forecast counts: units given, used and ended, by month and by how old they were."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

AGE_DAYS = 30


@dataclass(slots=True)
class UnitTally:
    """How much of one unit was given, used and ended, and at what age, in stretches of 30 days."""

    given: int = 0
    used: int = 0
    ended: int = 0
    used_by_age: dict[int, int] = field(default_factory=dict)
    ended_by_age: dict[int, int] = field(default_factory=dict)

    @property
    def outstanding(self) -> int:
        """Give what members still have."""
        return self.given - self.used - self.ended

    def give(self, amount: int) -> None:
        """Count what was given."""
        self.given += amount

    def use(self, amount: int, age_days: int) -> None:
        """Count what was used, and how old it was."""
        self.used += amount
        _add(self.used_by_age, age_days // AGE_DAYS, amount)

    def end(self, amount: int, age_days: int) -> None:
        """Count what ended without being used."""
        self.ended += amount
        _add(self.ended_by_age, age_days // AGE_DAYS, amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What members have left of one lot: its age, and how long it can still be used; None: ever."""

    amount: int
    age_days: int
    days_left: int | None


def breakage(tally: UnitTally, left: list[Left]) -> int:
    """Give how much of what is outstanding will never be used, by its age, rounded down.

    A life table: of what reached each age, so much was used within the next thirty days; what
    was still too young to show more counts for half of that stretch. What is outstanding is used
    at the same rates, until it ends or is older than anything seen.
    """
    open_by_age: dict[int, int] = {}
    for each in left:
        _add(open_by_age, each.age_days // AGE_DAYS, each.amount)
    ages = [*tally.used_by_age, *tally.ended_by_age, *open_by_age]
    oldest = max(ages, default=0)
    unused = _unused_by_age(tally, open_by_age, oldest)
    lost = Fraction(0)
    for each in left:
        age = each.age_days // AGE_DAYS
        last = oldest
        if each.days_left is not None:
            last = min(oldest, (each.age_days + each.days_left) // AGE_DAYS)
        kept = Fraction(1)
        for at in range(age, last + 1):
            kept *= unused[at]
        lost += kept * each.amount
    return int(lost)


def _unused_by_age(
    tally: UnitTally, open_by_age: dict[int, int], oldest: int
) -> dict[int, Fraction]:
    """Give the share that passes each stretch of age without being used, in thousandths."""
    reached, shares = tally.given, {}
    for age in range(oldest + 1):
        used, ended = tally.used_by_age.get(age, 0), tally.ended_by_age.get(age, 0)
        waiting = open_by_age.get(age, 0)
        exposed = 2 * reached - waiting
        # Thousandths keep the fractions short; a forecast knows no better than that.
        share = 2000 * used // exposed if exposed > 0 else 0
        shares[age] = 1 - Fraction(min(share, 1000), 1000)
        reached -= used + ended + waiting
    return shares


def _add(into: dict[int, int], key: int, amount: int) -> None:
    into[key] = into.get(key, 0) + amount


@dataclass(slots=True)
class Month:
    """One month of the forecast; money in minor units, points as they came and went."""

    sales: int = 0
    member_sales: int = 0
    turnover_minor: int = 0
    member_turnover_minor: int = 0
    reward_cost_minor: int = 0
    points_given: int = 0
    points_used: int = 0
    points_ended: int = 0

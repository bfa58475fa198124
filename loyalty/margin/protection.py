"""Protection: the most that a programme can give back of what is paid, against the margin.

Everything that can come together is added: the best rate of earning, the best use of points,
every stamp card, milestone and automatic reward, for whoever is on the best level on the best
day. What is given once, as for joining, is told beside, because no share of sales limits it.
Exact fractions throughout; what is shown is rounded against the programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from loyalty.margin.parts import Part, Working, hundredths
from loyalty.margin.worth_most import ZERO
from loyalty.programme import Programme
from loyalty.why import Why, why

__all__ = ["Part", "Protection", "hundredths", "protection"]

_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What a programme can cost at most: its parts and what is given once beside them."""

    parts: tuple[Part, ...]
    once: tuple[Why, ...]

    @property
    def share(self) -> Fraction:
        """Give the share of what is paid that the programme can give back, 1 being all of it."""
        return sum((part.share for part in self.parts), ZERO)

    @property
    def per_visit_minor(self) -> Fraction:
        """Give what it can cost at every visit, however little is paid there."""
        return sum((part.per_visit_minor for part in self.parts), ZERO)

    def exceeds(self, margin_percent: int) -> bool:
        """Say whether rewards can cost more than the margin, however much a visit comes to."""
        margin = Fraction(margin_percent, _WHOLE)
        return self.share > margin or (self.share == margin and self.per_visit_minor > 0)

    def least_visit_minor(self, margin_percent: int) -> int:
        """Give what a visit has to come to, on average, to stay within the margin; 0 is anything.

        Meaningless where `exceeds`.
        """
        left = Fraction(margin_percent, _WHOLE) - self.share
        return ceil(self.per_visit_minor / left) if left > 0 else 0

    def arithmetic(self, margin_percent: int | None = None) -> tuple[Why, ...]:
        """Give every line of the arithmetic, the verdict against the margin last."""
        lines = [*(part.why for part in self.parts), *self.once]
        total = hundredths(self.share)
        if margin_percent is None:
            return (*lines, why("protection_total", share=total))
        if self.exceeds(margin_percent):
            verdict = why("protection_exceeds", share=total, margin=margin_percent)
        elif self.per_visit_minor:
            least = self.least_visit_minor(margin_percent)
            verdict = why(
                "protection_depends", share=total, margin=margin_percent, least_minor=least
            )
        else:
            verdict = why("protection_within", share=total, margin=margin_percent)
        return (*lines, verdict)


def protection(programme: Programme, typical_minor: int = 0) -> Protection:
    """Work out what a programme can cost; `typical_minor` is what a usual visit comes to, or 0."""
    working = Working(programme, typical_minor)
    parts = [
        *working.points(),
        *working.stamp_cards(),
        *working.milestones(),
        *working.staircases(),
        *working.levels(),
        *working.free_rewards(),
    ]
    costly = (part for part in parts if part.share or part.per_visit_minor)
    return Protection(parts=tuple(costly), once=tuple(working.once()))

"""What an owner allows tills: earns that can be used at once, grants ahead, goodwill. A setting."""

from __future__ import annotations

import msgspec

from loyalty import counter_limits
from loyalty.accounts import POINTS
from loyalty.counter_limits import CounterLimits

SETTING = "limits"
STAMP = "stamp:"
PAPER_CARDS = 25


class Allowance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So many points, and so many stamps of each card."""

    points: int = 0
    stamps: int = 0

    def of(self, unit: str) -> int:
        """Give how much of a unit is allowed; of a voucher nothing, because it is one whole."""
        if unit == POINTS:
            return self.points
        return self.stamps if unit.startswith(STAMP) else 0


class Limits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The owner's limits; without any a till pays out only what it was granted.

    `at_once` is how much of what a till gave to one member can be used there before the server
    has heard of it, `at_once_always` lifts that. `ahead` is what a till is granted of one member
    before it asks; None is what the two cheapest rewards cost. `goodwill` is what a till without
    a line may pay out in all beyond what it holds, until the server has heard of it. `counter` is
    what a cashier does alone, `paper_cards` how many paper stamp cards a till may take over in a
    day.
    """

    at_once: Allowance = Allowance()
    paper_cards: int = PAPER_CARDS
    at_once_always: bool = False
    ahead: Allowance | None = None
    goodwill: Allowance = Allowance()
    counter: CounterLimits = CounterLimits()


NONE = Limits()


def read(text: str) -> Limits:
    """Read the setting; what cannot be read allows nothing, because it is a later version's."""
    if not text:
        return NONE
    try:
        found = msgspec.json.decode(text, type=Limits)
    except msgspec.DecodeError:
        return NONE
    return found if is_right(found) else NONE


def write(limits: Limits) -> str:
    """Write the setting; limits that allow nothing are an empty text."""
    return "" if limits == NONE else msgspec.json.encode(limits).decode()


def is_right(limits: Limits) -> bool:
    """Say whether no limit is below nothing."""
    if limits.paper_cards < 0:
        return False
    all_of = (limits.at_once, limits.ahead or Allowance(), limits.goodwill)
    of_rights = all(min(each.points, each.stamps) >= 0 for each in all_of)
    return of_rights and counter_limits.is_right(limits.counter)

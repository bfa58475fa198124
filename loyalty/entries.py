"""The entries of a sale: what each rule gives, what each reward takes, what is counted.

An entry's `weights` say how much of it each line of the sale brought about, as (line, weight)
pairs with lines numbered as in the basket. A refund of some lines reverses in proportion to them.
No weights means: in proportion to the money.
"""

from __future__ import annotations

import msgspec

from loyalty.lots import NEVER, HeldLot
from loyalty.why import Why

Weights = tuple[tuple[int, int], ...]


class Given(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one rule gives: so much of a unit, from `first_day` through `last_day`, and why.

    `account` is empty for the member of the sale, or names another one: who brought a friend.
    `benefit` is the deterministic id of what may be given only once, or empty.
    """

    rule: str
    unit: str
    amount: int
    first_day: str = ""
    last_day: str = NEVER
    why: Why
    account: str = ""
    benefit: str = ""
    weights: Weights = ()


class Counted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How far a counter moves; `delta` is signed. `account` as in `Given`, or the whole shop's."""

    unit: str
    delta: int
    account: str = ""
    weights: Weights = ()


class Spent(msgspec.Struct, frozen=True, kw_only=True):
    """What one reward costs the member, lot by lot, and takes off the sale.

    `unit` is empty and `amount` 0 for a reward that costs nothing. `worth_minor` is what the
    member gets for it, `unused_minor` the part of a fixed amount that was larger than what there
    was to pay, `donated_minor` what the shop gives to a cause. `choice` is what was chosen.
    `weights` are the minor units it takes off each line.
    """

    reward: str
    unit: str = ""
    amount: int = 0
    lots: tuple[HeldLot, ...] = ()
    discount_minor: int = 0
    worth_minor: int = 0
    unused_minor: int = 0
    donated_minor: int = 0
    choice: str = ""
    why: Why
    weights: Weights = ()

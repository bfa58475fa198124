"""How points and stamps are given: earn rules, multipliers and stamp cards."""

from __future__ import annotations

from typing import Literal

from loyalty.programme.scalars import Added, Days, Id, Percent, Positive, Priority, Text, Whole
from loyalty.programme.terms import Life, Rule


class Earning(Rule, frozen=True, kw_only=True):
    """What every earn rule has: caps, how it shares a sale with others, the life of its points.

    `minimum_minor` is what the covered lines must come to after rewards. `most_per_sale` and
    `most_per_day` cap what this rule gives (before multipliers). Of the exclusive rules only the
    best for the member counts, ties by priority and then id; others add. `life` and
    `pending_days` replace the programme's own for these points.
    """

    id: Id
    minimum_minor: Whole = 0
    most_per_sale: Positive | None = None
    most_per_day: Positive | None = None
    exclusive: bool = False
    priority: Priority = 0
    life: Life | None = None
    pending_days: Days | None = None


class EarnAmount(Earning, frozen=True, kw_only=True, tag_field="kind", tag="amount"):
    """Points per amount: `points` for every `per_minor` paid, the remainder kept if `carry`.

    `tax = "excluded"` earns on amounts without the tax that their lines name. `basis = "price"`
    earns on prices before rewards; what is paid with points never earns.
    """

    points: Positive
    per_minor: Positive
    carry: bool = True
    basis: Literal["paid", "price"] = "paid"
    tax: Literal["included", "excluded"] = "included"


class EarnPercent(Earning, frozen=True, kw_only=True, tag_field="kind", tag="percent"):
    """Points worth `percent` of what is paid, by the programme's `point_worth`."""

    percent: Percent
    carry: bool = True
    basis: Literal["paid", "price"] = "paid"
    tax: Literal["included", "excluded"] = "included"


class EarnVisit(Earning, frozen=True, kw_only=True, tag_field="kind", tag="visit"):
    """Points for a visit: a sale of goods, or a check-in at which nothing is bought."""

    points: Positive


class EarnItem(Earning, frozen=True, kw_only=True, tag_field="kind", tag="item"):
    """Points for every `pieces` paid pieces of the covered lines in one sale."""

    points: Positive
    pieces: Positive = 1


class EarnFlat(Earning, frozen=True, kw_only=True, tag_field="kind", tag="flat"):
    """Points once a sale in which something covered is paid for."""

    points: Positive


EarnRule = EarnAmount | EarnPercent | EarnVisit | EarnItem | EarnFlat


class Multiplier(Rule, frozen=True, kw_only=True):
    """`percent` more points: 100 doubles them. Of exclusive ones only the best counts.

    With products or categories named, only the points earned on those lines are raised.
    """

    id: Id
    percent: Added
    name: Text | None = None
    exclusive: bool = False
    priority: Priority = 0


class StampCard(Rule, frozen=True, kw_only=True):
    """A stamp card: `stamps` to the reward, one per visit, per item or per `per_minor` paid."""

    id: Id
    name: Text
    stamps: Positive
    per: Literal["visit", "item", "amount"] = "visit"
    per_minor: Whole = 0
    minimum_minor: Whole = 0
    reward: Id | None = None
    life: Life | None = None
    most_at_once: Positive = 20
    most_per_day: Positive | None = None

"""Terms that many rules share: which lines, when, for whom, over which period, for how long."""

from __future__ import annotations

from typing import Literal

import msgspec

from loyalty.programme.scalars import Clock, Day, Days, Document, Id, Months, Said

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Scoped(Document, frozen=True, kw_only=True):
    """What applies to some lines only; nothing named means every line."""

    categories: tuple[Said, ...] = ()
    products: tuple[Said, ...] = ()
    except_categories: tuple[Said, ...] = ()
    except_products: tuple[Said, ...] = ()

    def covers(self, product: str, category: str) -> bool:
        """Say whether a line of this product and category is meant."""
        if product in self.except_products or category in self.except_categories:
            return False
        if not self.categories and not self.products:
            return True
        return category in self.categories or product in self.products

    @property
    def is_scoped(self) -> bool:
        """Say whether some lines may be left out."""
        return bool(
            self.categories or self.products or self.except_categories or self.except_products
        )


class Hours(Document, frozen=True, kw_only=True):
    """A part of the day by the shop's wall clock; `until` is the first minute after it.

    `from` later than `until` runs past midnight: 22:00 to 02:00.
    """

    start: Clock = msgspec.field(name="from")
    until: Clock


class Rule(Scoped, frozen=True, kw_only=True):
    """What holds for some lines, at some times and for some members; nothing named means always.

    Days and weekdays are business dates. `tiers` names levels exactly, `memberships` paid ones,
    of which one must be running; `personal` limits a rule to members to whom head office gave it
    by its id; `code` to sales in which that code was said.
    """

    weekdays: tuple[Weekday, ...] = ()
    hours: tuple[Hours, ...] = ()
    valid_from: Day | None = None
    valid_until: Day | None = None
    tiers: tuple[Id, ...] = ()
    segments: tuple[Id, ...] = ()
    memberships: tuple[Id, ...] = ()
    personal: bool = False
    code: Said | None = None

    @property
    def is_always(self) -> bool:
        """Say whether there is no condition, so that nobody needs to look."""
        return not (
            self.weekdays
            or self.hours
            or self.valid_from
            or self.valid_until
            or self.tiers
            or self.segments
            or self.memberships
            or self.personal
            or self.code
        )


class Rolling(Document, frozen=True, kw_only=True, tag_field="kind", tag="rolling"):
    """The last so many months or days up to today; twelve months when neither is named."""

    months: Months | None = None
    days: Days | None = None


class Calendar(Document, frozen=True, kw_only=True, tag_field="kind", tag="calendar"):
    """The running day, week (from Monday), month, quarter or year of the calendar."""

    unit: Literal["day", "week", "month", "quarter", "year"] = "year"


class Ever(Document, frozen=True, kw_only=True, tag_field="kind", tag="ever"):
    """All time."""


Period = Rolling | Calendar | Ever


class Life(Document, frozen=True, kw_only=True):
    """How long something given lasts: so many months and days after the day it was given.

    `until = "month"` or `"year"` stretches it to the end of the month or year it falls in; alone
    it is the end of the running one. The last day counts. Nothing named means for ever.
    """

    months: Months | None = None
    days: Days | None = None
    until: Literal["month", "year"] | None = None


FOR_EVER = Life()

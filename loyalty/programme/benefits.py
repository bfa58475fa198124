"""What members get without asking: levels, milestones, staircases, bonuses, memberships."""

from __future__ import annotations

from typing import Literal

from loyalty.programme.scalars import Days, Document, Id, Months, Positive, Said, Text, Whole
from loyalty.programme.terms import Calendar, Ever, Life, Period, Rule

Measure = Literal["spend", "visits", "points"]


class Gift(Document, frozen=True, kw_only=True):
    """What a benefit brings: points and a voucher for a reward, either or both."""

    points: Whole = 0
    reward: Id | None = None


class Tier(Document, frozen=True, kw_only=True):
    """A level: reached from `from_amount` of the measure within the period.

    `entry` is given once on reaching it; keeping a level from one period to the next is not
    reaching it.
    """

    id: Id
    name: Text
    from_amount: Whole
    measure: Measure = "spend"
    period: Period = Ever()
    entry: Gift | None = None


class Levels(Document, frozen=True, kw_only=True):
    """How levels are kept and lost.

    A level that its period no longer supports is kept `grace_days` more, and with
    `keep_next_period` until the end of the calendar period after the one in which it was earned.
    After that a member falls to the level that the period supports, or one level a period, or
    never. On a jump over several levels each entry gift is given, or the highest only.
    """

    grace_days: Whole = 0
    keep_next_period: bool = False
    downgrade: Literal["reached", "one_step", "never"] = "reached"
    entry: Literal["each", "highest"] = "each"


class Milestone(Rule, frozen=True, kw_only=True):
    """Something for reaching an amount of a measure: once at `at`, or at `every` so much again.

    Over the sales of a period, or with `within = "sale"` in one sale. A measure named over
    products or categories counts the money, pieces or visits of those lines only.
    """

    id: Id
    name: Text
    gift: Gift
    measure: Literal["spend", "visits", "points", "items"] = "spend"
    at: Positive | None = None
    every: Positive | None = None
    within: Literal["period", "sale"] = "period"
    period: Period = Ever()


class Step(Document, frozen=True, kw_only=True):
    """One step of a staircase."""

    from_amount: Positive
    gift: Gift


class Staircase(Rule, frozen=True, kw_only=True):
    """More for a bigger total: each step that the total of a period reaches brings its gift."""

    id: Id
    name: Text
    measure: Literal["spend", "visits", "points", "items"] = "spend"
    period: Period = Calendar()
    steps: tuple[Step, ...]


class _Bonus(Document, frozen=True, kw_only=True):
    id: Id
    name: Text
    gift: Gift
    life: Life | None = None
    pending_days: Days | None = None


class WelcomeBonus(_Bonus, frozen=True, kw_only=True, tag_field="kind", tag="welcome"):
    """For joining."""


class BirthdayBonus(_Bonus, frozen=True, kw_only=True, tag_field="kind", tag="birthday"):
    """Once a year, `days_before` the birthday; the 29th of February is the 28th in other years.

    Nobody gets it who joined less than `member_days` before, or told the birthday after it began.
    """

    days_before: Whole = 0
    member_days: Whole = 0


class AnniversaryBonus(_Bonus, frozen=True, kw_only=True, tag_field="kind", tag="anniversary"):
    """On the day of joining, every year or in the years named."""

    years: tuple[Positive, ...] = ()


class ReferralBonus(_Bonus, frozen=True, kw_only=True, tag_field="kind", tag="referral"):
    """After the friend's first sale from `minimum_minor`: `gift` to the friend, `referrer` to the
    member who brought them, for at most `most` friends."""

    referrer: Gift
    minimum_minor: Whole = 0
    most: Positive | None = None


class ActivityBonus(_Bonus, frozen=True, kw_only=True, tag_field="kind", tag="activity"):
    """For something done that staff or another program records: a review, a survey, a follow.

    Once in all, once in a calendar period, or every time.
    """

    activity: Said
    once: Literal["ever", "day", "week", "month", "quarter", "year", "always"] = "ever"


Bonus = WelcomeBonus | BirthdayBonus | AnniversaryBonus | ReferralBonus | ActivityBonus


class Membership(Document, frozen=True, kw_only=True):
    """A paid membership: sold as a line of the sale, running whole days from the day it is sold.

    A renewal begins the day after the running one ends. Other rules name it in `memberships`;
    `gift` is given at every start. With `refund_unused` the days not yet begun are paid back in
    proportion; otherwise nothing is.
    """

    id: Id
    name: Text
    fee_minor: Whole
    months: Months | None = None
    days: Days | None = None
    gift: Gift | None = None
    refund_unused: bool = True
    renew_days_before: Whole = 30

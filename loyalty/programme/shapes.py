"""The programme document: what an owner may write, as one immutable value."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from loyalty.accounts import stamps
from loyalty.days import DAY_START_MINUTES
from loyalty.errors import Refusal
from loyalty.programme.benefits import Bonus, Levels, Membership, Milestone, Staircase, Tier
from loyalty.programme.earn import EarnRule, Multiplier, StampCard
from loyalty.programme.rewards import Reward
from loyalty.programme.scalars import (
    Currency,
    Day,
    Days,
    Document,
    Id,
    Language,
    Minutes,
    Positive,
    Scale,
    Text,
    TimeZone,
    Whole,
)
from loyalty.programme.terms import Life


class PointWorth(Document, frozen=True, kw_only=True):
    """What points are worth to the member: `points` of them are `minor` of the currency."""

    points: Positive = 1
    minor: Positive = 1


class Limits(Document, frozen=True, kw_only=True):
    """What may be spent without a PIN, by how somebody was identified; 0 is nothing."""

    no_pin_card_minor: Whole = 1000
    no_pin_phone_minor: Whole = 500


class Caps(Document, frozen=True, kw_only=True):
    """The most points that all earn rules and multipliers together give one member."""

    points_per_sale: Positive | None = None
    points_per_day: Positive | None = None


class PointsLife(Life, frozen=True, kw_only=True):
    """How long points last, when they begin and when silence ends them.

    `pending_days` after the sale points can be spent, once it can no longer be returned;
    `inactive_days` without a sale or visit end all of a member's points.
    """

    pending_days: Whole = 0
    inactive_days: Days | None = None


class CheckIn(Document, frozen=True, kw_only=True):
    """Members check themselves in, by a PIN that finds them or by holding up their card.

    A visit counts once a business date, or again after so many `hours`.
    """

    hours: (
        Annotated[int, Meta(ge=1, le=23, description="whole hours, from 1 to 23", examples=[4])]
        | None
    ) = None


class Programme(Document, frozen=True, kw_only=True):
    """One version of a shop's programme. A new version never rewrites the past."""

    format: Literal[1] = 1
    id: Id
    version: Positive
    from_day: Day = msgspec.field(name="from")
    name: Text
    currency: Currency
    scale: Scale = 2
    point_worth: PointWorth = PointWorth()
    languages: Annotated[tuple[Language, ...], Meta(min_length=1)] = ("en",)
    time_zone: TimeZone
    day_start_minutes: Minutes = DAY_START_MINUTES
    points: PointsLife = PointsLife()
    caps: Caps = Caps()
    owing: Literal["owed", "forgive"] = "owed"
    margin_percent: (
        Annotated[int, Meta(ge=1, le=100, description="a whole number from 1 to 100", examples=[1])]
        | None
    ) = None
    segments: tuple[Id, ...] = ()
    earn: tuple[EarnRule, ...] = ()
    multipliers: tuple[Multiplier, ...] = ()
    stamp_cards: tuple[StampCard, ...] = ()
    tiers: tuple[Tier, ...] = ()
    levels: Levels = Levels()
    rewards: tuple[Reward, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    staircases: tuple[Staircase, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    memberships: tuple[Membership, ...] = ()
    limits: Limits = Limits()
    check_in: CheckIn | None = None

    def reward(self, reward_id: str) -> Reward:
        """Find a reward. Raises Refusal `reward_unknown`."""
        for reward in self.rewards:
            if reward.id == reward_id:
                return reward
        raise Refusal("reward_unknown", f"there is no reward {reward_id!r}", reward=reward_id)

    def stamp_card(self, unit: str) -> StampCard | None:
        """Find the stamp card of a unit such as `stamp:coffees`."""
        return next((card for card in self.stamp_cards if stamps(card.id) == unit), None)

    def tier(self, tier_id: str) -> Tier | None:
        """Find a tier by its id."""
        return next((tier for tier in self.tiers if tier.id == tier_id), None)

    def worth_minor(self, points: int) -> int:
        """Give what points are worth in minor units, never more than they are."""
        sign = -1 if points < 0 else 1
        return sign * (abs(points) * self.point_worth.minor // self.point_worth.points)

    def text(self, names: Text, language: str) -> str:
        """Choose a name for a language: itself, its base, ours, English, any."""
        if isinstance(names, str):
            return names
        for wanted in (language, language.partition("_")[0], self.languages[0], "en"):
            if wanted in names:
                return names[wanted]
        return names[min(names)]

    def plain_money(self, amount_minor: int) -> str:
        """Write an amount without any locale: 12.50 for messages to developers and scripts."""
        sign = "-" if amount_minor < 0 else ""
        whole, rest = divmod(abs(amount_minor), 10**self.scale)
        return f"{sign}{whole}.{rest:0{self.scale}}" if self.scale else f"{sign}{whole}"

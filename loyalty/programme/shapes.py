"""The programme document: what an owner may write, as one immutable value."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from loyalty.accounts import EARNED, POINTS, SPEND, VISITS, stamps
from loyalty.days import DAY_START_MINUTES
from loyalty.errors import Refusal
from loyalty.standing import Standing

MOST = 10**12

Whole = Annotated[int, Meta(ge=0, le=MOST, description="a whole number from 0 up", examples=[0])]
Positive = Annotated[int, Meta(ge=1, le=MOST, description="a whole number from 1 up", examples=[1])]
Percent = Annotated[
    int, Meta(ge=1, le=100, description="a whole number from 1 to 100", examples=[1])
]
Added = Annotated[
    int, Meta(ge=1, le=10_000, description="a whole number of per cent from 1 up", examples=[1])
]
Priority = Annotated[
    int, Meta(ge=-1000, le=1000, description="a whole number from -1000 to 1000", examples=[0])
]
Id = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z0-9][a-z0-9_-]{0,39}\Z",
        description="an id of small letters, digits, - and _",
        examples=["x"],
    ),
]
Day = Annotated[
    str,
    Meta(
        pattern=r"\A\d{4}-\d{2}-\d{2}\Z",
        description="a day such as 2026-11-01",
        examples=["2000-01-01"],
    ),
]
Said = Annotated[str, Meta(min_length=1, description="text that is not empty", examples=["x"])]
Text = Said | dict[str, Said]
Language = Annotated[
    str,
    Meta(
        pattern=r"\A[a-z]{2,3}(_[A-Z]{2})?\Z",
        description="a language such as en, nl or pt_BR",
        examples=["en"],
    ),
]
Currency = Annotated[
    str,
    Meta(
        pattern=r"\A[A-Z]{3}\Z",
        description="a currency of three capitals such as EUR",
        examples=["EUR"],
    ),
]
Scale = Annotated[
    int, Meta(ge=0, le=4, description="decimals of the currency, 0 to 4", examples=[2])
]
Minutes = Annotated[
    int, Meta(ge=0, le=1439, description="minutes after midnight, 0 to 1439", examples=[240])
]
Months = Annotated[
    int, Meta(ge=1, le=120, description="a number of months, 1 to 120", examples=[12])
]
LifeDays = Annotated[
    int, Meta(ge=1, le=36_500, description="a number of days, 1 to 36500", examples=[365])
]
CostUnit = Annotated[
    str,
    Meta(
        pattern=r"\A(points|stamp:[a-z0-9][a-z0-9_-]{0,39})\Z",
        description='"points" or "stamp:" and the id of a stamp card',
        examples=["points"],
    ),
]


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every part of the document has in common: frozen, strict, named."""


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
        named = (self.categories, self.products, self.except_categories, self.except_products)
        return any(named)


class EarnAmount(Scoped, frozen=True, kw_only=True, tag_field="kind", tag="amount"):
    """Points per amount: `points` for every `per_minor` paid, the remainder kept if `carry`."""

    id: Id
    points: Positive
    per_minor: Positive
    minimum_minor: Whole = 0
    carry: bool = True
    exclusive: bool = False
    priority: Priority = 0


EarnRule = EarnAmount


class TierMultiplier(Document, frozen=True, kw_only=True, tag_field="kind", tag="tier"):
    """`percent` more points for members of one tier."""

    id: Id
    tier: Id
    percent: Added
    exclusive: bool = False
    priority: Priority = 0


class AlwaysMultiplier(Document, frozen=True, kw_only=True, tag_field="kind", tag="always"):
    """`percent` more points for everybody."""

    id: Id
    percent: Added
    exclusive: bool = False
    priority: Priority = 0


Multiplier = TierMultiplier | AlwaysMultiplier


class StampCard(Scoped, frozen=True, kw_only=True):
    """A stamp card: `stamps` to the reward, one per visit, per item or per `per_minor` paid."""

    id: Id
    name: Text
    stamps: Positive
    per: Literal["visit", "item", "amount"] = "visit"
    per_minor: Whole = 0
    minimum_minor: Whole = 0
    reward: Id | None = None
    life_days: LifeDays | None = None
    most_at_once: Positive = 20


class Rolling(Document, frozen=True, kw_only=True, tag_field="kind", tag="rolling"):
    """The last so many months."""

    months: Months = 12


class Calendar(Document, frozen=True, kw_only=True, tag_field="kind", tag="calendar"):
    """The calendar year."""


class Ever(Document, frozen=True, kw_only=True, tag_field="kind", tag="ever"):
    """All time."""


Period = Rolling | Calendar | Ever


class Tier(Document, frozen=True, kw_only=True):
    """A level: reached from `from_amount` of the measure within the period."""

    id: Id
    name: Text
    from_amount: Whole
    measure: Literal["spend", "visits", "points"] = "spend"
    period: Period = Ever()


class Cost(Document, frozen=True, kw_only=True):
    """What a reward costs the member: so many points, or stamps of one card."""

    unit: CostUnit = POINTS
    amount: Positive


class _Offered(Scoped, frozen=True, kw_only=True):
    id: Id
    name: Text
    icon: Said = "gift"
    cost: Cost
    minimum_minor: Whole = 0
    valid_from: Day | None = None
    valid_until: Day | None = None
    tier: Id | None = None


class FixedReward(_Offered, frozen=True, kw_only=True, tag_field="kind", tag="fixed"):
    """An amount off the sale."""

    amount_minor: Positive


class PercentReward(_Offered, frozen=True, kw_only=True, tag_field="kind", tag="percent"):
    """A percentage off the lines that it covers, up to `maximum_minor`."""

    percent: Percent
    maximum_minor: Positive | None = None


class ProductReward(_Offered, frozen=True, kw_only=True, tag_field="kind", tag="product"):
    """A product for nothing; `worth_minor` is what it would have cost."""

    product: Said
    worth_minor: Whole


Reward = FixedReward | PercentReward | ProductReward


class PointWorth(Document, frozen=True, kw_only=True):
    """What points are worth to the member: `points` of them are `minor` of the currency."""

    points: Positive = 1
    minor: Positive = 1


class Limits(Document, frozen=True, kw_only=True):
    """What may be spent without a PIN, by how somebody was identified; 0 is nothing."""

    no_pin_card_minor: Whole = 1000
    no_pin_phone_minor: Whole = 500


_COUNTERS = {"spend": SPEND, "visits": VISITS, "points": EARNED}


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
    time_zone: Said
    day_start_minutes: Minutes = DAY_START_MINUTES
    points_life_days: LifeDays | None = None
    earn: tuple[EarnRule, ...] = ()
    multipliers: tuple[Multiplier, ...] = ()
    stamp_cards: tuple[StampCard, ...] = ()
    tiers: tuple[Tier, ...] = ()
    rewards: tuple[Reward, ...] = ()
    limits: Limits = Limits()

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

    def tier_for(self, standing: Standing) -> Tier | None:
        """Give the highest tier that the member's counters reach, never the balance."""
        reached = None
        for tier in self.tiers:
            if standing.counters.get(_COUNTERS[tier.measure], 0) >= tier.from_amount:
                reached = tier
        return reached

    def next_tier(self, standing: Standing) -> tuple[Tier, int] | None:
        """Give the next tier up and what is missing to it in its measure."""
        for tier in self.tiers:
            missing = tier.from_amount - standing.counters.get(_COUNTERS[tier.measure], 0)
            if missing > 0:
                return tier, missing
        return None

    @property
    def counts_points(self) -> bool:
        """Say whether points earned in a period decide a tier, so that they must be counted."""
        return any(tier.measure == "points" for tier in self.tiers)

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

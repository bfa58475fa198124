"""What members get: every kind of reward and the terms on which it is had."""

from __future__ import annotations

from typing import Literal

from loyalty.accounts import POINTS
from loyalty.programme.scalars import (
    CostUnit,
    Document,
    Id,
    Percent,
    Positive,
    Said,
    Text,
    Whole,
)
from loyalty.programme.terms import Life, Rule


class Cost(Document, frozen=True, kw_only=True):
    """What a reward costs the member: so many points, or stamps of one card."""

    unit: CostUnit = POINTS
    amount: Positive


class Offered(Rule, frozen=True, kw_only=True):
    """What every reward has.

    It is had for its `cost`, with a voucher that was issued for it (always taken first), by
    itself if `automatic`, or by its `code`. `tier` is the lowest level that may have it.
    `minimum_minor` and `minimum_pieces` are about the covered lines before rewards.
    `most_per_member`, `most_per_day` and `most_per_sale` count uses by one member, `stock` uses
    by everybody. An `exclusive` reward stands alone in its sale. `life` and `after_days` are those
    of its vouchers: `after_days = 1` makes one valid from tomorrow.
    """

    id: Id
    name: Text
    icon: Said = "gift"
    cost: Cost | None = None
    automatic: bool = False
    exclusive: bool = False
    minimum_minor: Whole = 0
    minimum_pieces: Whole = 0
    tier: Id | None = None
    most_per_sale: Positive | None = None
    most_per_day: Positive | None = None
    most_per_member: Positive | None = None
    stock: Positive | None = None
    life: Life | None = None
    after_days: Whole = 0


class FixedReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="fixed"):
    """An amount off the covered lines."""

    amount_minor: Positive


class PercentReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="percent"):
    """A percentage off the covered lines, up to `maximum_minor`.

    With `pieces` it is off so many pieces only, the cheapest or the dearest of them.
    """

    percent: Percent
    maximum_minor: Positive | None = None
    pieces: Positive | None = None
    target: Literal["cheapest", "dearest"] = "cheapest"


class ProductReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="product"):
    """`pieces` of a product for nothing, up to those rung up.

    One that was not rung up is handed over beside. Without `product` it is the dearest covered
    piece. `worth_minor` is what one would have cost.
    """

    product: Said | None = None
    worth_minor: Whole
    pieces: Positive = 1


class ChoiceReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="choice"):
    """One of several rewards, which the member names; it is had on this reward's terms."""

    options: tuple[Id, ...]


class Prize(Document, frozen=True, kw_only=True):
    """What a draw can bring, with its weight among all: a voucher, points, or nothing."""

    weight: Positive
    reward: Id | None = None
    points: Whole = 0


class MysteryReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="mystery"):
    """A draw with published odds. What it brings is given at once, a voucher to use next time."""

    prizes: tuple[Prize, ...]


class AccessReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="access"):
    """Early access to a product: from `valid_from`, for whom the terms say, so many each."""

    product: Said


class DonationReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="donation"):
    """The shop gives `amount_minor` to a named cause in the member's name."""

    cause: Said
    amount_minor: Positive


class ShippingReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="shipping"):
    """Lines of kind shipping cost nothing, up to `maximum_minor`."""

    maximum_minor: Positive | None = None


class PayReward(Offered, frozen=True, kw_only=True, tag_field="kind", tag="pay"):
    """Paying with points: `minor` off for every `points`, as many steps as the member says.

    At least `minimum_points` at once and at most `maximum_percent` of the covered lines.
    """

    points: Positive
    minor: Positive
    minimum_points: Whole = 0
    maximum_percent: Percent = 100


Reward = (
    FixedReward
    | PercentReward
    | ProductReward
    | ChoiceReward
    | MysteryReward
    | AccessReward
    | DonationReward
    | ShippingReward
    | PayReward
)

"""What pays for a reward: a voucher before its cost, or points in whole steps."""

import pytest

from loyalty.accounts import voucher
from loyalty.basket import Basket, Claim, Line, claims, typed
from loyalty.lots import HeldLot, name
from loyalty.why import why
from tests.loyalty.documents import programme, reward
from tests.loyalty.reward_build import OLD, blocked, rules, scene, take, taken


class TestVouchers:
    RULES = rules(reward("fixed"), reward("product", cost=None, code="x"), reward("percent"))

    def test_a_voucher_is_used_before_the_cost(self) -> None:
        here = scene(self.RULES, points=10, units={voucher("fixed"): 1})
        done = taken(here, typed(2000, "fixed", "fixed"))
        assert [(each.spent.unit, each.spent.amount) for each in done] == [
            ("voucher:fixed", 1),
            ("points", 10),
        ]

    def test_the_voucher_that_ends_first_is_used_first(self) -> None:
        lots = (HeldLot(lot=name(OLD), amount=1), HeldLot(lot=name(OLD, "2026-12-31"), amount=1))
        here = scene(self.RULES, lots={voucher("fixed"): lots})
        (done,) = taken(here, typed(2000, "fixed"))
        assert done.spent.lots == (HeldLot(lot=name(OLD, "2026-12-31"), amount=1),)

    ONLY = programme(
        rewards=[reward("fixed", cost=None)],
        milestones=[{"id": "m", "name": "M", "at": 100, "gift": {"reward": "fixed"}}],
    )

    def test_without_a_voucher_there_is_none(self) -> None:
        assert blocked(scene(self.ONLY), typed(2000, "fixed")) == why("no_voucher", reward="fixed")

    def test_one_that_begins_later_is_not_valid_yet(self) -> None:
        lot = HeldLot(lot=name(OLD, first_day="2026-11-23"), amount=1)
        here = scene(self.ONLY, lots={voucher("fixed"): (lot,)})
        assert blocked(here, typed(2000, "fixed")) == why(
            "voucher_not_yet", reward="fixed", day="2026-11-23"
        )

    def test_one_past_its_last_day_is_gone(self) -> None:
        lot = HeldLot(lot=name(OLD, "2026-11-21"), amount=1)
        here = scene(self.ONLY, lots={voucher("fixed"): (lot,)})
        assert blocked(here, typed(2000, "fixed")).code == "no_voucher"

    def test_one_that_another_till_holds_has_to_be_granted(self) -> None:
        unit = voucher("fixed")
        here = scene(self.ONLY, units={unit: 1}, away=(unit,))
        assert blocked(here, typed(2000, "fixed")) == why(
            "not_enough_here", reward="fixed", unit=unit, missing=1
        )
        owing = scene(self.ONLY, units={unit: 1}, away=(unit,), owed={unit: 1})
        assert blocked(owing, typed(2000, "fixed")).code == "owed"


class TestPay:
    RULES = rules(
        reward("pay", points=100, minor=100, minimum_points=150, maximum_percent=50),
        reward("donation", cost={"amount": 500}),
    )

    def pay(self, points: int, amount_minor: int = 1000) -> Basket:
        claim = Claim(reward="pay", points=points)
        return Basket(lines=(Line(amount_minor=amount_minor),), claims=(claim,))

    @pytest.mark.parametrize(
        ("points", "held", "paid"),
        [(0, 450, 400), (0, 10_000, 500), (300, 450, 300), (399, 450, 300), (500, 500, 500)],
    )
    def test_points_pay_in_whole_steps(self, points: int, held: int, paid: int) -> None:
        done, reason, pricing = take(scene(self.RULES, points=held), self.pay(points))
        assert reason is None
        assert (done[0].spent.unit, done[0].spent.amount) == ("points", paid)
        assert (pricing.points_paid, pricing.net) == ([paid], [1000 - paid])
        assert done[0].spent.why == why("pay", reward="pay", points=paid, discount_minor=paid)

    @pytest.mark.parametrize(
        ("points", "held", "reason"),
        [
            (600, 1000, why("points_too_many", reward="pay", most=500)),
            (100, 1000, why("points_minimum", reward="pay", minimum=200)),
            (50, 1000, why("points_minimum", reward="pay", minimum=200)),
            (400, 300, why("not_enough", reward="pay", unit="points", missing=100)),
            (0, 150, why("not_enough", reward="pay", unit="points", missing=50)),
            (0, 0, why("not_enough", reward="pay", unit="points", missing=200)),
        ],
    )
    def test_more_than_there_is_or_may_be_is_refused(
        self, points: int, held: int, reason: object
    ) -> None:
        assert blocked(scene(self.RULES, points=held), self.pay(points)) == reason

    def test_a_sale_too_small_for_the_least_is_refused(self) -> None:
        here = scene(self.RULES, points=1000)
        assert blocked(here, self.pay(0, 399)) == why("points_minimum", reward="pay", minimum=200)
        assert blocked(here, Basket(claims=claims("pay"))).code == "points_minimum"

    def test_other_costs_are_paid_first(self) -> None:
        basket = Basket(lines=(Line(amount_minor=1000),), claims=claims("pay", "donation"))
        done = taken(scene(self.RULES, points=800), basket)
        assert [(each.reward.id, each.spent.amount) for each in done] == [
            ("donation", 500),
            ("pay", 300),
        ]

"""Which rewards a sale is to have: automatic ones, codes, and those that stand alone."""

from typing import Any

import pytest

from loyalty.accounts import voucher
from loyalty.basket import Basket, Claim, Line, claims, typed
from loyalty.errors import Refusal
from loyalty.why import why
from tests.loyalty.documents import programme, reward
from tests.loyalty.reward_build import SEED, blocked, cuts, free, rules, scene, take, taken


class TestAutomatic:
    def test_it_applies_by_itself_and_never_refuses(self) -> None:
        auto = rules(free("percent", products=["a"], minimum_minor=4000))
        assert cuts(taken(scene(auto), self.basket(2))) == {"percent": 400}
        assert cuts(taken(scene(auto), self.basket(1))) == {}

    @staticmethod
    def basket(pieces: int) -> Basket:
        line = Line(amount_minor=2000 * pieces, quantity=pieces, product="a")
        return Basket(lines=(line, Line(amount_minor=3000, product="b")))

    def test_with_a_cost_it_is_taken_when_it_can_be_paid(self) -> None:
        eleventh = rules(reward("product", automatic=True))
        assert taken(scene(eleventh, points=9), typed(300)) == []
        (done,) = taken(scene(eleventh, points=25), typed(300))
        assert (done.spent.unit, done.spent.amount, done.spent.worth_minor) == ("points", 10, 300)

    def test_nothing_is_spent_unasked_on_a_product_that_was_not_taken(self) -> None:
        eleventh = scene(rules(reward("product", automatic=True)), points=10)
        for product, spent in (("cake", []), ("tea", [10])):
            basket = Basket(lines=(Line(amount_minor=300, product=product),))
            assert [each.spent.amount for each in taken(eleventh, basket)] == spent

    def test_a_voucher_is_not_used_up_by_what_applies_by_itself(self) -> None:
        here = scene(rules(free("percent")), units={voucher("percent"): 1})
        (done,) = taken(here, typed(1000))
        assert (done.spent.unit, done.spent.amount, done.spent.lots) == ("", 0, ())

    def test_a_gift_at_a_threshold_is_handed_over_beside(self) -> None:
        bag = rules(free("product", product="bag", worth_minor=350, minimum_minor=5000))
        (done,) = taken(scene(bag), typed(5000))
        assert (done.spent.discount_minor, done.spent.worth_minor) == (0, 350)
        assert taken(scene(bag), typed(4999)) == []

    def test_nothing_is_given_where_nothing_is_sold(self) -> None:
        gifts = rules(
            free("product"),
            free("donation"),
            free("shipping"),
            free("access"),
            free("mystery", prizes=[{"weight": 1, "points": 5}]),
        )
        here = scene(gifts, seed=SEED)
        for lines in ((), (Line(amount_minor=2500, kind="gift_card"),), (Line(amount_minor=0),)):
            assert taken(here, Basket(lines=lines)) == []

    def test_claimed_it_is_had_once_and_may_refuse(self) -> None:
        auto = rules(free("percent", minimum_minor=4000))
        assert cuts(taken(scene(auto), typed(4000, "percent"))) == {"percent": 400}
        assert blocked(scene(auto), typed(3999, "percent")).code == "reward_minimum"

    def test_a_percentage_on_nothing_named_is_left_out(self) -> None:
        auto = rules(free("percent", products=["a"]), free("product", product=None))
        done = taken(scene(auto), Basket(lines=(Line(amount_minor=20, product="b"),)))
        assert cuts(done) == {"product": 20}

    def test_the_cheapest_of_three_is_free_for_every_three(self) -> None:
        third = rules(free("percent", percent=100, minimum_pieces=3, pieces=1))
        for prices, left in (
            ([1, 2, 3, 4, 5, 6], 18),
            ([120] * 6, 480),
            ([120] * 5, 480),
            ([120] * 2, 240),
        ):
            lines = tuple(Line(amount_minor=price) for price in prices)
            _, _, pricing = take(scene(third), Basket(lines=lines))
            assert sum(pricing.net) == left

    @pytest.mark.parametrize(
        ("parts", "counters", "shop", "off"),
        [
            ({}, 0, 0, 300),
            ({"most_per_sale": 2}, 0, 0, 200),
            ({"most_per_member": 5}, 3, 0, 200),
            ({"most_per_member": 3}, 3, 0, 0),
            ({"stock": 9}, 0, 8, 100),
        ],
    )
    def test_limits_hold_for_groups_too(
        self, parts: dict[str, Any], counters: int, shop: int, off: int
    ) -> None:
        second = rules(free("product", product=None, minimum_pieces=2, **parts))
        here = scene(second, counters={"used:product": counters}, shop={"used:product": shop})
        done = taken(here, Basket(lines=(Line(amount_minor=600, quantity=6),)))
        assert sum(each.spent.discount_minor for each in done) == off

    def test_groups_are_counted_as_that_many_uses(self) -> None:
        second = rules(free("product", product=None, minimum_pieces=2, most_per_member=5))
        (done,) = taken(scene(second), Basket(lines=(Line(amount_minor=600, quantity=6),)))
        assert [(each.unit, each.delta) for each in done.counted] == [("used:product", 3)]


class TestCodes:
    RULES = programme(
        rewards=[
            reward("percent", cost=None, code="Winter 10", most_per_member=1),
            reward("fixed", code="POINTS", amount_minor=100),
            reward("product", automatic=True, cost=None, code="TEA", minimum_minor=5000),
            reward("pay", code="PAY"),
        ],
        earn=[{"kind": "flat", "id": "extra", "points": 5, "code": "EXTRA"}],
    )

    def said(self, *codes: str, wanted: tuple[Claim, ...] = ()) -> Basket:
        return Basket(lines=(Line(amount_minor=1000),), codes=codes, claims=wanted)

    def test_a_reward_is_had_by_its_code(self) -> None:
        here = scene(self.RULES)
        assert cuts(taken(here, self.said("winter10"))) == {"percent": 100}
        assert cuts(taken(here, self.said("WINTER 10", "winter10"))) == {"percent": 100}
        assert cuts(taken(here, self.said("winter 10", wanted=claims("percent")))) == {
            "percent": 100
        }
        assert blocked(here, self.said(wanted=claims("percent"))) == why(
            "code_needed", reward="percent"
        )

    def test_a_code_that_is_used_up_says_so(self) -> None:
        here = scene(self.RULES, counters={"used:percent": 1})
        assert blocked(here, self.said("winter10")) == why("used_up", reward="percent", most=1)

    def test_a_code_does_not_spend_points_unasked(self) -> None:
        here = scene(self.RULES, points=100)
        assert taken(here, self.said("points", "pay", "extra", "tea")) == []
        done = taken(here, self.said("points", wanted=claims("fixed")))
        assert (done[0].spent.unit, done[0].spent.amount) == ("points", 10)

    def test_an_unknown_code_is_refused(self) -> None:
        with pytest.raises(Refusal, match="no code 'SUMMER'") as caught:
            take(scene(self.RULES), self.said("winter10", "SUMMER"))
        assert caught.value.code == "code_unknown"

    def test_a_voucher_is_taken_before_the_code(self) -> None:
        here = scene(self.RULES, units={voucher("percent"): 1})
        (done,) = taken(here, self.said("winter10"))
        assert done.spent.unit == voucher("percent")


class TestExclusive:
    RULES = rules(
        reward("fixed", id="alone", exclusive=True, amount_minor=300),
        reward("fixed", id="other", amount_minor=100),
        free("percent", id="five", percent=5),
    )

    def test_a_claimed_one_stands_alone(self) -> None:
        here = scene(self.RULES, points=100)
        assert cuts(taken(here, typed(1000, "alone"))) == {"alone": 300}
        assert cuts(taken(here, typed(1000, "other"))) == {"five": 50, "other": 100}
        for wanted in (("alone", "other"), ("other", "alone"), ("alone", "alone")):
            assert blocked(here, typed(1000, *wanted)) == why("not_with_others", reward="alone")

    AUTOMATIC = rules(
        free("percent", id="big", percent=20, exclusive=True),
        free("fixed", id="three", amount_minor=300, exclusive=True),
        free("percent", id="five", percent=5),
        free("fixed", id="one", amount_minor=100),
        reward("fixed", id="claimed", amount_minor=10),
    )

    def test_of_automatic_ones_the_best_for_the_member_counts(self) -> None:
        here = scene(self.AUTOMATIC, points=100)
        assert cuts(taken(here, typed(1000))) == {"three": 300}
        assert cuts(taken(here, typed(5000))) == {"big": 1000}
        assert cuts(taken(here, typed(1500))) == {"big": 300}
        assert cuts(taken(here, typed(1000, "claimed"))) == {"five": 50, "one": 100, "claimed": 10}

    def test_others_together_may_be_better(self) -> None:
        better = rules(free("percent", exclusive=True), free("fixed"))
        assert cuts(taken(scene(better), typed(1000))) == {"fixed": 500}


@pytest.mark.parametrize("parts", [{"pieces": -1}, {"points": -1}])
def test_negative_wishes_are_refused(parts: dict[str, int]) -> None:
    basket = Basket(claims=(Claim(reward="product", **parts),))  # type: ignore[arg-type]
    with pytest.raises(Refusal) as caught:
        take(scene(rules(reward("product"))), basket)
    assert caught.value.code == "claim_negative"


def test_an_unknown_reward_is_refused() -> None:
    with pytest.raises(Refusal, match="no reward 'c'"):
        take(scene(rules()), typed(1000, "c"))

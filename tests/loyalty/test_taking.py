"""Taking rewards: every kind, what pays for it, what it counts; any order gives one result."""

from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.accounts import WHOLE_SHOP, voucher
from loyalty.basket import Basket, Claim, Line, claims, typed
from loyalty.drawing import draw
from loyalty.entries import Counted, Given
from loyalty.errors import Refusal
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme
from loyalty.programme.rewards import MysteryReward
from loyalty.taking import Taken
from loyalty.why import why
from tests.loyalty.documents import programme, reward
from tests.loyalty.reward_build import DAY, OLD, blocked, scene, take, taken

SEED = b"seed"


def rules(*rewards: dict[str, Any], **parts: Any) -> Programme:
    """Give a programme of rewards."""
    return programme(rewards=list(rewards), **parts)


def free(kind: str, **parts: Any) -> dict[str, Any]:
    """Give an automatic reward."""
    return reward(kind, **{"cost": None, "automatic": True, **parts})


def cuts(done: list[Taken]) -> dict[str, int]:
    """Give what each reward took off."""
    found: dict[str, int] = {}
    for each in done:
        found[each.reward.id] = found.get(each.reward.id, 0) + each.spent.discount_minor
    return found


def test_a_sale_without_rewards_takes_nothing() -> None:
    assert take(scene(rules()), typed(1000))[:2] == ([], None)


def test_a_reward_costs_points_of_the_lots_held_here() -> None:
    (done,) = taken(scene(rules(reward("fixed")), points=30), typed(300, "fixed"))
    assert (done.spent.unit, done.spent.amount) == ("points", 10)
    assert done.spent.lots == (HeldLot(lot=name(OLD), amount=10),)
    assert (done.spent.discount_minor, done.spent.unused_minor) == (300, 200)
    assert done.spent.weights == ((0, 300),)
    assert done.spent.why == why(
        "reward",
        reward="fixed",
        name="Fixed",
        unit="points",
        cost=10,
        discount_minor=300,
        unused_minor=200,
    )
    assert (done.given, done.counted) == ((), ())


def test_over_redemption_is_refused_and_never_clamped() -> None:
    here = scene(rules(reward("fixed", amount_minor=100)), points=25)
    done, reason, pricing = take(here, typed(1000, "fixed", "fixed", "fixed"))
    assert reason == why("not_enough", reward="fixed", unit="points", missing=5)
    assert (len(done), pricing.net) == (2, [800])


def test_item_rewards_then_per_cent_then_fixed_then_points() -> None:
    mixed = rules(
        reward("pay", points=1, minor=1),
        reward("fixed", amount_minor=100),
        reward("percent", percent=50),
        reward("product", product="tea"),
    )
    lines = (Line(amount_minor=400, product="tea"), Line(amount_minor=1000, product="cake"))
    wanted = (Claim(reward="pay"), *claims("fixed", "percent", "product"))
    done = taken(scene(mixed, points=500), Basket(lines=lines, claims=wanted))
    assert cuts(done) == {"product": 400, "percent": 500, "fixed": 100, "pay": 400}
    assert list(cuts(done)) == ["product", "percent", "fixed", "pay"]


def test_ten_times_ten_per_cent_compound_with_rounding_on_each_line() -> None:
    ten = rules(*(free("percent", id=f"p{at}") for at in range(10)))
    done, _, pricing = take(scene(ten), typed(10_000))
    assert (len(done), pricing.net) == (10, [3487])


def test_a_whole_discount_ends_at_exactly_nothing() -> None:
    everything = rules(reward("percent", percent=100))
    lines = tuple(Line(amount_minor=amount) for amount in (560, 892, 4491, 21726, 240000))
    basket = Basket(lines=lines, claims=claims("percent"))
    _, _, pricing = take(scene(everything, points=10), basket)
    assert pricing.net == [0] * 5


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


class TestChoice:
    RULES = programme(
        rewards=[
            reward("choice", options=["tea", "off", "half"], minimum_minor=500, most_per_day=1),
            reward("product", id="tea", cost=None, valid_until="2020-01-01"),
            reward("fixed", id="off", cost=None, amount_minor=200),
            reward("percent", id="half", cost=None, percent=50, categories=["lunch"]),
        ]
    )

    def pick(self, option: str, amount_minor: int = 1000) -> Basket:
        claim = Claim(reward="choice", choice=option)
        return Basket(lines=(Line(amount_minor=amount_minor),), claims=(claim,))

    def test_the_option_is_had_on_the_terms_of_the_choice(self) -> None:
        here = scene(self.RULES, points=10)
        (done,) = taken(here, self.pick("off"))
        assert (done.spent.reward, done.spent.choice, done.spent.amount) == ("choice", "off", 10)
        assert done.spent.discount_minor == 200
        assert done.counted == (Counted(unit=f"used:choice/{DAY}", delta=1, weights=((0, 200),)),)
        (tea,) = taken(here, self.pick("tea"))
        assert tea.spent.worth_minor == 300

    def test_what_stands_in_its_way_is_said(self) -> None:
        here = scene(self.RULES, points=10)
        assert blocked(here, self.pick("")) == why("choice_needed", reward="choice")
        assert blocked(here, self.pick("cake")) == why("choice_unknown", reward="choice")
        assert blocked(here, self.pick("half")) == why("reward_items", reward="choice")
        assert blocked(here, self.pick("off", 499)).code == "reward_minimum"
        used = scene(self.RULES, points=10, counters={f"used:choice/{DAY}": 1})
        assert blocked(used, self.pick("off")) == why("used_today", reward="choice", most=1)

    def test_an_option_without_a_voucher_is_had_through_its_choice_only(self) -> None:
        assert blocked(scene(self.RULES, points=10), typed(1000, "off")).code == "no_voucher"

    def test_choices_keep_the_order_of_calculation(self) -> None:
        half = programme(
            rewards=[
                reward("choice", options=["off", "half"]),
                reward("fixed", id="off", cost=None, amount_minor=200),
                reward("percent", id="half", cost=None, percent=50),
            ]
        )
        wanted = (Claim(reward="choice", choice="off"), Claim(reward="choice", choice="half"))
        basket = Basket(lines=(Line(amount_minor=1000),), claims=wanted)
        done = taken(scene(half, points=20), basket)
        assert [(each.spent.choice, each.spent.discount_minor) for each in done] == [
            ("half", 500),
            ("off", 200),
        ]


class TestMystery:
    PRIZES = (
        {"weight": 1, "reward": "tea"},
        {"weight": 1, "points": 50},
        {"weight": 1},
    )
    RULES = programme(
        points={"months": 1},
        rewards=[
            reward("mystery", prizes=PRIZES),
            reward("product", id="tea", cost=None, life={"days": 30}, after_days=1),
        ],
    )

    def drawn(self, nth: int) -> str:
        box = self.RULES.rewards[0]
        assert isinstance(box, MysteryReward)
        prize = draw(box, seed=SEED, account="a" * 32, nth=nth)
        return prize.reward or str(prize.points)

    def test_a_draw_gives_what_it_brings_at_once(self) -> None:
        seen = set()
        for nth in range(20):
            here = scene(self.RULES, points=10, seed=SEED, counters={"drawn:mystery": nth})
            (done,) = taken(here, typed(1000, "mystery"))
            assert done.counted == (Counted(unit="drawn:mystery", delta=1),)
            assert done.spent.amount == 10
            brought = self.drawn(nth)
            seen.add(brought)
            assert done.given == self.given_for(brought)
        assert seen == {"tea", "50", "0"}

    @staticmethod
    def given_for(brought: str) -> tuple[Given, ...]:
        if brought == "tea":
            gift = Given(
                rule="mystery",
                unit=voucher("tea"),
                amount=1,
                first_day="2026-11-23",
                last_day="2026-12-23",
                why=why("mystery", reward="mystery", prize="tea", given=1),
            )
            return (gift,)
        if brought == "50":
            gift = Given(
                rule="mystery",
                unit="points",
                amount=50,
                last_day="2026-12-22",
                why=why("mystery", reward="mystery", prize="points", given=50),
            )
            return (gift,)
        return ()

    def test_several_draws_in_one_sale_go_on_counting(self) -> None:
        here = scene(self.RULES, points=60, seed=SEED)
        done = taken(here, typed(1000, *["mystery"] * 6))
        assert [each.given for each in done] == [
            self.given_for(self.drawn(nth)) for nth in range(6)
        ]
        assert done == taken(here, typed(2000, *["mystery"] * 6))

    def test_nothing_is_drawn_without_a_seed(self) -> None:
        here = scene(self.RULES, points=60)
        assert blocked(here, typed(1000, "mystery")) == why("seed_missing", reward="mystery")


class TestAccess:
    RULES = rules(
        reward(
            "access",
            cost=None,
            product="shoe",
            segments=["friends"],
            valid_from="2026-11-20",
            most_per_member=2,
        ),
        segments=["friends"],
    )
    FRIEND: ClassVar[dict[str, Any]] = {"facts": {"segments": frozenset({"friends"})}}

    def shoes(self, pieces: int) -> Basket:
        line = Line(amount_minor=9000 * pieces, quantity=pieces, product="shoe")
        return Basket(lines=(line,), claims=claims("access"))

    def test_it_is_for_whom_the_terms_say_from_its_day(self) -> None:
        (done,) = taken(scene(self.RULES, **self.FRIEND), self.shoes(1))
        assert (done.spent.discount_minor, done.spent.amount) == (0, 0)
        early = scene(self.RULES, day="2026-11-19", **self.FRIEND)
        assert blocked(early, self.shoes(1)) == why(
            "reward_not_yet", reward="access", day="2026-11-20"
        )
        assert blocked(scene(self.RULES), self.shoes(1)).code == "wrong_segment"

    def test_so_many_each_are_pieces(self) -> None:
        (done,) = taken(scene(self.RULES, **self.FRIEND), self.shoes(2))
        assert [(each.unit, each.delta) for each in done.counted] == [("used:access", 2)]
        assert blocked(scene(self.RULES, **self.FRIEND), self.shoes(3)) == why(
            "used_up", reward="access", most=2
        )
        once = scene(self.RULES, counters={"used:access": 1}, **self.FRIEND)
        assert blocked(once, self.shoes(2)).code == "used_up"
        twice = Basket(lines=self.shoes(1).lines, claims=claims("access", "access"))
        assert blocked(scene(self.RULES, **self.FRIEND), twice).code == "used_in_sale"

    def test_it_is_about_its_product(self) -> None:
        here = scene(self.RULES, **self.FRIEND)
        sock = Basket(lines=(Line(amount_minor=5, product="sock"),), claims=claims("access"))
        assert blocked(here, sock).code == "reward_items"
        assert len(taken(here, typed(9000, "access"))) == 1


def test_a_donation_names_its_cause() -> None:
    (done,) = taken(scene(rules(reward("donation")), points=10), typed(1000, "donation"))
    assert (done.spent.discount_minor, done.spent.donated_minor) == (0, 100)
    assert done.spent.why == why(
        "donation", reward="donation", name="Donation", cause="Trees", donated_minor=100
    )


def test_shipping_is_free_up_to_a_maximum() -> None:
    post = rules(free("shipping", maximum_minor=600, minimum_minor=2000))
    parcel = Line(amount_minor=695, kind="shipping")
    basket = Basket(lines=(Line(amount_minor=2000), parcel))
    assert cuts(taken(scene(post), basket)) == {"shipping": 600}
    assert taken(scene(post), Basket(lines=(Line(amount_minor=1999), parcel))) == []
    assert blocked(scene(post), typed(3000, "shipping")) == why("reward_items", reward="shipping")
    nothing = Basket(
        lines=(Line(amount_minor=2000), Line(amount_minor=0, kind="shipping")),
        claims=claims("shipping"),
    )
    assert blocked(scene(post), nothing).code == "reward_items"


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


def test_pieces_wanted_lower_and_never_raise() -> None:
    three = rules(reward("product", pieces=3))
    line = Line(amount_minor=320 * 10, quantity=10, product="tea")
    for wanted, off in ((0, 960), (2, 640), (9, 960)):
        basket = Basket(lines=(line,), claims=(Claim(reward="product", pieces=wanted),))
        assert cuts(taken(scene(three, points=10), basket)) == {"product": off}


@pytest.mark.parametrize("parts", [{"pieces": -1}, {"points": -1}])
def test_negative_wishes_are_refused(parts: dict[str, int]) -> None:
    basket = Basket(claims=(Claim(reward="product", **parts),))  # type: ignore[arg-type]
    with pytest.raises(Refusal) as caught:
        take(scene(rules(reward("product"))), basket)
    assert caught.value.code == "claim_negative"


def test_an_unknown_reward_is_refused() -> None:
    with pytest.raises(Refusal, match="no reward 'c'"):
        take(scene(rules()), typed(1000, "c"))


def test_uses_are_counted_only_where_something_limits_them() -> None:
    limited = rules(reward("fixed", most_per_member=3, most_per_day=2, stock=9))
    (done,) = taken(scene(limited, points=10), typed(1000, "fixed"))
    weights = ((0, 500),)
    assert done.counted == (
        Counted(unit="used:fixed", delta=1, weights=weights),
        Counted(unit=f"used:fixed/{DAY}", delta=1, weights=weights),
        Counted(unit="used:fixed", delta=1, account=WHOLE_SHOP, weights=weights),
    )


EVERY = programme(
    tiers=[{"id": "high", "name": "High", "from_amount": 100}],
    rewards=[
        reward("product"),
        reward("product", id="dearest", product=None, pieces=2, categories=["lunch"]),
        reward("percent"),
        reward("percent", id="second", percent=50, pieces=1, minimum_pieces=2),
        free("percent", id="auto", percent=3, minimum_minor=2000),
        free("percent", id="three", percent=100, pieces=1, minimum_pieces=3),
        free("fixed", id="sole", amount_minor=150, exclusive=True),
        reward("fixed", most_per_sale=2),
        reward("fixed", id="coded", cost=None, code="YES", amount_minor=70),
        reward("fixed", id="high", tier="high", amount_minor=30),
        reward("choice", options=["product", "percent"], stock=3),
        reward("mystery", prizes=[{"weight": 1, "points": 3}, {"weight": 2, "reward": "fixed"}]),
        reward("donation"),
        reward("shipping"),
        reward("pay", points=1, minor=3, maximum_percent=60),
    ],
)
WISHES = st.one_of(
    st.builds(Claim, reward=st.sampled_from([each.id for each in EVERY.rewards])),
    st.builds(Claim, reward=st.just("choice"), choice=st.sampled_from(["product", "percent", "x"])),
    st.builds(Claim, reward=st.just("pay"), points=st.integers(0, 60)),
    st.builds(Claim, reward=st.just("dearest"), pieces=st.integers(0, 3)),
)
LINES = st.builds(
    Line,
    amount_minor=st.integers(0, 3000),
    quantity=st.integers(1, 4),
    product=st.sampled_from(["", "tea"]),
    category=st.sampled_from(["", "lunch"]),
    kind=st.sampled_from(["goods", "goods", "gift_card", "shipping"]),
)


def figures(basket: Basket, done: list[Taken], net: list[int]) -> object:
    """Give everything that was decided, with lines named by what they are and not by number."""
    return [
        (
            each.reward.id,
            each.spent.unit,
            each.spent.amount,
            each.spent.lots,
            each.spent.worth_minor,
            each.spent.unused_minor,
            each.spent.choice,
            each.spent.why,
            sorted((str(basket.lines[at]), weight) for at, weight in each.spent.weights),
            each.given,
            [(one.unit, one.delta, one.account) for one in each.counted],
        )
        for each in done
    ], net


@given(
    st.lists(LINES, max_size=5),
    st.lists(WISHES, max_size=5),
    st.sampled_from([(), ("yes",), ("yes", "YES")]),
    st.tuples(st.integers(0, 120), st.integers(0, 2)),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_one_result_and_nothing_becomes_negative(
    rung: list[Line],
    wished: list[Claim],
    codes: tuple[str, ...],
    has: tuple[int, int],
    chance: Any,
) -> None:
    points, vouchers = has
    here = scene(
        EVERY,
        points=points,
        seed=SEED,
        units={voucher("fixed"): vouchers},
        counters={"spend": 100 * (points % 2)},
    )

    def run() -> tuple[object, object]:
        basket = Basket(lines=tuple(rung), claims=tuple(wished), codes=codes)
        done, reason, pricing = take(here, basket)
        spent = {"points": 0, voucher("fixed"): 0}
        for each in done:
            spent[each.spent.unit] = spent.get(each.spent.unit, 0) + each.spent.amount
            assert each.spent.amount == sum(lot.amount for lot in each.spent.lots)
            assert min(each.spent.discount_minor, each.spent.unused_minor) >= 0
            assert each.spent.discount_minor == sum(minor for _, minor in each.spent.weights)
        assert spent["points"] <= points
        assert spent[voucher("fixed")] <= vouchers
        off = sum(each.spent.discount_minor for each in done)
        assert off + sum(pricing.net) == basket.total_minor
        assert all(net >= 0 for net in pricing.net)
        return figures(basket, done, pricing.net), reason

    first = run()
    chance.shuffle(rung)
    chance.shuffle(wished)
    assert run() == first

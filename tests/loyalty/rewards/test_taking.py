"""Taking rewards: every kind in the order of calculation, and what it counts."""

from typing import Any, ClassVar

from loyalty.accounts import WHOLE_SHOP, voucher
from loyalty.basket import Basket, Claim, Line, claims, typed
from loyalty.entries import Counted, Given
from loyalty.lots import HeldLot, name
from loyalty.programme.rewards import MysteryReward
from loyalty.rewards.drawing import draw
from loyalty.why import why
from tests.loyalty.documents import programme, reward
from tests.loyalty.reward_build import (
    DAY,
    OLD,
    SEED,
    blocked,
    cuts,
    free,
    rules,
    scene,
    take,
    taken,
)


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


def test_pieces_wanted_lower_and_never_raise() -> None:
    three = rules(reward("product", pieces=3))
    line = Line(amount_minor=320 * 10, quantity=10, product="tea")
    for wanted, off in ((0, 960), (2, 640), (9, 960)):
        basket = Basket(lines=(line,), claims=(Claim(reward="product", pieces=wanted),))
        assert cuts(taken(scene(three, points=10), basket)) == {"product": off}


def test_uses_are_counted_only_where_something_limits_them() -> None:
    limited = rules(reward("fixed", most_per_member=3, most_per_day=2, stock=9))
    (done,) = taken(scene(limited, points=10), typed(1000, "fixed"))
    weights = ((0, 500),)
    assert done.counted == (
        Counted(unit="used:fixed", delta=1, weights=weights),
        Counted(unit=f"used:fixed/{DAY}", delta=1, weights=weights),
        Counted(unit="used:fixed", delta=1, account=WHOLE_SHOP, weights=weights),
    )

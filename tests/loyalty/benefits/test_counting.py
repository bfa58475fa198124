"""Counting: what a sale moves, and that nothing is counted that no rule asks for."""

from typing import Any

from loyalty.basket import GIFT_CARD, MEMBERSHIP, SHIPPING, Basket, Line
from loyalty.benefits import counting
from loyalty.earning.earned import earned
from loyalty.programme import Programme
from loyalty.rewards.discount import Pricing
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from tests.loyalty.build import per_euro, programme

DAY = "2026-11-22"
COFFEE = Line(amount_minor=300, quantity=2, product="latte", category="coffee")
CAKE = Line(amount_minor=500, product="cake", category="food")


def milestone(**parts: Any) -> dict[str, Any]:
    """Give a milestone that brings points every 10.00."""
    return {"id": "ten", "name": "Ten", "gift": {"points": 5}, "every": 1000, **parts}


def counts(rules: Programme, basket: Basket, day: str = DAY, **about: Any) -> dict[str, int]:
    """Give how far each counter moves in all."""
    standing = Standing(account="a", counters=about.pop("counters", {}))
    scene = Scene(programme=rules, standing=standing, day=day, facts=Facts(**about))
    pricing = Pricing(basket)
    given, _ = earned(scene, basket, pricing, tier=None)
    moved: dict[str, int] = {}
    for each in counting.counted(scene, basket, pricing, given, visited=True):
        moved[each.unit] = moved.get(each.unit, 0) + each.delta
    return moved


def test_money_and_visits_are_always_counted_and_nothing_else() -> None:
    rules = programme(earn=[per_euro()])
    assert counts(rules, Basket(lines=(COFFEE, CAKE))) == {"spend": 800, "visits": 1}


def test_only_goods_are_money_spent() -> None:
    lines = tuple(Line(amount_minor=1000, kind=kind) for kind in (GIFT_CARD, SHIPPING, MEMBERSHIP))
    assert counts(programme(), Basket(lines=(*lines, CAKE))) == {"spend": 500, "visits": 1}


def test_each_line_brings_its_part_of_the_money() -> None:
    pricing = Pricing(Basket(lines=(CAKE, COFFEE)))
    scene = Scene(programme=programme(), standing=Standing(account="a"), day=DAY)
    spend = counting.counted(scene, Basket(lines=(CAKE, COFFEE)), pricing, (), visited=False)
    assert [(each.unit, sorted(each.weights)) for each in spend] == [
        ("spend", [(0, 500), (1, 300)])
    ]


def test_a_period_has_its_bucket_once_however_many_rules_ask() -> None:
    rules = programme(
        milestones=[
            milestone(period={"kind": "calendar", "unit": "month"}),
            milestone(id="b", period={"kind": "calendar", "unit": "month"}),
            milestone(id="c", period={"kind": "rolling", "days": 9}, measure="visits"),
        ],
    )
    assert counts(rules, Basket(lines=(CAKE,))) == {
        "spend": 500,
        "spend/2026-11": 500,
        "visits": 1,
        "visits/2026-11-22": 1,
    }


def test_points_are_counted_only_where_a_rule_measures_them() -> None:
    tiers = [{"id": "gold", "name": "Gold", "from_amount": 9, "measure": "points"}]
    tiers[0]["period"] = {"kind": "calendar", "unit": "year"}
    rules = programme(
        earn=[per_euro(), {"kind": "flat", "id": "flat", "points": 2}],
        multipliers=[{"id": "double", "percent": 100}],
        tiers=tiers,
    )
    moved = counts(rules, Basket(lines=(CAKE,)))
    assert moved["earned"] == moved["earned/2026"] == 14


def test_stamps_are_no_points_earned() -> None:
    rules = programme(
        earn=[per_euro()],
        stamp_cards=[{"id": "card", "name": "Card", "stamps": 10, "reward": "tea"}],
        rewards=[
            {
                "kind": "product",
                "id": "tea",
                "name": "Tea",
                "worth_minor": 100,
                "product": "tea",
                "cost": {"unit": "stamp:card", "amount": 10},
            }
        ],
        milestones=[milestone(measure="points")],
    )
    assert counts(rules, Basket(lines=(CAKE,)))["earned"] == 5


def test_a_scoped_measure_counts_its_own_lines() -> None:
    rules = programme(
        milestones=[
            milestone(categories=["coffee"]),
            milestone(id="cups", measure="items", categories=["coffee"]),
            milestone(id="days", measure="visits", categories=["food"]),
            milestone(id="tea", measure="visits", categories=["tea"]),
        ],
    )
    assert counts(rules, Basket(lines=(COFFEE, CAKE))) == {
        "spend": 800,
        "visits": 1,
        "count:ten": 300,
        "count:cups": 2,
        "count:days": 1,
    }


def test_a_milestone_of_points_with_terms_counts_by_itself() -> None:
    rules = programme(earn=[per_euro()], milestones=[milestone(measure="points", weekdays=["sun"])])
    assert counts(rules, Basket(lines=(CAKE,)))["count:ten"] == 5


def test_a_milestone_with_terms_counts_the_sales_they_cover() -> None:
    sunday = programme(milestones=[milestone(weekdays=["sun"])])
    assert counts(sunday, Basket(lines=(CAKE,)))["count:ten"] == 500
    assert "count:ten" not in counts(sunday, Basket(lines=(CAKE,)), day="2026-11-23")
    coded = programme(milestones=[milestone(code="SPRING")])
    assert "count:ten" not in counts(coded, Basket(lines=(CAKE,)))
    assert counts(coded, Basket(lines=(CAKE,), codes=("spring",)))["count:ten"] == 500
    personal = programme(milestones=[milestone(personal=True)])
    assert "count:ten" not in counts(personal, Basket(lines=(CAKE,)))
    assert counts(personal, Basket(lines=(CAKE,)), personal=frozenset({"ten"}))["count:ten"] == 500


def test_a_milestone_of_one_level_counts_what_is_bought_with_it() -> None:
    tiers = [{"id": "gold", "name": "Gold", "from_amount": 1000}]
    rules = programme(tiers=tiers, milestones=[milestone(tiers=["gold"])])
    assert "count:ten" not in counts(rules, Basket(lines=(CAKE,)), counters={"spend": 999})
    assert counts(rules, Basket(lines=(CAKE,)), counters={"spend": 1000})["count:ten"] == 500


def test_a_milestone_within_one_sale_needs_no_counter() -> None:
    rules = programme(milestones=[milestone(within="sale", categories=["food"])])
    assert counts(rules, Basket(lines=(CAKE,))) == {"spend": 500, "visits": 1}


def test_silence_is_measured_from_days_with_a_visit() -> None:
    rules = programme(points={"inactive_days": 365})
    assert counts(rules, Basket(lines=(CAKE,)))[f"visits/{DAY}"] == 1


def test_a_level_that_is_never_lost_is_marked_when_it_is_first_reached() -> None:
    tiers = [
        {"id": name, "name": name, "from_amount": amount, "period": {"kind": "calendar"}}
        for name, amount in (("silver", 500), ("gold", 1000))
    ]
    rules = programme(tiers=tiers, levels={"downgrade": "never"})
    first = counts(rules, Basket(lines=(CAKE,)))
    assert first["reached:silver"] == 1
    assert "reached:gold" not in first
    second = counts(rules, Basket(lines=(CAKE,)), counters=first)
    assert "reached:silver" not in second
    assert second["reached:gold"] == 1


def test_the_first_sale_that_is_enough_is_counted_for_whoever_brought_the_friend() -> None:
    bonus = {
        "kind": "referral",
        "id": "friends",
        "name": "Friends",
        "gift": {"points": 1},
        "referrer": {"points": 2},
        "minimum_minor": 501,
    }
    rules = programme(bonuses=[bonus])
    assert "qualified:friends" not in counts(rules, Basket(lines=(CAKE,)), referred_by="b")
    both = Basket(lines=(CAKE, COFFEE))
    assert counts(rules, both, referred_by="b")["qualified:friends"] == 1
    assert "qualified:friends" not in counts(rules, both)
    assert "qualified:friends" not in counts(rules, both, referred_by="a")
    again = counts(rules, both, referred_by="b", counters={"qualified:friends": 1})
    assert "qualified:friends" not in again

"""What a sale earns: every kind of earn rule, remainders, caps, exclusive rules, lives."""

from typing import Any

import pytest

from loyalty.basket import Basket
from loyalty.earning.plan import Plan
from loyalty.lots import NEVER
from loyalty.rewards.discount import Pricing
from tests.loyalty.earn_build import DAY, after, amount, basket, earn, line, more, rules

CARRY = "carry:spend/100"


def test_the_remainder_is_kept_for_the_next_visit() -> None:
    programme = rules(earn=[amount(points=4)])
    first = earn(programme, basket(360))
    assert (first.by_rule, first.moved) == ({"spend": 14}, {CARRY: 40})
    counters = after({}, first)
    second = earn(programme, basket(360), counters)
    assert (second.points, second.moved) == (14, {CARRY: 40})
    third = earn(programme, basket(360), after(counters, second))
    assert (third.points, third.moved) == (15, {CARRY: -60})
    assert third.given[0].why.params == {
        "rule": "spend",
        "given": 15,
        "base_minor": 360,
        "points": 4,
        "per_minor": 100,
        "major_minor": 100,
        "carried": 80,
    }


def test_nothing_is_kept_where_the_owner_does_not_want_it() -> None:
    got = earn(rules(earn=[amount(carry=False)]), basket(199))
    assert (got.by_rule, got.moved) == ({"spend": 1}, {})


def test_a_remainder_used_twice_is_made_up_first() -> None:
    # Two tills that were offline used the same 80/100; together they left -60/100.
    programme, owing = rules(earn=[amount()]), {CARRY: -60}
    small = earn(programme, basket(10), owing)
    assert (small.points, small.moved) == (0, {CARRY: 10})
    enough = earn(programme, basket(160), owing)
    assert (enough.points, enough.moved) == (1, {CARRY: 60})


def test_two_remainders_that_met_give_their_point() -> None:
    got = earn(rules(earn=[amount()]), basket(50), {CARRY: 150})
    assert (got.points, got.moved) == (2, {CARRY: -150})


@pytest.mark.parametrize(("paid", "points"), [(1999, 0), (2000, 20), (2001, 20)])
def test_a_minimum_reached_exactly_counts(paid: int, points: int) -> None:
    got = earn(rules(earn=[amount(minimum_minor=2000)]), basket(paid))
    assert got.points == points
    assert got.moved.get(CARRY, 0) == (0 if paid < 2000 else paid - 2000)


def test_a_minimum_is_about_the_covered_lines_after_rewards() -> None:
    programme = rules(earn=[amount(minimum_minor=1000, categories=["lunch"])])
    assert earn(programme, basket(line(900, "lunch"), 5000)).points == 0
    sale = basket(line(1000, "lunch"))
    pricing = Pricing(sale)
    pricing.net[0] -= 1
    assert earn(programme, sale).points == 10
    assert earn(programme, sale, pricing=pricing).points == 0


def test_per_cent_is_worth_its_share_of_what_is_paid() -> None:
    # 100 points are 5.00, so 3 % of 20.00 is 0.60 or 12 points.
    programme = rules(
        point_worth={"points": 100, "minor": 500},
        earn=[{"kind": "percent", "id": "share", "percent": 3}],
    )
    got = earn(programme, basket(2000))
    assert got.by_rule == {"share": 12}
    assert got.given[0].why.params == {
        "rule": "share",
        "given": 12,
        "base_minor": 2000,
        "percent": 3,
        "carried": 0,
    }
    small = earn(programme, basket(99))
    assert (small.points, small.moved) == (0, {"carry:share/50000": 99 * 300})
    again = earn(programme, basket(99), after({}, small))
    assert (again.points, again.moved) == (1, {"carry:share/50000": 99 * 300 - 50_000})


def test_a_visit_gives_its_points_once_a_sale_of_goods() -> None:
    programme = rules(earn=[{"kind": "visit", "id": "came", "points": 5}])
    assert earn(programme, basket(300, 400)).by_rule == {"came": 5}
    assert earn(programme, basket(0)).by_rule == {}
    assert earn(programme, basket(line(5000, kind="gift_card"))).by_rule == {}


def test_a_check_in_without_a_purchase_is_a_visit_and_no_sale() -> None:
    programme = rules(
        earn=[
            {"kind": "visit", "id": "came", "points": 5},
            {"kind": "visit", "id": "lunch", "points": 7, "categories": ["lunch"]},
            {"kind": "visit", "id": "spent", "points": 7, "minimum_minor": 1},
            {"kind": "flat", "id": "flat", "points": 7},
            amount(),
        ]
    )
    got = earn(programme, Basket(visit=True))
    assert (got.by_rule, got.moved) == ({"came": 5}, {})
    assert (got.of("came").why.code, got.of("came").weights) == ("earn_visit", ())
    assert earn(programme, Basket()).given == ()


def test_items_give_points_for_whole_groups_of_paid_pieces() -> None:
    programme = rules(
        earn=[{"kind": "item", "id": "tea", "points": 5, "pieces": 2, "products": ["tea"]}]
    )
    sale = basket(line(900, quantity=3, product="tea"), line(200, product="tea"), 500)
    got = earn(programme, sale)
    assert got.by_rule == {"tea": 10}
    assert got.given[0].why.params == {
        "rule": "tea",
        "given": 10,
        "pieces": 4,
        "points": 5,
        "per_pieces": 2,
    }
    pricing = Pricing(sale)
    pricing.pieces_given[pricing.index.index(0)] = 1
    assert earn(programme, sale, pricing=pricing).points == 5
    pricing.net = [0 if each.product else 500 for each in pricing.lines]
    assert earn(programme, sale, pricing=pricing).points == 0


def test_flat_points_come_once_when_something_covered_is_paid() -> None:
    flat = {"kind": "flat", "id": "flat", "points": 30, "categories": ["lunch"]}
    programme = rules(earn=[flat])
    got = earn(programme, basket(line(1, "lunch"), line(900, "lunch")))
    assert (got.by_rule, got.given[0].why.code) == ({"flat": 30}, "earn_flat")
    assert earn(programme, basket(900)).given == ()


def test_gift_cards_shipping_and_excluded_lines_earn_nothing() -> None:
    programme = rules(earn=[amount(except_categories=["tobacco"], except_products=["stamps"])])
    sale = basket(
        1000,
        line(5000, kind="gift_card"),
        line(500, kind="shipping"),
        line(4000, kind="membership", product="club"),
        line(700, "tobacco"),
        line(100, product="stamps"),
    )
    got = earn(programme, sale)
    assert (got.points, got.given[0].weights) == (10, ((0, 1000),))


def test_a_rule_for_some_products_or_categories_says_which_lines_it_earned_on() -> None:
    programme = rules(earn=[amount(products=["tea"], categories=["lunch"])])
    sale = basket(line(500, "sweet"), line(900, "lunch"), line(350, product="tea"))
    got = earn(programme, sale)
    assert got.points == 12
    assert got.given[0].weights == ((1, 900), (2, 350))
    assert got.counted[0].weights == ((1, 900), (2, 350))


def paid_in_part() -> tuple[Basket, Pricing]:
    """Give a sale of 12.10, of which 2.10 is tax, 1.10 taken off and 5.00 paid with points."""
    sale = basket(line(1210, tax_minor=210))
    pricing = Pricing(sale)
    pricing.points_paid[0] = 500
    pricing.net[0] = 1210 - 110 - 500
    return sale, pricing


@pytest.mark.parametrize(
    ("terms", "base_minor"),
    [
        ({}, 600),
        ({"tax": "excluded"}, 496),  # 600 - 104.13
        ({"basis": "price"}, 710),
        ({"basis": "price", "tax": "excluded"}, 587),  # 710 - 123.22
    ],
)
def test_what_points_pay_never_earns_and_the_rule_says_the_rest(
    terms: dict[str, str], base_minor: int
) -> None:
    sale, pricing = paid_in_part()
    got = earn(rules(earn=[amount(per_minor=1, **terms)]), sale, pricing=pricing)
    assert got.points == base_minor
    share = {"kind": "percent", "id": "share", "percent": 100, **terms}
    assert earn(rules(earn=[share]), sale, pricing=pricing).points == base_minor


def test_half_a_cent_of_tax_is_rounded_up_on_each_line() -> None:
    sale = basket(line(100, "a", tax_minor=21), line(100, "b", tax_minor=21))
    pricing = Pricing(sale)
    pricing.net = [50, 50]
    programme = rules(earn=[amount(per_minor=1, tax="excluded")])
    assert earn(programme, sale, pricing=pricing).points == 2 * (50 - 11)


def test_stackable_rules_add_and_each_keeps_its_remainder() -> None:
    programme = rules(earn=[amount(), amount(id="half", per_minor=200)])
    got = earn(programme, basket(1999))
    assert got.by_rule == {"spend": 19, "half": 9}
    assert got.moved == {CARRY: 99, "carry:half/200": 199}


def test_of_exclusive_rules_the_best_for_the_member_counts() -> None:
    programme = rules(
        earn=[
            amount(id="plain"),
            amount(id="b", exclusive=True, points=2),
            amount(id="a", exclusive=True, points=2),
            amount(id="c", exclusive=True, points=3, minimum_minor=5000),
            amount(id="d", exclusive=True, points=2, priority=-1),
        ]
    )
    assert earn(programme, basket(1000)).by_rule == {"plain": 10, "a": 20}
    assert earn(programme, basket(5000)).by_rule == {"plain": 50, "c": 150}


def test_of_two_equal_exclusive_rules_priority_decides_and_only_it_keeps_a_remainder() -> None:
    programme = rules(
        earn=[amount(id="a", exclusive=True), amount(id="b", exclusive=True, priority=1)]
    )
    got = earn(programme, basket(150))
    assert (got.by_rule, got.moved) == ({"b": 1}, {"carry:b/100": 50})


def test_an_exclusive_rule_that_does_not_apply_never_stands_in_the_way() -> None:
    programme = rules(
        earn=[
            amount(id="lunch", exclusive=True, priority=9, categories=["lunch"]),
            amount(id="rest", exclusive=True),
        ]
    )
    got = earn(programme, basket(50))
    assert (got.points, got.moved) == (0, {"carry:rest/100": 50})


def test_the_best_exclusive_rule_is_the_best_with_its_multipliers() -> None:
    # Ten points on the lunch doubled are twenty: more than fifteen on the rest.
    programme = rules(
        earn=[
            amount(id="lunch", exclusive=True, categories=["lunch"]),
            amount(id="rest", exclusive=True, except_categories=["lunch"]),
        ],
        multipliers=[more("double", 100, categories=["lunch"])],
    )
    small = earn(programme, basket(line(1000, "lunch"), 900))
    bigger = earn(programme, basket(line(1000, "lunch"), 1500))
    assert small.by_rule == bigger.by_rule == {"lunch": 10, "double": 10}
    assert earn(programme, basket(line(1000, "lunch"), 2100)).by_rule == {"rest": 21}


def test_a_cap_per_sale_loses_the_whole_points_and_keeps_the_remainder() -> None:
    got = earn(rules(earn=[amount(most_per_sale=10)]), basket(1599))
    assert (got.by_rule, got.moved) == ({"spend": 10}, {CARRY: 99})
    assert got.given[0].why.params["capped_from"] == 15
    assert (
        "capped_from"
        not in earn(rules(earn=[amount(most_per_sale=10)]), basket(1000)).of("spend").why.params
    )


def test_a_cap_per_day_counts_what_was_given_on_the_business_date() -> None:
    programme = rules(earn=[amount(most_per_day=10, carry=False)])
    first = earn(programme, basket(700))
    assert (first.points, first.moved) == (7, {f"cap:spend/{DAY}": 7})
    counters = after({}, first)
    second = earn(programme, basket(700), counters)
    assert (second.points, second.moved) == (3, {f"cap:spend/{DAY}": 3})
    assert second.given[0].why.params["capped_from"] == 7
    counters = after(counters, second)
    assert earn(programme, basket(700), counters).given == ()
    assert earn(programme, basket(700), counters, day="2026-11-23").points == 7


def test_what_came_back_today_never_raises_a_cap_above_itself() -> None:
    programme = rules(earn=[amount(most_per_day=10, carry=False)])
    assert earn(programme, basket(7000), {f"cap:spend/{DAY}": -5}).points == 10


def test_the_programmes_cap_cuts_multipliers_first_and_then_the_last_rules() -> None:
    parts: dict[str, Any] = {
        "earn": [amount(carry=False), amount(id="again", carry=False)],
        "multipliers": [more("double", 100), more("half", 50, priority=-1)],
    }
    whole = earn(rules(**parts), basket(1000))
    assert whole.by_rule == {"spend": 10, "again": 10, "double": 20, "half": 20}
    cut = earn(rules(**parts, caps={"points_per_sale": 25}), basket(1000))
    assert cut.by_rule == {"spend": 10, "again": 10, "double": 5}
    assert cut.of("double").why.params["capped_from"] == 20
    harder = earn(rules(**parts, caps={"points_per_sale": 12}), basket(1000))
    assert harder.by_rule == {"spend": 10, "again": 2}
    assert harder.of("again").why.params["capped_from"] == 10


def test_the_programmes_cap_per_day_counts_rules_and_multipliers_together() -> None:
    programme = rules(
        earn=[amount(carry=False, most_per_day=100)],
        multipliers=[more("double", 100)],
        caps={"points_per_day": 30},
    )
    first = earn(programme, basket(1000))
    assert first.moved == {f"cap:spend/{DAY}": 10, f"cap:all/{DAY}": 20}
    second = earn(programme, basket(1000), after({}, first))
    assert (second.by_rule, second.moved[f"cap:all/{DAY}"]) == ({"spend": 10}, 10)
    third = earn(programme, basket(1000), after(after({}, first), second))
    assert (third.given, third.moved) == ((), {})


def test_a_rule_with_a_code_needs_it_said() -> None:
    programme = rules(earn=[amount(code="SUMMER 26")])
    assert earn(programme, basket(500)).given == ()
    assert earn(programme, basket(500, codes=("summer26",))).points == 5


def test_points_live_as_the_rule_or_else_the_programme_says() -> None:
    programme = rules(
        points={"days": 30, "pending_days": 14},
        earn=[
            amount(),
            amount(id="gold", life={"months": 12, "until": "month"}, pending_days=3),
            amount(id="ever", life={}),
        ],
    )
    got = earn(programme, basket(100), day="2028-02-01")
    assert [(each.first_day, each.last_day) for each in got.given] == [
        ("2028-02-15", "2028-03-02"),
        ("2028-02-04", "2029-02-28"),
        ("2028-02-15", NEVER),
    ]
    plain = earn(rules(earn=[amount()]), basket(100)).given[0]
    assert (plain.first_day, plain.last_day) == ("", NEVER)


def test_points_that_would_end_before_they_begin_last_a_day() -> None:
    programme = rules(points={"days": 3, "pending_days": 14}, earn=[amount()])
    got = earn(programme, basket(100)).given[0]
    assert (got.first_day, got.last_day) == ("2026-12-06", "2026-12-06")


def test_a_plan_made_ahead_earns_the_same() -> None:
    programme = rules(earn=[amount()], multipliers=[more("double", 100)])
    sale = basket(199)
    assert earn(programme, sale, plan=Plan.of(programme)) == earn(programme, sale)


def test_the_plan_of_another_programme_is_no_plan() -> None:
    with pytest.raises(AssertionError):
        earn(rules(earn=[amount()]), basket(199), plan=Plan.of(rules()))

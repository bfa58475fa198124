"""What a sale gives and counts: points, remainders, multipliers, tiers, stamps."""

from typing import Any

import pytest

from loyalty import accounts
from loyalty.basket import Basket, Line, typed
from loyalty.explain import earned
from loyalty.lots import NEVER, name
from loyalty.programme import Programme
from loyalty.quote import postings
from tests.loyalty.build import (
    ACCOUNT,
    CARRY,
    COFFEE_BAR,
    SALE,
    STAMPS,
    by_rule,
    counted,
    member,
    per_euro,
    price,
    programme,
    refused,
    reward,
)


def test_silver_earns_a_quarter_more() -> None:
    quoted = price(member(840, 7, spend_minor=38640), typed(1250))
    assert by_rule(quoted) == {"spend": 50, "silver-bonus": 12, "coffees": 1}
    assert (quoted.points_before, quoted.points_given, quoted.points_after) == (840, 62, 902)
    assert earned(quoted.given, say=str, money=COFFEE_BAR.plain_money) == (
        "12.50 x 4 = 50, Zilver +25 % = 12"
    )
    assert counted(quoted) == {accounts.SPEND: 1250, accounts.VISITS: 1}


def test_the_remainder_is_kept_for_the_next_visit() -> None:
    first = price(member(), typed(360))
    assert (by_rule(first)["spend"], counted(first)[CARRY]) == (14, 40)
    assert first.after is not None
    second = price(first.after, typed(360))
    assert (by_rule(second)["spend"], counted(second)[CARRY]) == (14, 40)
    assert second.after is not None
    third = price(second.after, typed(360))
    assert (by_rule(third)["spend"], counted(third)[CARRY]) == (15, -60)


def test_nothing_is_kept_where_the_owner_does_not_want_it() -> None:
    quoted = price(member(), typed(199), programme(earn=[per_euro(carry=False)]))
    assert by_rule(quoted) == {"spend": 1}
    assert CARRY not in counted(quoted)


def test_a_remainder_used_twice_is_made_up_first() -> None:
    # Two tills that were offline used the same 80/100; together they left -60/100.
    owing = member(**{CARRY: -60})
    small = price(owing, typed(10), programme(earn=[per_euro()]))
    assert (small.points_given, counted(small)[CARRY]) == (0, 10)
    quoted = price(owing, typed(160), programme(earn=[per_euro()]))
    assert (quoted.points_given, counted(quoted)[CARRY]) == (1, 60)


def test_two_remainders_that_met_give_their_point() -> None:
    quoted = price(member(**{CARRY: 150}), typed(50), programme(earn=[per_euro()]))
    assert (quoted.points_given, counted(quoted)[CARRY]) == (2, -150)


@pytest.mark.parametrize(("amount", "points"), [(1999, 0), (2000, 20), (2001, 20)])
def test_a_minimum_reached_exactly_counts(amount: int, points: int) -> None:
    rules = programme(earn=[per_euro(minimum_minor=2000)])
    quoted = price(member(), typed(amount), rules)
    assert quoted.points_given == points
    assert counted(quoted).get(CARRY, 0) == (0 if amount < 2000 else amount - 2000)


def test_stackable_rules_add_and_each_keeps_its_remainder() -> None:
    rules = programme(earn=[per_euro(), per_euro(id="half", per_minor=200)])
    quoted = price(member(), typed(1999), rules)
    assert by_rule(quoted) == {"spend": 19, "half": 9}
    assert counted(quoted)[CARRY] == 99
    assert counted(quoted)[accounts.carry("half", 200)] == 199


def test_of_exclusive_rules_the_best_for_the_member_counts() -> None:
    rules = programme(
        earn=[
            per_euro(id="plain"),
            per_euro(id="b", exclusive=True, points=2),
            per_euro(id="a", exclusive=True, points=2),
            per_euro(id="c", exclusive=True, points=3, minimum_minor=5000),
            per_euro(id="d", exclusive=True, points=2, priority=-1),
        ]
    )
    assert by_rule(price(member(), typed(1000), rules)) == {"plain": 10, "a": 20}
    assert by_rule(price(member(), typed(5000), rules)) == {"plain": 50, "c": 150}


def test_of_two_equal_exclusive_rules_priority_decides() -> None:
    rules = programme(
        earn=[per_euro(id="a", exclusive=True), per_euro(id="b", exclusive=True, priority=1)]
    )
    assert by_rule(price(member(), typed(100), rules)) == {"b": 1}


def always(rule_id: str, percent: int, **parts: Any) -> dict[str, Any]:
    """Give a multiplier for everybody."""
    return {"kind": "always", "id": rule_id, "percent": percent, **parts}


def test_multipliers_multiply_the_sum_and_floor_last() -> None:
    rules = programme(
        earn=[per_euro(), per_euro(id="half", per_minor=200)],
        multipliers=[always("more", 25), always("double", 100, priority=5)],
    )
    # 15 + 7 = 22; doubled 44; a quarter more 55. Floors on the way would lose a point.
    quoted = price(member(), typed(1599), rules)
    assert by_rule(quoted) == {"spend": 15, "half": 7, "double": 22, "more": 11}
    third = programme(earn=[per_euro()], multipliers=[always("a", 50), always("b", 50)])
    assert price(member(), typed(100), third).points_given == 2
    assert by_rule(price(member(), typed(300), third)) == {"spend": 3, "a": 1, "b": 2}


def test_of_exclusive_multipliers_the_best_counts_beside_the_others() -> None:
    rules = programme(
        earn=[per_euro()],
        multipliers=[
            always("low", 50, exclusive=True),
            always("high", 100, exclusive=True),
            always("plain", 10),
        ],
    )
    assert by_rule(price(member(), typed(1000), rules)) == {"spend": 10, "high": 10, "plain": 2}


def test_the_tier_before_the_sale_prices_it_and_the_tier_after_counts_it() -> None:
    quoted = price(member(spend_minor=14000), typed(1000))
    assert by_rule(quoted) == {"spend": 40, "coffees": 1}
    assert quoted.tier_before == COFFEE_BAR.tier("bronze")
    assert quoted.tier_after == COFFEE_BAR.tier("silver")


def test_points_are_counted_only_where_a_tier_needs_them() -> None:
    tiers = [{"id": "a", "name": "A", "from_amount": 10, "measure": "points"}]
    quoted = price(member(), typed(1000), programme(earn=[per_euro()], tiers=tiers))
    assert counted(quoted)[accounts.EARNED] == 10
    assert quoted.tier_before is None
    assert quoted.tier_after is not None
    assert accounts.EARNED not in counted(price(member(), typed(1000)))


def test_gift_cards_and_excluded_lines_earn_nothing() -> None:
    rules = programme(earn=[per_euro(except_categories=["tobacco"], except_products=["tax"])])
    lines = (
        Line(amount_minor=1000),
        Line(amount_minor=5000, kind="gift_card"),
        Line(amount_minor=700, category="tobacco"),
        Line(amount_minor=100, product="tax"),
    )
    quoted = price(member(), Basket(lines=lines), rules)
    assert quoted.points_given == 10
    assert counted(quoted) == {accounts.SPEND: 1800, accounts.VISITS: 1}
    assert quoted.to_pay_minor == 6800


def test_a_gift_card_alone_is_no_visit() -> None:
    quoted = price(member(), Basket(lines=(Line(amount_minor=5000, kind="gift_card"),)))
    assert (quoted.given, quoted.counted) == ((), ())


def test_a_rule_for_some_products_or_categories() -> None:
    rules = programme(earn=[per_euro(products=["tea"], categories=["lunch"])])
    lines = (
        Line(amount_minor=300, product="tea"),
        Line(amount_minor=900, category="lunch"),
        Line(amount_minor=500, product="cake", category="sweet"),
    )
    assert price(member(), Basket(lines=lines), rules).points_given == 12


def test_points_live_through_their_last_day() -> None:
    rules = programme(earn=[per_euro()], points_life_days=30)
    quoted = price(member(), typed(100), rules, day="2028-02-01")
    assert quoted.given[0].last_day == "2028-03-02"
    lot = name(SALE, "2028-03-02")
    assert postings(quoted, ACCOUNT, SALE, rules)[0].lot == lot
    assert price(member(), typed(1250)).given[0].last_day == NEVER


@pytest.mark.parametrize(("amount", "stamps"), [(249, 0), (250, 1), (9999, 1)])
def test_a_visit_from_its_minimum_gives_a_stamp(amount: int, stamps: int) -> None:
    assert price(member(), typed(amount)).given_of(STAMPS) == stamps


def card(**parts: Any) -> Programme:
    """Give a programme of one stamp card."""
    return programme(
        stamp_cards=[{"id": "coffees", "name": "Coffees", "stamps": 10, **parts}],
        rewards=[reward("product", cost={"unit": "stamp:coffees", "amount": 10})],
    )


def test_stamps_per_item_and_none_for_the_free_one() -> None:
    rules = card(per="item", products=["tea"], life_days=1)
    lines = (
        Line(amount_minor=900, quantity=3, product="tea"),
        Line(amount_minor=500, product="cake"),
    )
    quoted = price(member(), Basket(lines=lines), rules)
    assert quoted.given_of(STAMPS) == 3
    assert quoted.given[0].last_day == "2026-11-23"
    one_free = price(member(0, 10), Basket(lines=lines, rewards=("product",)), rules)
    assert (one_free.given_of(STAMPS), one_free.discount_minor) == (2, 300)


def test_stamps_per_amount() -> None:
    rules = card(per="amount", per_minor=500)
    assert price(member(), typed(1499), rules).given_of(STAMPS) == 2
    assert price(member(), typed(499), rules).given == ()


def test_stamps_counted_by_hand_go_to_the_first_card() -> None:
    cards = [
        {"id": "coffees", "name": "Coffees", "stamps": 10},
        {"id": "teas", "name": "Teas", "stamps": 5},
    ]
    rules = programme(stamp_cards=cards)
    quoted = price(member(), Basket(stamps=3), rules)
    assert by_rule(quoted) == {"coffees": 3}
    assert by_rule(price(member(), typed(100), rules)) == {"coffees": 1, "teas": 1}
    assert price(member(), Basket(lines=typed(900).lines, stamps=0), rules).given == ()


@pytest.mark.parametrize(
    ("stamps", "rules", "code"),
    [
        (-1, COFFEE_BAR, "stamps_negative"),
        (21, COFFEE_BAR, "stamps_absurd"),
        (1, programme(), "stamps_unknown"),
    ],
)
def test_impossible_stamps_are_refused(stamps: int, rules: Programme, code: str) -> None:
    assert refused(member(), Basket(stamps=stamps), rules).code == code


def test_no_stamps_where_there_is_no_card() -> None:
    assert price(member(), Basket(stamps=0), programme()).given == ()

"""One sale: what it gives, costs and counts, what it refuses, and what is written."""

from typing import Any

import msgspec
import pytest

from loyalty import accounts
from loyalty.basket import Basket, Line, typed
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.explain import earned
from loyalty.lots import NEVER, HeldLot, name
from loyalty.programme import Programme
from loyalty.quote import MOST_MAJOR, Quote, postings, quote, total_of_paid
from loyalty.standing import Standing
from tests.loyalty.build import (
    ACCOUNT,
    COFFEE_BAR,
    DAY,
    OLD_LOT,
    SALE,
    STAMPS,
    member,
    per_euro,
    programme,
    reward,
)

CARRY = accounts.carry("spend", 100)


def price(
    standing: Standing | None, basket: Basket, rules: Programme = COFFEE_BAR, day: str = DAY
) -> Quote:
    """Quote one sale."""
    return quote(rules, standing, basket, day=day, sale_id=SALE)


def refused(standing: Standing | None, basket: Basket, rules: Programme = COFFEE_BAR) -> Refusal:
    """Quote one sale that the rules refuse."""
    with pytest.raises(Refusal) as caught:
        price(standing, basket, rules)
    return caught.value


def counted(quoted: Quote) -> dict[str, int]:
    """Give how far each counter moves."""
    return {each.unit: each.delta for each in quoted.counted}


def by_rule(quoted: Quote) -> dict[str, int]:
    """Give which rule gave how much."""
    return {each.rule: each.amount for each in quoted.given}


# What is given.


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


# Stamps.


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


# What is spent.


def test_five_off() -> None:
    quoted = price(member(840, spend_minor=38640), typed(1250, "five-off"))
    assert (quoted.total_minor, quoted.discount_minor, quoted.to_pay_minor) == (1250, 500, 750)
    assert (quoted.points_spent, quoted.points_given, quoted.points_after) == (500, 37, 377)
    spent = quoted.spent[0]
    assert spent.lots == (HeldLot(lot=OLD_LOT, amount=500),)
    assert (spent.worth_minor, spent.unused_minor) == (500, 0)


def test_a_fixed_reward_larger_than_the_sale_says_what_is_not_used() -> None:
    quoted = price(member(500), typed(320, "five-off"))
    assert (quoted.discount_minor, quoted.to_pay_minor) == (320, 0)
    assert quoted.spent[0].unused_minor == 180
    assert quoted.given == ()
    assert counted(quoted) == {accounts.VISITS: 1}


def test_a_product_is_handed_over_beside_a_typed_amount() -> None:
    quoted = price(member(350), typed(400, "free-cappuccino"))
    assert (quoted.discount_minor, quoted.spent[0].worth_minor) == (0, 350)
    lines = (Line(amount_minor=380, product="cappuccino"),)
    rung = price(member(350), Basket(lines=lines, rewards=("free-cappuccino",)))
    assert (rung.discount_minor, rung.spent[0].worth_minor, rung.to_pay_minor) == (380, 380, 0)
    assert rung.given == ()


def test_a_reward_only_sale_spends_and_is_no_visit() -> None:
    quoted = price(member(0, 10), Basket(rewards=("free-coffee",)))
    assert (quoted.to_pay_minor, quoted.spent_of(STAMPS)) == (0, 10)
    assert (quoted.given, quoted.counted) == ((), ())


def test_lots_are_spent_by_earliest_end_then_oldest() -> None:
    lots = (
        HeldLot(lot=name("b"), amount=400),
        HeldLot(lot=name("a", "2026-11-21"), amount=400),
        HeldLot(lot=name("c", "2026-11-22"), amount=30),
        HeldLot(lot=name("a"), amount=80),
    )
    standing = Standing(
        account=ACCOUNT, balance={accounts.POINTS: 910}, held={accounts.POINTS: lots}
    )
    quoted = price(standing, typed(1000, "five-off"))
    assert quoted.spent[0].lots == (
        HeldLot(lot=name("c", "2026-11-22"), amount=30),
        HeldLot(lot=name("a"), amount=80),
        HeldLot(lot=name("b"), amount=390),
    )
    missing = refused(standing, typed(5000, "five-off", "ten-percent"))
    assert (missing.code, missing.details["missing"]) == ("not_enough_here", 190)


def test_two_rewards_spend_one_lot_after_the_other() -> None:
    quoted = price(member(1000), typed(5000, "five-off", "ten-percent"))
    # Ten per cent of 50.00 first, then 5.00 off.
    assert [(each.reward, each.discount_minor) for each in quoted.spent] == [
        ("ten-percent", 500),
        ("five-off", 500),
    ]
    assert quoted.points_spent == 700


def test_one_reward_twice() -> None:
    quoted = price(member(0, 23), Basket(rewards=("free-coffee", "free-coffee")))
    assert quoted.spent_of(STAMPS) == 20


# What is refused.

DATED = programme(
    earn=[per_euro()],
    tiers=[
        {"id": "low", "name": "Low", "from_amount": 0},
        {"id": "high", "name": "High", "from_amount": 100},
        {"id": "top", "name": "Top", "from_amount": 200},
    ],
    rewards=[
        reward("fixed", id="soon", valid_from="2026-11-23"),
        reward("fixed", id="today", valid_from=DAY, valid_until=DAY),
        reward("fixed", id="gone", valid_until="2026-11-21"),
        reward("fixed", id="high", tier="high"),
        reward("fixed", id="big", minimum_minor=2000),
        reward("percent", id="lunch", categories=["lunch"]),
        reward("percent", id="all", percent=100),
        reward("product", id="gift", minimum_minor=3000),
    ],
)


@pytest.mark.parametrize(
    ("rules", "standing", "basket", "code", "details"),
    [
        (COFFEE_BAR, member(), typed(-1), "amount_negative", {"got": -1}),
        (COFFEE_BAR, member(), typed(10**9 + 1), "amount_absurd", {"got": 10**9 + 1}),
        (COFFEE_BAR, None, typed(-1), "amount_negative", {"got": -1}),
        (COFFEE_BAR, None, typed(1, "five-off"), "member_needed", {}),
        (COFFEE_BAR, None, Basket(stamps=1), "member_needed", {}),
        (COFFEE_BAR, member(), typed(1, "six-off"), "reward_unknown", {"reward": "six-off"}),
        (
            COFFEE_BAR,
            member(440),
            typed(900, "five-off"),
            "not_enough",
            {"reward": "five-off", "unit": "points", "missing": 60},
        ),
        (
            COFFEE_BAR,
            member(0, 8),
            typed(900, "free-coffee"),
            "not_enough",
            {"reward": "free-coffee", "unit": STAMPS, "missing": 2},
        ),
        (
            COFFEE_BAR,
            member(800, here=440),
            typed(900, "five-off"),
            "not_enough_here",
            {"reward": "five-off", "unit": "points", "missing": 60},
        ),
        (
            COFFEE_BAR,
            member(800, here=440, owed=10),
            typed(900, "five-off"),
            "owed",
            {"reward": "five-off", "unit": "points", "missing": 60},
        ),
        (
            COFFEE_BAR,
            member(840),
            typed(1250, "ten-percent"),
            "reward_minimum",
            {"reward": "ten-percent", "minimum_minor": 2000, "missing_minor": 750},
        ),
        (
            COFFEE_BAR,
            member(500),
            Basket(rewards=("five-off",)),
            "reward_minimum",
            {"reward": "five-off", "minimum_minor": 0, "missing_minor": 1},
        ),
        (
            DATED,
            member(10),
            Basket(rewards=("gift",)),
            "reward_minimum",
            {"reward": "gift", "minimum_minor": 3000, "missing_minor": 3000},
        ),
        (DATED, member(10), typed(1, "soon"), "reward_not_yet", {"day": "2026-11-23"}),
        (DATED, member(10), typed(1, "gone"), "reward_over", {"day": "2026-11-21"}),
        (DATED, member(10), typed(1, "high"), "reward_tier", {"tier": "high", "name": "High"}),
        (DATED, member(10, spend_minor=-1), typed(1, "high"), "reward_tier", {"tier": "high"}),
        (DATED, member(10), typed(1, "lunch"), "reward_items", {"reward": "lunch"}),
        (DATED, member(20), typed(1, "all", "today"), "nothing_left", {"reward": "today"}),
    ],
)
def test_a_sale_that_the_rules_refuse(
    rules: Programme,
    standing: Standing | None,
    basket: Basket,
    code: str,
    details: dict[str, object],
) -> None:
    error = refused(standing, basket, rules)
    assert error.code == code
    assert error.message != code
    assert details.items() <= error.details.items()


def test_a_line_has_at_least_one_piece() -> None:
    basket = Basket(lines=(Line(amount_minor=100, quantity=0),))
    assert refused(member(), basket).code == "quantity"


def test_the_largest_amount_is_still_a_sale() -> None:
    assert price(member(), typed(MOST_MAJOR * 100)).points_given == MOST_MAJOR * 4
    yen = programme(currency="JPY", scale=0, earn=[per_euro()])
    assert price(member(), typed(MOST_MAJOR), yen).points_given == MOST_MAJOR // 100


@pytest.mark.parametrize("reward_id", ["today", "high", "big", "gift"])
def test_conditions_that_are_just_met(reward_id: str) -> None:
    quoted = price(member(10, spend_minor=250), typed(3000, reward_id), DATED)
    assert [each.reward for each in quoted.spent] == [reward_id]


def test_what_is_held_can_be_spent_while_something_is_owed_elsewhere() -> None:
    # The balance covers it and this till holds it: nobody else can spend the same points.
    quoted = price(member(600, here=610, owed=10), typed(900, "five-off"))
    assert quoted.points_spent == 500


# What is written.


def test_the_postings_of_a_sale() -> None:
    quoted = price(member(840, 10), typed(1260, "five-off", "free-coffee"))
    assert postings(quoted, ACCOUNT, SALE, COFFEE_BAR) == (
        Posting(
            debit=accounts.held(ACCOUNT),
            credit=accounts.USED,
            unit=STAMPS,
            amount=10,
            lot=OLD_LOT,
        ),
        Posting(
            debit=accounts.held(ACCOUNT),
            credit=accounts.USED,
            unit=accounts.POINTS,
            amount=500,
            lot=OLD_LOT,
        ),
        Posting(
            debit=accounts.GIVEN,
            credit=accounts.open_(ACCOUNT),
            unit=accounts.POINTS,
            amount=30,
            lot=name(SALE),
        ),
        Posting(
            debit=accounts.GIVEN,
            credit=accounts.open_(ACCOUNT),
            unit=STAMPS,
            amount=1,
            lot=name(SALE),
        ),
        Posting(
            debit=accounts.COUNTED,
            credit=accounts.count(ACCOUNT),
            unit=accounts.SPEND,
            amount=760,
        ),
        Posting(
            debit=accounts.COUNTED,
            credit=accounts.count(ACCOUNT),
            unit=accounts.VISITS,
            amount=1,
        ),
        Posting(debit=accounts.COUNTED, credit=accounts.count(ACCOUNT), unit=CARRY, amount=40),
    )


def test_a_counter_that_runs_down_is_debited() -> None:
    quoted = price(member(**{CARRY: 80}), typed(130))
    moved = {each.unit: each for each in postings(quoted, ACCOUNT, SALE, COFFEE_BAR)}
    assert moved[CARRY].debit == accounts.count(ACCOUNT)
    assert moved[CARRY].amount == 80


def test_a_sale_without_a_member_writes_nothing() -> None:
    quoted = price(None, typed(1250))
    assert (quoted.total_minor, quoted.to_pay_minor, quoted.after) == (1250, 1250, None)
    assert postings(quoted, ACCOUNT, SALE, COFFEE_BAR) == ()


def test_the_breakdown_is_plain_data_that_an_event_can_keep() -> None:
    quoted = price(member(840, spend_minor=38640), typed(1250, "five-off"))
    kept = quoted.breakdown()
    assert msgspec.json.decode(msgspec.json.encode(kept)) == kept
    assert kept["to_pay_minor"] == 750
    assert [each["rule"] for each in kept["given"]] == [  # type: ignore[attr-defined]
        "spend",
        "silver-bonus",
        "coffees",
    ]


# What was paid, beside another register.

PAID = programme(
    rewards=[
        reward("fixed"),
        reward("percent"),
        reward("percent", id="all", percent=100),
        reward("percent", id="most", percent=100, maximum_minor=300),
        reward("percent", id="upto", percent=50, maximum_minor=300),
        reward("product"),
    ]
)


@pytest.mark.parametrize(
    ("rewards", "paid", "total"),
    [
        ((), 750, 750),
        (("fixed",), 750, 1250),
        (("product",), 750, 750),
        (("percent",), 900, 1000),
        (("percent",), 1, 1),
        (("fixed", "percent"), 400, 1000),
        (("all",), 0, 0),
        (("most",), 200, 500),
        (("upto",), 250, 500),
        (("upto",), 700, 1000),
    ],
)
def test_the_amount_before_rewards(rewards: tuple[str, ...], paid: int, total: int) -> None:
    assert total_of_paid(PAID, rewards, paid) == total

"""One sale: what it costs, what it refuses, and what is written."""

import msgspec
import pytest

from loyalty import accounts
from loyalty.basket import Basket, Line, claims, typed
from loyalty.event import Posting
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme
from loyalty.quote import MOST_MAJOR, postings
from loyalty.rewards.typed_total import total_of_paid
from loyalty.standing import Standing
from tests.loyalty.build import (
    ACCOUNT,
    CARRY,
    COFFEE_BAR,
    DAY,
    OLD_LOT,
    SALE,
    STAMPS,
    counted,
    member,
    per_euro,
    price,
    programme,
    refused,
    reward,
)

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
    rung = price(member(350), Basket(lines=lines, claims=claims("free-cappuccino")))
    assert (rung.discount_minor, rung.spent[0].worth_minor, rung.to_pay_minor) == (380, 380, 0)
    assert rung.given == ()


def test_a_reward_only_sale_spends_and_is_no_visit() -> None:
    quoted = price(member(0, 10), Basket(claims=claims("free-coffee")))
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
    assert (missing.code, missing.details["missing"]) == ("not_enough", 190)


def test_two_rewards_spend_one_lot_after_the_other() -> None:
    quoted = price(member(1000), typed(5000, "five-off", "ten-percent"))
    # Ten per cent of 50.00 first, then 5.00 off.
    assert [(each.reward, each.discount_minor) for each in quoted.spent] == [
        ("ten-percent", 500),
        ("five-off", 500),
    ]
    assert quoted.points_spent == 700


def test_one_reward_twice() -> None:
    quoted = price(member(0, 23), Basket(claims=claims("free-coffee", "free-coffee")))
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
            Basket(claims=claims("five-off")),
            "reward_minimum",
            {"reward": "five-off", "minimum_minor": 0, "missing_minor": 1},
        ),
        (
            DATED,
            member(10),
            Basket(claims=claims("gift")),
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
        Posting(debit=accounts.COUNTED, credit=accounts.count(ACCOUNT), unit=CARRY, amount=40),
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
    assert total_of_paid(PAID, claims(*rewards), paid) == total

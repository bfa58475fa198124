"""The most that a programme can give back: exact arithmetic for every kind of rule."""

from fractions import Fraction
from typing import Any

import pytest

from loyalty.explaining.voice import Voice, names
from loyalty.margin.protection import Protection, hundredths, protection
from loyalty.margin.wording import plain_share, protected
from loyalty.margin.worth_most import Worths
from tests.loyalty.documents import COFFEE_BAR, per_euro, programme, reward


def share(typical_minor: int = 0, **parts: Any) -> Fraction:
    """Give the share of a programme made of these parts."""
    return protection(programme(**parts), typical_minor).share


def said(found: Protection, margin: int | None, rules: Any) -> list[str]:
    """Give every line of the arithmetic in English."""
    voice = Voice(say=str, money=rules.plain_money, named=names(rules, "en"))
    return [protected(line, voice) for line in found.arithmetic(margin)]


def fixed(**parts: Any) -> dict[str, Any]:
    """Give 5.00 off for 100 points."""
    return reward("fixed", cost={"amount": 100}, **parts)


STAMPS = {"id": "card", "name": "Card", "stamps": 10}


def test_points_for_money() -> None:
    """5.00 for 100 points, a point for every 0.08: 62.5 % of what is paid."""
    rules = programme(earn=[per_euro(per_minor=8)], rewards=[fixed()])
    found = protection(rules)
    assert found.share == Fraction(5, 8)
    assert found.exceeds(60)
    assert not found.exceeds(63)
    assert said(found, 60, rules) == [
        (
            "Fixed, worth 5.00, for 100 points; 100 points are earned by spending 8.00: "
            "62.5% of what is paid"
        ),
        (
            "Together up to 62.5% of what is paid, but your margin is 60%: "
            "this programme can cost more than it leaves you"
        ),
    ]


def test_the_margin_itself_is_not_exceeded() -> None:
    """Giving back exactly the margin is the limit, a hundredth more is over it."""
    rules = programme(earn=[per_euro(per_minor=100)], rewards=[fixed(amount_minor=6000)])
    assert protection(rules).share == Fraction(60, 100)
    assert not protection(rules).exceeds(60)
    assert protection(rules).exceeds(59)


@pytest.mark.parametrize(
    ("earn", "expected"),
    [
        ([per_euro()], Fraction(5, 100)),
        ([per_euro(), per_euro(id="b")], Fraction(10, 100)),
        (
            [per_euro(exclusive=True), per_euro(id="b", exclusive=True, points=3, priority=1)],
            Fraction(15, 100),
        ),
        ([per_euro(), per_euro(id="b", exclusive=True, points=3)], Fraction(20, 100)),
        ([{"kind": "percent", "id": "a", "percent": 2}], Fraction(10, 100)),
        ([{"kind": "visit", "id": "a", "points": 4, "minimum_minor": 400}], Fraction(5, 100)),
        ([per_euro(weekdays=["mon"]), per_euro(id="b", weekdays=["tue"])], Fraction(5, 100)),
        (
            [
                per_euro(hours=[{"from": "08:00", "until": "10:00"}]),
                per_euro(id="b", hours=[{"from": "10:00", "until": "12:00"}]),
            ],
            Fraction(5, 100),
        ),
        (
            [per_euro(valid_until="2026-06-30"), per_euro(id="b", valid_from="2026-07-01")],
            Fraction(5, 100),
        ),
    ],
)
def test_rules_that_can_hold_together_add(earn: list[dict[str, Any]], expected: Fraction) -> None:
    """Stackable rules sum, of exclusive ones the best, and no day is two days."""
    assert share(earn=earn, rewards=[fixed()]) == expected


TIERS = [
    {"id": "silver", "name": "Silver", "from_amount": 100},
    {"id": "gold", "name": "Gold", "from_amount": 200},
]


@pytest.mark.parametrize(
    ("multipliers", "factor"),
    [
        ([{"id": "a", "percent": 100}], Fraction(2)),
        ([{"id": "a", "percent": 100}, {"id": "b", "percent": 50}], Fraction(3)),
        (
            [{"id": "a", "percent": 100, "exclusive": True}, {"id": "b", "percent": 50}],
            Fraction(3),
        ),
        (
            [
                {"id": "a", "percent": 100, "exclusive": True},
                {"id": "b", "percent": 50, "exclusive": True, "priority": 1},
            ],
            Fraction(2),
        ),
        (
            [
                {"id": "a", "percent": 25, "tiers": ["silver"]},
                {"id": "b", "percent": 50, "tiers": ["gold"]},
            ],
            Fraction(3, 2),
        ),
        (
            [
                {"id": "a", "percent": 100, "weekdays": ["tue"]},
                {"id": "b", "percent": 50, "weekdays": ["wed"]},
                {"id": "c", "percent": 100, "tiers": ["gold"]},
            ],
            Fraction(4),
        ),
    ],
)
def test_multipliers_that_can_hold_together_multiply(
    multipliers: list[dict[str, Any]], factor: Fraction
) -> None:
    """The best level on the best day; levels and days that exclude each other do not add up."""
    parts: dict[str, Any] = {"earn": [per_euro()], "rewards": [fixed()], "tiers": TIERS}
    assert share(**parts, multipliers=multipliers) == factor * Fraction(5, 100)


@pytest.mark.parametrize(
    ("rewards", "expected"),
    [
        ([fixed(), reward("product", cost={"amount": 10})], Fraction(30, 100)),
        ([{"kind": "pay", "id": "p", "name": "P", "points": 2, "minor": 3}], Fraction(3, 200)),
        (
            [
                {
                    "kind": "donation",
                    "id": "d",
                    "name": "D",
                    "cause": "c",
                    "amount_minor": 200,
                    "cost": {"amount": 100},
                }
            ],
            Fraction(2, 100),
        ),
        ([reward("percent", maximum_minor=50)], Fraction(5, 100)),
        ([reward("percent", percent=10)], Fraction(10, 100)),
        ([fixed(most_per_sale=1, minimum_minor=20_000)], Fraction(5, 200)),
        ([fixed(minimum_minor=20_000)], Fraction(5, 100)),
        ([fixed(most_per_member=1)], Fraction(0)),
    ],
)
def test_the_best_use_of_points(rewards: list[dict[str, Any]], expected: Fraction) -> None:
    """Over all rewards, within what a sale and a member can have of each."""
    assert share(earn=[per_euro()], rewards=rewards) == expected


def test_what_one_reward_cannot_take_goes_to_the_next() -> None:
    """Two per cent with the first, which leaves three fifths of the points for the second."""
    best = fixed(most_per_sale=1, minimum_minor=25_000)
    second = reward("product", cost={"amount": 300})
    assert share(earn=[per_euro()], rewards=[best, second]) == Fraction(2, 100) + Fraction(
        3, 5
    ) * Fraction(1, 100)


def test_a_percentage_of_a_typical_sale() -> None:
    """10 % of 20.00 for 100 points is 2 minor units a point."""
    rewards = [reward("percent", cost={"amount": 100})]
    assert share(earn=[per_euro()], rewards=rewards) == Fraction(10, 100)
    assert share(2_000, earn=[per_euro()], rewards=rewards) == Fraction(2, 100)


@pytest.mark.parametrize(
    ("card", "typical", "expected", "per_visit"),
    [
        ({"minimum_minor": 250}, 0, Fraction(12, 100), Fraction(0)),
        ({}, 0, Fraction(0), Fraction(30)),
        ({}, 300, Fraction(10, 100), Fraction(0)),
        ({"per": "item"}, 0, Fraction(0), Fraction(30)),
        ({"per": "amount", "per_minor": 500}, 0, Fraction(6, 100), Fraction(0)),
    ],
)
def test_stamp_cards(
    card: dict[str, Any], typical: int, expected: Fraction, per_visit: Fraction
) -> None:
    """Ten stamps for 3.00: a share where a stamp has a least price, an amount a visit elsewhere."""
    cost = {"unit": "stamp:card", "amount": 10}
    rules = programme(stamp_cards=[STAMPS | card], rewards=[reward("product", cost=cost)])
    found = protection(rules, typical)
    assert found.share == expected
    assert found.per_visit_minor == per_visit


def test_a_card_without_a_minimum_depends_on_what_a_visit_comes_to() -> None:
    """3.00 after ten visits stays within 60 % from 0.50 a visit."""
    cost = {"unit": "stamp:card", "amount": 10}
    rules = programme(stamp_cards=[STAMPS], rewards=[reward("product", cost=cost)])
    found = protection(rules)
    assert not found.exceeds(60)
    assert found.least_visit_minor(60) == 50
    assert said(found, 60, rules)[-1] == (
        "Within your margin of 60% as long as a visit comes to 0.50 or more on average"
    )
    assert protection(rules, 50).share == Fraction(60, 100)
    assert protection(rules, 49).exceeds(60)


def voucher(**parts: Any) -> dict[str, Any]:
    """Give 5.00 off that only milestones and steps bring."""
    found = reward("fixed", **parts)
    del found["cost"]
    return found


def test_milestones_staircases_and_levels() -> None:
    """Each by what has to be spent for all that was given up to there."""
    gift = {"reward": "fixed"}
    every = {"id": "m", "name": "M", "gift": gift, "every": 10_000}
    assert share(milestones=[every], rewards=[voucher()]) == Fraction(5, 100)
    steps = [{"from_amount": 10_000, "gift": gift}, {"from_amount": 15_000, "gift": gift}]
    stairs = {"id": "s", "name": "S", "steps": steps}
    assert share(staircases=[stairs], rewards=[voucher()]) == Fraction(10, 150)
    tiers = [
        {"id": "a", "name": "A", "from_amount": 0, "entry": gift},
        {"id": "b", "name": "B", "from_amount": 20_000, "entry": gift},
    ]
    rules = programme(tiers=tiers, rewards=[voucher()])
    found = protection(rules)
    assert found.share == Fraction(5, 200)
    assert [line.params["worth_minor"] for line in found.once] == [500]
    visits = {"id": "v", "name": "V", "gift": gift, "at": 50, "measure": "visits"}
    assert protection(programme(milestones=[visits], rewards=[voucher()])).per_visit_minor == 10


def test_what_is_given_once_is_told_beside() -> None:
    """A welcome gift is no share of sales; its points are worth their best use."""
    bonus = {"kind": "welcome", "id": "w", "name": "Welcome", "gift": {"points": 50}}
    rules = programme(earn=[per_euro()], rewards=[fixed()], bonuses=[bonus])
    found = protection(rules)
    assert found.share == Fraction(5, 100)
    assert said(found, None, rules)[1:] == [
        "Besides, by itself and not by what is bought: Welcome, worth 2.50",
        "Together at most 5% of what is paid",
    ]


def test_automatic_rewards() -> None:
    """A percentage is itself, an amount is over its minimum; levels that exclude take the best."""
    ten = voucher(automatic=True, minimum_minor=5_000)
    assert share(rewards=[ten]) == Fraction(10, 100)
    free = protection(programme(rewards=[voucher(automatic=True)]))
    assert free.share == 0
    assert free.per_visit_minor == 500
    silver = {"kind": "percent", "id": "s", "name": "S", "automatic": True, "percent": 5}
    gold = silver | {"id": "g", "percent": 10}
    assert share(rewards=[silver, gold]) == Fraction(15, 100)
    tiers: dict[str, Any] = {"tiers": TIERS}
    apart = [silver | {"tiers": ["silver"]}, gold | {"tiers": ["gold"]}]
    assert share(**tiers, rewards=apart) == Fraction(10, 100)


def test_a_draw_is_worth_what_it_brings_on_average() -> None:
    """One in four brings 5.00, the others nothing: 1.25."""
    draw = {
        "kind": "mystery",
        "id": "draw",
        "name": "Draw",
        "cost": {"amount": 25},
        "prizes": [{"weight": 1, "reward": "fixed"}, {"weight": 3}],
    }
    rules = programme(earn=[per_euro()], rewards=[draw, voucher()])
    assert Worths(rules).of(rules.reward("draw")).minor == 125
    assert protection(rules).share == Fraction(5, 100)


def test_the_demo_shop_stays_within_its_margin() -> None:
    """Beans for points at gold, ten per cent and a full card together: 28.34 %."""
    found = protection(COFFEE_BAR)
    assert found.share == Fraction(950 * 6, 900 * 100) + Fraction(10, 100) + Fraction(12, 100)
    assert hundredths(found.share) == 2834
    assert not found.exceeds(65)


def test_a_programme_that_gives_nothing() -> None:
    """Points without a reward cost nothing."""
    found = protection(programme(earn=[per_euro()]))
    assert found.share == 0
    assert not found.exceeds(1)
    assert found.parts == ()


@pytest.mark.parametrize(("given", "text"), [(6250, "62.5%"), (500, "5%"), (1, "0.01%"), (0, "0%")])
def test_shares_are_written_short(given: int, text: str) -> None:
    """No noughts at the end."""
    assert plain_share(given) == text

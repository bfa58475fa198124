"""An owner's limits of the counter: their defaults, what is right, what is asked about."""

from __future__ import annotations

from random import Random
from statistics import median_low

import pytest
from msgspec.structs import replace

from loyalty import counter_limits, limits
from loyalty.accounts import earned_on
from loyalty.counter_limits import LARGE_LOOKED_AT, CounterLimits
from loyalty.limits import Limits

DAY = "2026-01-05"
USUAL = [400, 350, 650, 420, 1_200, 380, 500, 900, 450, 310, 700, 480, 2_300, 400, 560, 390, 820]
MANY = [*USUAL, 430, 610, 370]


def test_they_travel_with_the_other_limits_and_older_ones_have_the_defaults() -> None:
    changed = Limits(counter=CounterLimits(moves=9))
    assert limits.read(limits.write(changed)) == changed
    assert limits.read('{"at_once_always":true}').counter == CounterLimits()


@pytest.mark.parametrize("name", CounterLimits.__struct_fields__)
def test_no_limit_is_below_nothing(name: str) -> None:
    wrong = replace(CounterLimits(), **{name: -1})
    assert not counter_limits.is_right(wrong)
    assert limits.read(limits.write(Limits(counter=wrong))) == Limits()


@pytest.mark.parametrize(
    ("amount", "recent", "asked"),
    [
        # The usual is 4.50, what all but one came to 12.00, and 23.00 the largest.
        (2_310, MANY, False),
        (2_401, MANY, True),
        (4_500, MANY, True),
        # A digit that stands twice over a usual amount; one that leaves an unusual amount; none.
        (4_450, [*MANY, 3_000, 3_400], True),
        (3_300, [*MANY, 3_000, 3_200], True),
        (8_800, [*MANY, 4_400, 4_500], False),
        (4_510, [*MANY, 3_000, 3_400], False),
        # A few sales say little: only about ten times the usual is asked about.
        (2_401, USUAL[:6], False),
        (3_361, USUAL[:6], True),
        (99_999, USUAL[:4], False),
    ],
)
def test_an_amount_like_a_digit_too_many_is_asked_about(
    amount: int, recent: list[int], *, asked: bool
) -> None:
    assert counter_limits.is_large(amount, recent, CounterLimits()) is asked
    assert not counter_limits.is_large(amount, recent, CounterLimits(large_times=0))


def a_sale(chance: Random) -> int:
    """Give an amount of a coffee bar: a coffee or two, one in eight a lunch, one in 60 a table."""
    kind = chance.random()
    usual = 430 if kind < 0.86 else 1_350 if kind < 0.984 else 3_400
    return max(int(chance.lognormvariate(0, 0.38) * usual) // 10 * 10, 150)


def mistyped(chance: Random, amount: int) -> int:
    """Give an amount with a digit too many: mostly one key that was pressed twice."""
    digits, at = str(amount), chance.randrange(len(str(amount)))
    doubled = int(digits[: at + 1] + digits[at] + digits[at + 1 :])
    return doubled if chance.random() < 0.8 else 10 * amount


def test_a_coffee_bar_is_seldom_asked_and_mostly_about_mistakes() -> None:
    """Ten coffee bars with two thousand sales each: the figures of docs/shop-guide.md."""
    chance, limits = Random(6), CounterLimits()
    sales = asked = caught = asked_by_the_median = 0
    for _ in range(10):
        recent: list[int] = []
        for _ in range(2_000):
            amount, known = a_sale(chance), recent[-LARGE_LOOKED_AT:]
            wrong = mistyped(chance, amount)
            if len(known) == LARGE_LOOKED_AT:
                sales += 1
                asked += counter_limits.is_large(amount, known, limits)
                caught += counter_limits.is_large(wrong, known, limits)
                asked_by_the_median += amount > 3 * median_low(known[-20:])
            recent.append(amount)
    # One right amount in more than a hundred is asked about, and nine of ten mistakes.
    assert asked * 100 < sales
    assert caught * 10 > sales * 9
    # Three times the median alone asks about one sale in thirteen.
    assert asked_by_the_median * 14 > sales


def test_a_member_who_has_earned_often_is_told_of_by_the_number() -> None:
    counters = {earned_on(DAY): 4, earned_on("2026-01-04"): 9}
    assert counter_limits.visits_over(counters, DAY, CounterLimits()) == 4
    assert counter_limits.visits_over(counters, DAY, CounterLimits(earning_visits=5)) == 0
    assert counter_limits.visits_over(counters, DAY, CounterLimits(earning_visits=0)) == 0
    assert counter_limits.visits_over(counters, "2026-01-06", CounterLimits()) == 0


@pytest.mark.parametrize(
    ("last_us", "now_us", "waits"),
    [
        (0, 10, 0),
        (60_000_000, 60_000_000, 30),
        (60_000_000, 61_000_000, 30),
        (60_000_000, 1_799_000_000, 2),
        (60_000_000, 1_860_000_000, 0),
        # A clock that was put back is no reason to wait for ever.
        (7_200_000_000, 60_000_000, 0),
    ],
)
def test_the_next_stamp_waits_for_the_rest_of_half_an_hour(
    last_us: int, now_us: int, waits: int
) -> None:
    assert counter_limits.stamp_wait_minutes(last_us, now_us, CounterLimits()) == waits
    zero = CounterLimits(stamp_minutes=0)
    assert counter_limits.stamp_wait_minutes(last_us, now_us, zero) == 0

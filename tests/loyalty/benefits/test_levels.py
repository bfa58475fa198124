"""Levels: reached, kept, lost and won back, against an obvious slow reference."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import levels, periods
from loyalty.programme import Levels, Programme, Tier
from loyalty.programme.terms import Calendar, Ever, Period, Rolling
from tests.loyalty.build import programme

YEAR = Calendar(unit="year")


def ladder(period: Period, kept: Levels = Levels()) -> Programme:  # noqa: B008
    """Give bronze from 0, silver from 100 and gold from 200 spent in a period."""
    tiers = tuple(
        Tier(id=name, name=name, from_amount=amount, period=period)
        for name, amount in (("bronze", 0), ("silver", 100), ("gold", 200))
    )
    return msgspec.structs.replace(programme(), tiers=tiers, levels=kept)


def spent(period: Period, *amounts: tuple[str, int]) -> dict[str, int]:
    """Give the counters after amounts on days."""
    counters: dict[str, int] = {}
    for day, amount in amounts:
        for unit in {"spend", periods.bucket("spend", period, day)}:
            counters[unit] = counters.get(unit, 0) + amount
    return counters


def on(rules: Programme, counters: dict[str, int], day: str) -> str:
    """Give the level of a day."""
    tier = levels.tier_on(rules, counters, day)
    return tier.id if tier else ""


def test_without_levels_nobody_has_one() -> None:
    assert levels.tier_on(programme(), {"spend": 5}, "2026-01-01") is None
    assert levels.next_tier(programme(), {}, "2026-01-01") is None


def test_all_time_levels_only_rise() -> None:
    rules = ladder(Ever())
    assert [on(rules, {"spend": n}, "2026-01-01") for n in (0, 99, 100, 199, 200)] == [
        "bronze",
        "bronze",
        "silver",
        "silver",
        "gold",
    ]


def test_below_the_first_level_there_is_none() -> None:
    tiers = [{"id": "gold", "name": "Gold", "from_amount": 100}]
    rules = programme(tiers=tiers)
    assert levels.tier_on(rules, {"spend": 99}, "2026-01-01") is None
    assert levels.next_tier(rules, {"spend": 40}, "2026-01-01") == (rules.tiers[0], 60)
    assert levels.next_tier(rules, {"spend": 100}, "2026-01-01") is None


def test_a_rolling_level_is_lost_the_day_its_purchase_leaves_the_window() -> None:
    period = Rolling(months=12)
    rules, counters = ladder(period), spent(period, ("2026-03-10", 200))
    assert on(rules, counters, "2026-03-09") == "bronze"
    assert on(rules, counters, "2026-03-10") == "gold"
    assert on(rules, counters, "2027-03-09") == "gold"
    assert on(rules, counters, "2027-03-10") == "bronze"


def test_grace_keeps_a_rolling_level_so_many_days_more() -> None:
    period = Rolling(months=12)
    rules, counters = ladder(period, Levels(grace_days=30)), spent(period, ("2026-03-10", 200))
    assert on(rules, counters, "2027-04-08") == "gold"
    assert on(rules, counters, "2027-04-09") == "bronze"


def test_one_step_falls_one_level_a_period() -> None:
    period = Rolling(months=12)
    rules = ladder(period, Levels(downgrade="one_step"))
    counters = spent(period, ("2026-03-10", 200))
    assert on(rules, counters, "2027-03-09") == "gold"
    assert on(rules, counters, "2027-03-10") == "silver"
    assert on(rules, counters, "2028-03-09") == "silver"
    assert on(rules, counters, "2028-03-10") == "bronze"


def test_a_calendar_level_is_lost_at_the_reset() -> None:
    rules, counters = ladder(YEAR), spent(YEAR, ("2026-03-10", 200))
    assert on(rules, counters, "2026-12-31") == "gold"
    assert on(rules, counters, "2027-01-01") == "bronze"


def test_grace_runs_from_the_reset() -> None:
    rules, counters = ladder(YEAR, Levels(grace_days=10)), spent(YEAR, ("2026-03-10", 200))
    assert on(rules, counters, "2027-01-10") == "gold"
    assert on(rules, counters, "2027-01-11") == "bronze"


def test_a_level_is_kept_through_the_next_calendar_period() -> None:
    rules, counters = ladder(YEAR, Levels(keep_next_period=True)), spent(YEAR, ("2026-03-10", 200))
    assert on(rules, counters, "2027-12-31") == "gold"
    assert on(rules, counters, "2028-01-01") == "bronze"


def test_a_kept_level_has_its_grace_too_and_then_falls_by_steps() -> None:
    rules = ladder(YEAR, Levels(keep_next_period=True, grace_days=5, downgrade="one_step"))
    counters = spent(YEAR, ("2026-03-10", 200))
    assert on(rules, counters, "2028-01-05") == "gold"
    assert on(rules, counters, "2028-01-06") == "silver"
    assert on(rules, counters, "2029-01-05") == "silver"
    assert on(rules, counters, "2029-01-06") == "bronze"


def test_what_the_new_period_supports_counts_at_once() -> None:
    rules = ladder(YEAR, Levels(downgrade="one_step"))
    counters = spent(YEAR, ("2026-03-10", 200), ("2028-06-01", 200))
    assert on(rules, counters, "2027-06-01") == "silver"
    assert on(rules, counters, "2028-05-31") == "gold"  # the year's bucket holds all of it
    assert on(rules, counters, "2029-01-01") == "silver"


@pytest.mark.parametrize("period", [YEAR, Rolling(days=10), Ever()])
def test_a_level_is_never_lost_where_none_is(period: Period) -> None:
    rules = ladder(period, Levels(downgrade="never"))
    counters = {levels.mark(rules.tiers[2]): 1}
    assert on(rules, counters, "2040-01-01") == "gold"
    assert on(rules, {}, "2040-01-01") == "bronze"


def test_the_next_level_says_what_is_missing_in_this_period() -> None:
    period = Rolling(days=30)
    rules, counters = ladder(period), spent(period, ("2026-03-10", 70), ("2026-01-01", 500))
    assert levels.next_tier(rules, counters, "2026-03-11") == (rules.tiers[1], 30)


@pytest.mark.parametrize(
    ("measure", "counter"), [("spend", "spend"), ("visits", "visits"), ("points", "earned")]
)
def test_the_measure_decides(measure: str, counter: str) -> None:
    tier = {"id": "star", "name": "Star", "from_amount": 20, "measure": measure}
    rules = programme(tiers=[tier], earn=[{"kind": "visit", "id": "v", "points": 1}])
    others = dict.fromkeys({"spend", "visits", "earned"} - {counter}, 99)
    assert on(rules, {**others, counter: 20}, "2026-01-01") == "star"
    assert on(rules, {**others, counter: 19}, "2026-01-01") == ""


def reference(rules: Programme, happened: list[tuple[str, int]], period: Period, day: str) -> int:
    """Give the rank day by day: what a person with a diary would work out."""
    kept, at = rules.levels, date.fromisoformat(day)
    starts, best = [at - timedelta(days=kept.grace_days)], -1
    if isinstance(period, Calendar):
        starts[0] = date.fromisoformat(periods.first_day(period, starts[0].isoformat()))
        if kept.keep_next_period:
            last = (starts[0] - timedelta(days=1)).isoformat()
            starts[0] = date.fromisoformat(periods.first_day(period, last))
    steps = 0
    while True:
        ranked = max(_rank(rules, happened, period, at.isoformat()), -1)
        best = max(best, ranked - steps)
        at -= timedelta(days=1)
        if at < starts[0]:
            steps += 1
            if kept.downgrade == "reached" or steps > len(rules.tiers):
                return best
            last_of = at.isoformat()
            first = date.fromisoformat(periods.first_day(period, last_of))
            if isinstance(period, Rolling):
                # A stretch is as long as the window that ends the day after it.
                after = (at + timedelta(days=1)).isoformat()
                first = date.fromisoformat(periods.first_day(period, after)) - timedelta(days=1)
            starts[0] = first


def _rank(rules: Programme, happened: list[tuple[str, int]], period: Period, day: str) -> int:
    first = periods.first_day(period, day)
    same = periods.label(period, day)
    has = sum(
        amount
        for on_day, amount in happened
        if (
            first <= on_day <= day
            if isinstance(period, Rolling)
            else periods.label(period, on_day) == same
        )
    )
    return max((at for at, tier in enumerate(rules.tiers) if has >= tier.from_amount), default=-1)


@given(
    st.sampled_from(
        [
            Rolling(days=7),
            Rolling(days=1),
            Rolling(months=1),
            Calendar(unit="week"),
            Calendar(unit="month"),
            Calendar(unit="day"),
        ]
    ),
    st.builds(
        Levels,
        grace_days=st.sampled_from([0, 1, 5, 12]),
        keep_next_period=st.booleans(),
        downgrade=st.sampled_from(["reached", "one_step"]),
    ),
    st.lists(
        st.tuples(
            st.dates(date(2028, 1, 20), date(2028, 4, 10)).map(date.isoformat),
            st.sampled_from([20, 50, 100, 200]),
        ),
        max_size=12,
    ),
    st.dates(date(2028, 1, 20), date(2028, 6, 10)).map(date.isoformat),
)
def test_levels_are_what_a_diary_says(
    period: Period,
    kept: Levels,
    happened: list[tuple[str, int]],
    day: str,
) -> None:
    happened = [each for each in happened if each[0] <= day]
    rules = ladder(period, kept)
    counters = spent(period, *happened)
    expected = reference(rules, happened, period, day)
    assert levels.rank_on(rules, counters, day) == expected
    oldest = levels.oldest_day(rules, period, day)
    needed = {
        unit: amount
        for unit, amount in counters.items()
        if unit.partition("/")[2] >= periods.label(period, oldest)
    }
    assert levels.rank_on(rules, needed, day) == expected

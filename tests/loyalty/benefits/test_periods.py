"""Periods: windows to the day, buckets that add up, how long lots and memberships last."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.benefits import periods
from loyalty.programme.terms import Calendar, Ever, Life, Period, Rolling

DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31)).map(date.isoformat)
ROLLING = st.one_of(
    st.builds(Rolling, months=st.integers(1, 30)),
    st.builds(Rolling, days=st.integers(1, 800)),
    st.builds(Rolling, months=st.integers(1, 3), days=st.integers(1, 40)),
    st.just(Rolling()),
)
CALENDAR = st.builds(Calendar, unit=st.sampled_from(["day", "week", "month", "quarter", "year"]))
PERIODS: st.SearchStrategy[Period] = st.one_of(ROLLING, CALENDAR, st.just(Ever()))


@pytest.mark.parametrize(
    ("unit", "day", "named", "first"),
    [
        ("year", "2026-11-22", "2026", "2026-01-01"),
        ("quarter", "2026-11-22", "2026-Q4", "2026-10-01"),
        ("quarter", "2026-03-31", "2026-Q1", "2026-01-01"),
        ("month", "2028-02-29", "2028-02", "2028-02-01"),
        ("week", "2026-11-22", "2026-W47", "2026-11-16"),
        ("week", "2027-01-03", "2026-W53", "2026-12-28"),
        ("week", "2027-01-04", "2027-W01", "2027-01-04"),
        ("day", "2026-11-22", "2026-11-22", "2026-11-22"),
    ],
)
def test_a_calendar_period_has_a_label_and_a_first_day(
    unit: str, day: str, named: str, first: str
) -> None:
    period = Calendar(unit=unit)  # type: ignore[arg-type]
    assert periods.bucket("spend", period, day) == f"spend/{named}"
    assert periods.first_day(period, day) == first


@pytest.mark.parametrize(
    ("period", "day", "first"),
    [
        (Rolling(), "2026-11-22", "2025-11-23"),
        (Rolling(months=12), "2024-02-29", "2023-03-01"),
        (Rolling(months=12), "2025-02-28", "2024-02-29"),
        (Rolling(months=1), "2026-03-31", "2026-03-01"),
        (Rolling(months=1), "2026-03-30", "2026-03-01"),
        (Rolling(months=1), "2026-03-28", "2026-03-01"),
        (Rolling(months=1), "2026-03-27", "2026-02-28"),
        (Rolling(days=1), "2026-03-01", "2026-03-01"),
        (Rolling(days=30), "2024-03-01", "2024-02-01"),
        (Rolling(months=1, days=2), "2026-03-03", "2026-02-02"),
    ],
)
def test_a_rolling_period_ends_today_and_begins_to_the_day(
    period: Rolling, day: str, first: str
) -> None:
    assert periods.first_day(period, day) == first


def test_all_time_has_neither_label_nor_beginning() -> None:
    assert periods.bucket("spend", Ever(), "2026-11-22") == "spend"
    assert periods.first_day(Ever(), "2026-11-22") == ""


@given(PERIODS, st.lists(st.tuples(DAYS, st.integers(0, 500)), max_size=40), DAYS)
def test_buckets_add_up_to_what_happened_on_the_days_of_the_period(
    period: Period, happened: list[tuple[str, int]], today: str
) -> None:
    """The buckets know of days after today too, as a till does that was told of them late."""
    counters: dict[str, int] = {"spending/2026": 7, "visits": 3}
    for day, amount in happened:
        unit = periods.bucket("spend", period, day)
        counters[unit] = counters.get(unit, 0) + amount
    last = _last_day(period, today)
    first = periods.first_day(period, today)
    assert periods.total(counters, "spend", period, today) == sum(
        amount for day, amount in happened if first <= day <= last
    )


@given(ROLLING, st.lists(st.tuples(DAYS, st.integers(0, 500)), max_size=40), DAYS)
def test_sorted_buckets_give_the_same_totals(
    period: Rolling, happened: list[tuple[str, int]], today: str
) -> None:
    counters: dict[str, int] = {"spend/2026": 7, "spend": 9}
    for day, amount in happened:
        counters[f"spend/{day}"] = counters.get(f"spend/{day}", 0) + amount
    dated = periods.Dated(counters, "spend")
    first = periods.first_day(period, today)
    assert dated.total(first, today) == periods.total(counters, "spend", period, today)
    assert list(dated.between(first, today)) == sorted(
        {day for day, _ in happened if first <= day <= today}
    )
    assert dated.latest(today) == max(
        (day for day, amount in happened if day <= today and amount), default=""
    )


def _last_day(period: Period, day: str) -> str:
    """Give the last day of a period, found by walking on from a day of it."""
    match period:
        case Ever():
            return "9999-12-31"
        case Rolling():
            return day
        case _:
            on = date.fromisoformat(day)
            while periods.label(period, (on + timedelta(days=1)).isoformat()) == periods.label(
                period, day
            ):
                on += timedelta(days=1)
            return on.isoformat()


@given(CALENDAR, DAYS)
def test_the_first_day_is_the_first_that_has_the_label(period: Calendar, day: str) -> None:
    first = periods.first_day(period, day)
    before = (date.fromisoformat(first) - timedelta(days=1)).isoformat()
    assert periods.label(period, first) == periods.label(period, day)
    assert periods.label(period, before) < periods.label(period, day)


@given(ROLLING, DAYS)
def test_a_rolling_window_never_begins_earlier_a_day_later(period: Rolling, day: str) -> None:
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    assert periods.first_day(period, day) <= periods.first_day(period, after)
    assert periods.first_day(period, day) <= day


@pytest.mark.parametrize(
    ("life", "day", "last"),
    [
        (Life(), "2026-11-22", "9999-12-31"),
        (Life(months=12, until="month"), "2020-07-06", "2021-07-31"),
        (Life(months=12), "2020-07-06", "2021-07-06"),
        (Life(months=12), "2024-02-29", "2025-02-28"),
        (Life(months=1), "2026-01-31", "2026-02-28"),
        (Life(months=1, until="month"), "2028-01-31", "2028-02-29"),
        (Life(days=14), "2026-12-25", "2027-01-08"),
        (Life(months=1, days=2), "2026-01-31", "2026-03-02"),
        (Life(until="month"), "2028-02-01", "2028-02-29"),
        (Life(until="year"), "2026-11-22", "2026-12-31"),
        (Life(months=12, until="year"), "2026-11-22", "2027-12-31"),
    ],
)
def test_how_long_something_given_lasts(life: Life, day: str, last: str) -> None:
    assert periods.lasts_until(life, day) == last


@pytest.mark.parametrize(
    ("months", "days", "first", "last"),
    [
        (None, 3, "2021-04-10", "2021-04-12"),
        (1, None, "2021-02-01", "2021-02-28"),
        (1, 2, "2021-02-01", "2021-03-02"),
        (1, 2, "2021-02-28", "2021-03-29"),
        (12, None, "2024-02-29", "2025-02-27"),
        (12, None, "2026-11-22", "2027-11-21"),
        (None, 1, "2026-11-22", "2026-11-22"),
    ],
)
def test_whole_days_run_the_first_one_counted(
    months: int | None, days: int | None, first: str, last: str
) -> None:
    assert periods.runs_until(months, days, first) == last

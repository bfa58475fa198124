"""The store's day: a bar open past midnight, the nights when clocks change, leap days."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import days

AMSTERDAM = "Europe/Amsterdam"


def at(text: str) -> int:
    """Give the microseconds of a moment in UTC."""
    return days.microseconds(datetime.fromisoformat(text).replace(tzinfo=UTC))


@given(st.integers(0, 253_402_300_799_999_999))
def test_moments_keep_every_microsecond(at_us: int) -> None:
    assert days.microseconds(days.moment(at_us)) == at_us


@given(st.integers(0, 253_402_300_799_999_999))
def test_a_stamp_is_read_back_to_the_microsecond(at_us: int) -> None:
    assert days.read(days.stamp(at_us)) == at_us


def test_a_stamp_has_six_decimals_always() -> None:
    assert days.stamp(at("2026-11-22T10:15:00")) == "2026-11-22T10:15:00.000000Z"
    assert days.stamp(at("2026-11-22T10:15:00") + 1) == "2026-11-22T10:15:00.000001Z"


def test_local_is_the_wall_clock() -> None:
    assert days.local(at("2026-07-01T10:00:00"), AMSTERDAM).hour == 12
    assert days.local(at("2026-12-01T10:00:00"), AMSTERDAM).hour == 11


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        # A bar open past midnight: until 04:00 on the wall it is still yesterday.
        ("2026-11-22T22:59:00", AMSTERDAM, "2026-11-22"),
        ("2026-11-23T02:59:59", AMSTERDAM, "2026-11-22"),
        ("2026-11-23T03:00:00", AMSTERDAM, "2026-11-23"),
        # Clocks go forward on 2026-03-29, 02:00 to 03:00: 04:00 on the wall is 02:00 UTC.
        ("2026-03-29T01:59:59", AMSTERDAM, "2026-03-28"),
        ("2026-03-29T02:00:00", AMSTERDAM, "2026-03-29"),
        # Clocks go back on 2026-10-25, 03:00 to 02:00: the hour that comes twice is one day.
        ("2026-10-25T00:30:00", AMSTERDAM, "2026-10-24"),
        ("2026-10-25T01:30:00", AMSTERDAM, "2026-10-24"),
        ("2026-10-25T02:59:59", AMSTERDAM, "2026-10-24"),
        ("2026-10-25T03:00:00", AMSTERDAM, "2026-10-25"),
        # A leap day has its night too, and a year ends late.
        ("2028-02-29T12:00:00", AMSTERDAM, "2028-02-29"),
        ("2028-03-01T02:00:00", AMSTERDAM, "2028-02-29"),
        ("2027-01-01T02:00:00", AMSTERDAM, "2026-12-31"),
        # Half-hour zones and the far side of the date line.
        ("2026-11-22T22:29:00", "Asia/Kolkata", "2026-11-22"),
        ("2026-11-22T22:30:00", "Asia/Kolkata", "2026-11-23"),
        ("2026-11-22T13:59:00", "Pacific/Kiritimati", "2026-11-22"),
        ("2026-11-22T14:00:00", "Pacific/Kiritimati", "2026-11-23"),
    ],
)
def test_the_business_date(moment: str, zone: str, day: str) -> None:
    assert days.business_date(at(moment), zone) == date.fromisoformat(day)


def test_the_day_start_is_the_shops_own() -> None:
    moment = at("2026-11-22T23:30:00")
    assert days.business_date(moment, AMSTERDAM, 0) == date(2026, 11, 23)
    assert days.business_date(moment, AMSTERDAM, 30) == date(2026, 11, 23)
    assert days.business_date(moment, AMSTERDAM, 31) == date(2026, 11, 22)


@given(st.integers(0, 4_000_000_000), st.integers(0, 1439))
def test_business_dates_never_run_backwards_by_more_than_the_clock(
    second: int, day_start: int
) -> None:
    """Over a whole day the date moves on by one, or by none or two where clocks change."""
    today = days.business_date(second * 1_000_000, AMSTERDAM, day_start)
    later = days.business_date((second + 86_400) * 1_000_000, AMSTERDAM, day_start)
    assert 0 <= (later - today).days <= 2


@pytest.mark.parametrize(
    ("moment", "zone", "day", "minute"),
    [
        ("2026-11-22T10:15:59", AMSTERDAM, "2026-11-22", 11 * 60 + 15),
        # A bar past midnight: the night's sale is yesterday's, at the minute the clock shows.
        ("2026-11-22T23:30:00", AMSTERDAM, "2026-11-22", 30),
        ("2026-11-23T02:59:59", AMSTERDAM, "2026-11-22", 3 * 60 + 59),
        ("2026-11-23T03:00:00", AMSTERDAM, "2026-11-23", 4 * 60),
        # The hour that is skipped in March is never shown: after 01:59 comes 03:00.
        ("2026-03-29T00:59:59", AMSTERDAM, "2026-03-28", 60 + 59),
        ("2026-03-29T01:00:00", AMSTERDAM, "2026-03-28", 3 * 60),
        # The hour that comes twice in October is shown twice, on the same day.
        ("2026-10-25T00:30:00", AMSTERDAM, "2026-10-24", 2 * 60 + 30),
        ("2026-10-25T01:30:00", AMSTERDAM, "2026-10-24", 2 * 60 + 30),
        ("2026-10-25T02:30:00", AMSTERDAM, "2026-10-24", 3 * 60 + 30),
        ("2026-11-22T22:30:00", "Asia/Kolkata", "2026-11-23", 4 * 60),
    ],
)
def test_the_wall_clock_of_the_shop(moment: str, zone: str, day: str, minute: int) -> None:
    assert days.wall(at(moment), zone) == (day, minute)


@given(st.integers(0, 4_000_000_000), st.integers(0, 1439))
def test_the_wall_and_the_business_date_agree(second: int, day_start: int) -> None:
    day, minute = days.wall(second * 1_000_000, AMSTERDAM, day_start)
    assert day == days.business_date(second * 1_000_000, AMSTERDAM, day_start).isoformat()
    shown = days.local(second * 1_000_000, AMSTERDAM)
    assert minute == shown.hour * 60 + shown.minute
    assert (shown.date().isoformat() == day) == (minute >= day_start)

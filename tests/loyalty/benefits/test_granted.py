"""Levels by hand: beside what was earned, through their last day, and tidied after it."""

from loyalty.benefits import granted
from loyalty.benefits.levels import next_tier, rank_on
from loyalty.benefits.tidying import stale
from loyalty.programme import Programme, Tier

DAY = "2026-11-22"
PROGRAMME = Programme(
    id="shop",
    version=1,
    from_day="2026-01-01",
    name="Shop",
    currency="EUR",
    time_zone="Europe/Amsterdam",
    tiers=(
        Tier(id="silver", name="Silver", from_amount=100, measure="visits"),
        Tier(id="gold", name="Gold", from_amount=200, measure="visits"),
    ),
)


def test_the_higher_one_of_earned_and_given_counts() -> None:
    silver = granted.unit("silver", "2026-11-01", "2026-11-30")
    assert rank_on(PROGRAMME, {silver: 1}, DAY) == 0
    assert rank_on(PROGRAMME, {silver: 1, "visits": 250}, DAY) == 1
    assert rank_on(PROGRAMME, {silver: 0}, DAY) == -1, "it was taken back"
    for day in ("2026-10-31", "2026-12-01"):
        assert rank_on(PROGRAMME, {silver: 1}, day) == -1
    ahead = next_tier(PROGRAMME, {silver: 1, "visits": 20}, DAY)
    assert ahead is not None
    assert (ahead[0].id, ahead[1]) == ("gold", 180)


def test_a_level_that_the_programme_has_no_more_is_none() -> None:
    old = granted.unit("platinum", "2026-11-01", "2026-11-30")
    assert rank_on(PROGRAMME, {old: 1}, DAY) == -1
    assert granted.given({old: 1, "level:": 1, "level:x": 1}, DAY) == {"platinum": "2026-11-30"}


def test_it_is_tidied_the_day_after() -> None:
    unit = granted.unit("gold", "2026-11-01", "2026-11-30")
    assert list(stale(PROGRAMME, {unit: 1}, "2026-11-30")) == []
    assert list(stale(PROGRAMME, {unit: 1}, "2026-12-01")) == [unit]

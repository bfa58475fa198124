"""The life table that foresees what will never be used."""

from loyalty.forecast.tallies import Left, UnitTally, breakage


def tally(given: int, used: dict[int, int], ended: dict[int, int] | None = None) -> UnitTally:
    """Give a tally of what was used and ended at which age in days."""
    made = UnitTally()
    made.give(given)
    for age, amount in used.items():
        made.use(amount, age)
    for age, amount in (ended or {}).items():
        made.end(amount, age)
    return made


def test_nothing_outstanding_is_never_lost() -> None:
    """All was used."""
    assert breakage(tally(100, {5: 100}), []) == 0


def test_what_nobody_uses_is_lost() -> None:
    """No use was ever seen."""
    left = [Left(amount=100, age_days=3, days_left=None)]
    assert breakage(tally(100, {}), left) == 100


def test_half_used_in_each_stretch() -> None:
    """Of 800: 400 in the first thirty days, 200 in the next; 200 of 60 days are past all seen."""
    made = tally(800, {10: 400, 40: 200})
    assert breakage(made, [Left(amount=200, age_days=60, days_left=None)]) == 200


def test_the_young_are_used_as_the_old_were() -> None:
    """100 of today have the first stretch before them, in which half of the others were used."""
    made = tally(1100, {10: 500}, {40: 500})
    left = [Left(amount=100, age_days=0, days_left=None)]
    # 500 of 1,050 (the young count half), in thousandths: 476 are used, 524 are lost.
    assert breakage(made, left) == 52


def test_a_last_day_ends_the_hope() -> None:
    """What ends within the first stretch has no second one."""
    made = tally(1200, {10: 600, 40: 300, 70: 200})
    soon = breakage(made, [Left(amount=100, age_days=0, days_left=5)])
    later = breakage(made, [Left(amount=100, age_days=0, days_left=75)])
    assert soon > later

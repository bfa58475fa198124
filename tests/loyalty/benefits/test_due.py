"""Benefits: milestones, staircases, entry gifts come once, and again when taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty.basket import Line
from loyalty.benefits import due as benefits
from loyalty.benefits.gifts import NOTHING
from loyalty.benefits.reaching import MOST_AT_ONCE
from loyalty.lots import NEVER
from loyalty.programme import Programme
from tests.loyalty.benefit_build import DAY, Member, ids, points
from tests.loyalty.build import programme

YEAR = {"kind": "calendar", "unit": "year"}
MUG = {
    "kind": "product",
    "id": "mug",
    "name": "Mug",
    "worth_minor": 500,
    "product": "mug",
    "life": {"days": 30},
    "after_days": 1,
}


def milestone(**parts: Any) -> Programme:
    """Give a programme with one milestone of ten points."""
    whole = {"id": "ms", "name": "Ms", "gift": {"points": 10}, **parts}
    return programme(milestones=[whole], rewards=[MUG] if "reward" in whole["gift"] else [])


def stairs(**parts: Any) -> Programme:
    """Give a programme with a staircase at 100 and 200 in a year."""
    steps = [
        {"from_amount": 100, "gift": {"points": 1}},
        {"from_amount": 200, "gift": {"points": 5}},
    ]
    return programme(staircases=[{"id": "st", "name": "St", "steps": steps, **parts}])


def ladder(period: dict[str, Any], **kept: Any) -> Programme:
    """Give levels at 100 and 200 with entry gifts of 1 and 5 points."""
    tiers = [
        {"id": "silver", "name": "Silver", "from_amount": 100, "entry": {"points": 1}},
        {"id": "gold", "name": "Gold", "from_amount": 200, "entry": {"points": 5}},
    ]
    return programme(tiers=[{**tier, "period": period} for tier in tiers], levels=kept)


def test_at_an_amount_once() -> None:
    member = Member(milestone(at=100))
    assert points(member.buy(99)) == 0
    due = member.buy(1)
    assert (points(due), ids(due)) == (10, ["milestone/ms/-/1"])
    assert due.given[0].why.code == "milestone"
    assert due.given[0].why.params == {"rule": "ms", "name": "Ms", "given": 10, "reward": ""}
    assert points(member.buy(500)) == 0


def test_every_so_much_and_a_jump_brings_several() -> None:
    member = Member(milestone(every=100))
    assert ids(member.buy(350)) == [f"milestone/ms/-/{n}" for n in (1, 2, 3)]
    assert ids(member.buy(49)) == []
    assert ids(member.buy(1)) == ["milestone/ms/-/4"]


def test_a_calendar_milestone_starts_again_each_period() -> None:
    member = Member(milestone(at=100, period={"kind": "calendar", "unit": "month"}))
    assert ids(member.buy(100, "2026-11-30")) == ["milestone/ms/2026-11/1"]
    assert ids(member.buy(99, "2026-12-01")) == []
    assert ids(member.buy(1, "2026-12-31")) == ["milestone/ms/2026-12/1"]


def test_a_rolling_milestone_comes_once_in_its_window() -> None:
    member = Member(milestone(at=100, period={"kind": "rolling", "days": 30}))
    assert ids(member.buy(100, "2026-01-01")) == ["milestone/ms/2026-01-01/1"]
    assert ids(member.buy(100, "2026-01-30")) == []
    assert ids(member.buy(1, "2026-01-31")) == ["milestone/ms/2026-01-31/1"]


def test_every_so_much_in_a_rolling_window() -> None:
    member = Member(milestone(every=100, period={"kind": "rolling", "days": 30}))
    assert len(ids(member.buy(250, "2026-01-01"))) == 2
    assert ids(member.buy(50, "2026-01-02")) == ["milestone/ms/2026-01-02/1"]
    assert ids(member.buy(99, "2026-01-31")) == []
    assert ids(member.buy(51, "2026-02-01")) == ["milestone/ms/2026-02-01/1"]


def test_a_voucher_has_the_days_of_its_reward() -> None:
    member = Member(milestone(at=100, gift={"points": 3, "reward": "mug"}))
    own, voucher = member.buy(100).given
    assert (own.unit, own.amount, own.first_day, own.last_day) == ("points", 3, "", NEVER)
    assert (voucher.unit, voucher.amount) == ("voucher:mug", 1)
    assert (voucher.first_day, voucher.last_day) == ("2026-11-23", "2026-12-23")
    assert voucher.why.params == {"rule": "ms", "name": "Ms", "given": 1, "reward": "mug"}
    assert own.benefit == voucher.benefit


def test_gifts_of_a_purchase_wait_as_long_as_its_points() -> None:
    rules = programme(
        milestones=[{"id": "ms", "name": "Ms", "gift": {"points": 1}, "at": 1}],
        points={"pending_days": 14, "months": 12},
    )
    (given,) = Member(rules).buy(100).given
    assert (given.first_day, given.last_day) == ("2026-12-06", "2027-11-22")


def test_within_one_sale_every_sale_again_and_away_from_home_too() -> None:
    member = Member(milestone(within="sale", every=100, categories=["food"]), home=False)
    food = Line(amount_minor=250, category="food")
    due = member.buy(100, DAY, food)
    assert (points(due), ids(due), due.follows) == (20, [""], ())
    assert points(member.buy(0, DAY, food)) == 20
    assert points(member.buy(900)) == 0


def test_a_gift_at_a_threshold_of_the_basket_keeps_its_terms() -> None:
    member = Member(milestone(within="sale", at=100, weekdays=["mon"]))
    assert points(member.buy(100)) == 0
    assert points(member.buy(100, "2026-11-23")) == 10


def test_stairs_bring_each_step_once_a_period() -> None:
    member = Member(stairs())
    assert ids(member.buy(250, "2026-03-01")) == ["stairs/st/2026/100", "stairs/st/2026/200"]
    assert ids(member.buy(250, "2026-03-02")) == []
    assert ids(member.buy(150, "2027-03-02")) == ["stairs/st/2027/100"]


def test_rolling_stairs_know_their_steps_apart() -> None:
    member = Member(stairs(period={"kind": "rolling", "days": 30}))
    assert ids(member.buy(100, "2026-03-01")) == ["stairs/st/2026-03-01/100"]
    assert ids(member.buy(100, "2026-03-05")) == ["stairs/st/2026-03-05/200"]
    assert ids(member.buy(200, "2026-04-01")) == ["stairs/st/2026-04-01/100"]


@pytest.mark.parametrize(("entry", "expected"), [("each", 6), ("highest", 5)])
def test_a_jump_over_levels(entry: str, expected: int) -> None:
    assert points(Member(ladder(YEAR, entry=entry)).buy(250)) == expected


def test_a_level_that_is_kept_over_a_reset_is_not_reached_again() -> None:
    member = Member(ladder(YEAR, keep_next_period=True))
    assert ids(member.buy(250, "2026-06-01")) == ["entry/silver/2026", "entry/gold/2026"]
    assert ids(member.buy(250, "2027-06-01")) == []
    assert ids(member.buy(250, "2029-06-01")) == ["entry/silver/2029", "entry/gold/2029"]


def test_a_level_that_is_reached_again_in_its_grace_brings_nothing() -> None:
    member = Member(ladder(YEAR, grace_days=30))
    member.buy(250, "2026-06-01")
    assert ids(member.buy(250, "2027-01-30")) == []
    other = Member(ladder(YEAR, grace_days=30))
    other.buy(250, "2026-06-01")
    assert points(other.buy(250, "2027-01-31")) == 6


def test_a_rolling_level_that_was_lost_brings_its_gift_again() -> None:
    member = Member(ladder({"kind": "rolling", "days": 30}))
    assert points(member.buy(100, "2026-01-01")) == 1
    assert points(member.buy(99, "2026-01-31")) == 0
    assert points(member.buy(1, "2026-02-01")) == 1


def test_around_a_rolling_threshold_nobody_gets_a_gift_a_week() -> None:
    member = Member(ladder({"kind": "rolling", "days": 30}))
    member.buy(60, "2026-01-01")
    assert points(member.buy(40, "2026-01-20")) == 1
    assert points(member.buy(60, "2026-02-04")) == 0


def test_who_had_a_level_before_it_had_a_gift_gets_none() -> None:
    member = Member(programme())
    member.buy(150)
    member.rules = ladder({"kind": "ever"})
    assert ids(member.buy(1)) == []
    assert ids(member.buy(50)) == ["entry/gold/-"]


def test_the_lowest_level_may_have_a_gift_too() -> None:
    tier = {"id": "bronze", "name": "Bronze", "from_amount": 0, "entry": {"points": 2}}
    member = Member(programme(tiers=[tier]))
    assert points(member.buy(1)) == 2
    assert points(member.buy(1)) == 0


def test_the_highest_gift_alone_stays_alone() -> None:
    member = Member(ladder(YEAR, entry="highest", downgrade="one_step"))
    assert ids(member.buy(250, "2026-06-01")) == ["entry/gold/2026"]
    assert ids(member.buy(1, "2026-06-02")) == []
    assert ids(member.buy(1, "2027-06-02")) == []


def test_two_halves_on_two_tills_reach_a_level_at_home() -> None:
    member = Member(ladder({"kind": "ever"}), home=False)
    member.buy(60)
    member.buy(60)
    member.back()
    assert [draft.kind for draft in member.run_day(DAY)] == ["benefit"]
    assert member.standing.amount() == 1


def test_a_level_held_for_years_brings_its_gift_once() -> None:
    member = Member(ladder({"kind": "rolling", "days": 30}))
    got = []
    for week in range(20):
        day = (date(2026, 1, 1) + timedelta(days=week * 7)).isoformat()
        got.append(points(member.buy(26, day)))
        member.run_day(day)
    assert got == [0, 0, 0, 1, *[0] * 16]


def test_a_sale_counts_for_the_level_after_it() -> None:
    member = Member(ladder({"kind": "ever"}))
    assert ids(member.buy(199)) == ["entry/silver/-"]
    assert ids(member.buy(1)) == ["entry/gold/-"]


def test_away_from_home_it_follows_and_comes_from_the_counters() -> None:
    member = Member(milestone(at=100), home=False)
    due = member.buy(150)
    assert due.given == ()
    assert member.issued() == []
    assert [each.code for each in due.follows] == ["milestone"]
    member.back()
    assert ids(member.buy(1)) == ["milestone/ms/-/1"]
    assert ids(member.buy(1)) == []


def test_the_last_day_of_a_period_is_caught_up() -> None:
    member = Member(milestone(at=100, period=YEAR), home=False)
    member.buy(100, "2026-12-31")
    member.back()
    assert ids(member.buy(1, "2027-01-30")) == ["milestone/ms/2026/1"]
    late = Member(milestone(at=100, period=YEAR), home=False)
    late.buy(100, "2026-12-31")
    late.back()
    assert ids(late.buy(1, "2027-01-31")) == []


def test_a_level_that_no_till_saw_reached_is_seen_at_home() -> None:
    member = Member(ladder({"kind": "ever"}))
    member.buy(1)
    member.away()
    assert [each.code for each in member.buy(120).follows] == ["tier_entry"]
    member.back()
    assert ids(member.buy(1)) == ["entry/silver/-"]


@pytest.mark.parametrize(
    ("rules", "at_first", "later"),
    [
        (milestone(every=100), [], ["milestone/ms/-/1"]),
        (milestone(at=100), [], []),
        (milestone(at=300), [], ["milestone/ms/-/1"]),
        (milestone(every=100, at=None, period=YEAR), [], ["milestone/ms/2026/1"]),
        (stairs(), [], []),
    ],
)
def test_a_rule_that_comes_later_starts_where_it_finds_a_member(
    rules: Programme, at_first: list[str], later: list[str]
) -> None:
    """A new version of a programme never brings gifts for what was bought under the old one."""
    member = Member(programme(milestones=[], tiers=[
        {"id": "gold", "name": "Gold", "from_amount": 1, "period": YEAR}
    ]))  # fmt: skip
    member.buy(250)
    member.rules = rules
    assert ids(member.buy(1)) == at_first
    assert {draft.kind for draft in member.run_day(DAY)} <= {"tidied"}
    assert ids(member.buy(99)) == later
    assert ids(member.buy(1)) == []
    day_after = Member(programme())
    day_after.buy(250)
    day_after.rules = milestone(every=100)
    assert [draft.whys for draft in day_after.run_day(DAY)] == [()]
    assert ids(day_after.buy(50)) == ["milestone/ms/-/1"]


def test_a_rule_that_comes_later_and_is_reached_away_waits_for_home() -> None:
    member = Member(programme())
    member.buy(250)
    member.rules = milestone(every=100)
    member.away()
    due = member.buy(50)
    assert [each.code for each in due.follows] == ["milestone"]
    assert "seen:ms" not in member.counters


@pytest.mark.parametrize(
    "rules", [milestone(at=100), stairs(), ladder({"kind": "ever"}), ladder(YEAR)]
)
def test_after_a_refund_it_comes_again_and_never_twice(rules: Programme) -> None:
    member = Member(rules)
    first = points(member.buy(250))
    assert first > 0
    member.undo()
    assert (member.counters, member.issued()) == ({}, [])
    assert points(member.buy(250)) == first
    kept = member.last
    assert points(member.buy(250)) == 0
    member.undo()
    assert points(member.buy(250)) == 0
    member.undo(kept)
    assert points(member.buy(1)) == first


def test_what_stands_counts_against_what_is_due() -> None:
    """The gift of a small later sale stands while the first one came back."""
    member = Member(milestone(every=100))
    member.buy(250)
    early = member.last
    assert ids(member.buy(50)) == ["milestone/ms/-/3"]
    member.undo(early)
    assert member.issued() == ["milestone/ms/-", "milestone/ms/-/3"]
    assert ids(member.buy(50)) == []
    assert ids(member.buy(100)) == ["milestone/ms/-/1"]


def test_nobody_waits_for_a_milestone_that_brings_thousands() -> None:
    member = Member(milestone(every=1))
    assert len(ids(member.buy(1000))) == MOST_AT_ONCE
    assert ids(member.buy(1))[0] == "milestone/ms/-/101"


def test_a_blocked_member_gets_nothing() -> None:
    assert Member(milestone(at=1), blocked=True).buy(100) == NOTHING


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [
            milestone(at=100),
            milestone(every=70),
            milestone(every=70, period={"kind": "calendar", "unit": "week"}),
            milestone(every=70, period={"kind": "rolling", "days": 9}),
            milestone(at=100, period={"kind": "rolling", "days": 9}),
            stairs(period={"kind": "calendar", "unit": "month"}),
            ladder({"kind": "rolling", "days": 9}, grace_days=2),
            ladder({"kind": "calendar", "unit": "week"}, keep_next_period=True),
        ]
    ),
    st.lists(
        st.tuples(st.integers(0, 150), st.integers(0, 9), st.booleans(), st.booleans()),
        min_size=1,
        max_size=12,
    ),
)
def test_nothing_that_stands_is_ever_given_again(
    rules: Programme, sales: list[tuple[int, int, bool, bool]]
) -> None:
    """Whatever is bought and taken back, no id stands twice, and asking again is idle."""
    member, number = Member(rules), 1
    for amount, pause, is_undone, runs_day in sales:
        number += pause
        day = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
        member.buy(amount, day)
        if is_undone:
            member.undo()
        again = benefits.due(member.scene(day), member.standing)
        if not is_undone:
            assert again.given == ()
        if runs_day:
            member.run_day(day)
            assert member.run_day(day) == ()
        marks = {unit: n for unit, n in member.counters.items() if unit.startswith("issued:")}
        for each in member.issued():
            assert marks[f"issued:{each}"] == 1 or each.count("/") == 2, each
        assert all(n >= 0 for n in marks.values()), marks

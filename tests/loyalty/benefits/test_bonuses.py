"""Bonuses: joining, birthdays, anniversaries, friends and activities, each once."""

from typing import Any

import pytest

from loyalty.errors import Refusal
from loyalty.programme import Programme
from tests.loyalty.benefit_build import DAY, FRIEND, Member, ids, points
from tests.loyalty.build import programme


def bonus(kind: str, **parts: Any) -> Programme:
    """Give a programme with one bonus of 50 points."""
    whole = {"kind": kind, "id": "b", "name": "Bonus", "gift": {"points": 50}, **parts}
    return programme(bonuses=[whole])


def test_welcome_once() -> None:
    member = Member(bonus("welcome"))
    assert ids(member.enrol()) == ["welcome/b/m1"]
    assert ids(member.enrol()) == []


def test_a_welcome_away_from_home_follows_with_the_next_day() -> None:
    member = Member(bonus("welcome"), home=False)
    due = member.enrol()
    assert (due.given, [each.code for each in due.follows]) == ((), ["welcome"])
    member.back()
    assert ids(member.buy(100)) == ["welcome/b/m1"]
    assert ids(member.buy(100)) == []
    other = Member(bonus("welcome"), home=False)
    other.enrol()
    other.back()
    assert [draft.kind for draft in other.run_day("2026-11-23")] == ["benefit"]
    assert other.standing.amount() == 50


def test_the_life_of_a_bonus_is_its_own() -> None:
    member = Member(bonus("welcome", life={"days": 10}, pending_days=2))
    (given,) = member.enrol().given
    assert (given.first_day, given.last_day) == ("2026-11-24", "2026-12-02")


@pytest.mark.parametrize("act", ["enrol", "does"])
def test_a_blocked_member_is_refused(act: str) -> None:
    rules = bonus("activity", activity="review")
    member = Member(rules, blocked=True)
    with pytest.raises(Refusal) as caught:
        member.enrol() if act == "enrol" else member.does("review")
    assert caught.value.code == "member_blocked"


def test_an_unknown_activity_names_the_known_ones() -> None:
    with pytest.raises(Refusal, match="review") as caught:
        Member(bonus("activity", activity="review")).does("revue")
    assert caught.value.details["known"] == ["review"]
    assert caught.value.code == "activity_unknown"


@pytest.mark.parametrize(
    ("once", "other_day", "again"),
    [
        ("ever", "2030-01-01", False),
        ("day", "2026-11-23", True),
        ("week", "2026-11-23", True),
        ("month", "2026-11-30", False),
        ("quarter", "2027-01-01", True),
        ("year", "2026-12-31", False),
        ("always", "2026-11-22", True),
    ],
)
def test_an_activity_once_a_period(once: str, other_day: str, again: bool) -> None:  # noqa: FBT001
    member = Member(bonus("activity", activity="review", once=once))
    assert points(member.does("review")) == 50
    assert points(member.does("review")) == (50 if once == "always" else 0)
    assert points(member.does("review", other_day)) == (50 if again else 0)


def test_an_activity_away_from_home_is_kept_until_home_gives_it() -> None:
    member = Member(bonus("activity", activity="review", once="day"), home=False)
    assert points(member.does("review")) == 0
    assert points(member.does("review")) == 0
    member.back()
    member.run_day("2026-11-23")
    assert member.standing.amount() == 50
    member.run_day("2026-11-24")
    assert member.standing.amount() == 50
    always = Member(bonus("activity", activity="review", once="always"), home=False)
    assert points(always.does("review")) == 50


@pytest.mark.parametrize(
    ("day", "due"),
    [
        ("2026-11-19", 0),
        ("2026-11-20", 50),
        ("2026-11-22", 50),
        ("2026-12-22", 50),
        ("2026-12-23", 0),
    ],
)
def test_a_birthday_begins_days_before_and_is_caught_up(day: str, due: int) -> None:
    rules = bonus("birthday", days_before=2)
    member = Member(rules, birthday="11-22", joined_day="2025-01-01")
    assert points(member.buy(100, day)) == due
    assert points(member.buy(100, day)) == 0


def test_a_birthday_comes_every_year_and_around_new_year() -> None:
    member = Member(bonus("birthday", days_before=7), birthday="01-03")
    assert ids(member.buy(100, "2026-12-27")) == ["birthday/b/m1/2027"]
    assert ids(member.buy(100, "2027-01-05")) == []
    assert ids(member.buy(100, "2027-12-27")) == ["birthday/b/m1/2028"]
    late = Member(bonus("birthday"), birthday="12-31")
    assert ids(late.buy(100, "2027-01-02")) == ["birthday/b/m1/2026"]


@pytest.mark.parametrize(
    ("day", "due"),
    [("2027-02-27", 0), ("2027-02-28", 50), ("2028-02-28", 0), ("2028-02-29", 50)],
)
def test_who_was_born_on_a_leap_day(day: str, due: int) -> None:
    assert points(Member(bonus("birthday"), birthday="02-29").buy(100, day)) == due


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"joined_day": "2026-10-23"}, 50),
        ({"joined_day": "2026-10-24"}, 0),
        ({}, 0),
        ({"joined_day": "2026-01-01", "birthday_told_day": "2026-11-22"}, 50),
        ({"joined_day": "2026-01-01", "birthday_told_day": "2026-11-23"}, 0),
    ],
)
def test_a_birthday_is_not_for_who_came_or_told_it_too_late(
    facts: dict[str, Any], due: int
) -> None:
    member = Member(bonus("birthday", member_days=30), birthday="11-22", **facts)
    assert points(member.buy(100, "2026-11-24")) == due


def test_members_of_a_household_each_have_their_birthday() -> None:
    rules = bonus("birthday")
    member = Member(rules, birthday="11-22")
    assert points(member.buy(100)) == 50
    other = Member(rules, birthday="11-22")
    other.standing = member.standing
    other.facts = type(other.facts)(member="m2", birthday="11-22")
    assert ids(other.buy(100)) == ["birthday/b/m2/2026"]


@pytest.mark.parametrize(
    ("years", "day", "expected"),
    [
        ([], "2025-11-22", []),
        ([], "2026-11-21", []),
        ([], "2026-11-22", ["anniversary/b/m1/1"]),
        ([], "2026-12-22", ["anniversary/b/m1/1"]),
        ([], "2026-12-23", []),
        ([5, 10], "2026-11-22", []),
        ([5, 10], "2030-11-23", ["anniversary/b/m1/5"]),
    ],
)
def test_an_anniversary(years: list[int], day: str, expected: list[str]) -> None:
    member = Member(bonus("anniversary", years=years), joined_day="2025-11-22")
    assert ids(member.buy(100, day)) == expected
    assert ids(member.buy(100, day)) == []


def test_who_joined_on_a_leap_day_or_at_the_end_of_the_year() -> None:
    leap = Member(bonus("anniversary"), joined_day="2024-02-29")
    assert ids(leap.buy(100, "2025-02-28")) == ["anniversary/b/m1/1"]
    late = Member(bonus("anniversary"), joined_day="2024-12-31")
    assert ids(late.buy(100, "2026-01-04")) == ["anniversary/b/m1/1"]


def referral(**parts: Any) -> Programme:
    """Give a programme in which a friend brings both sides something from 5.00."""
    return bonus("referral", referrer={"points": 70}, minimum_minor=500, **parts)


def test_both_sides_get_theirs_after_the_first_sale_that_is_enough() -> None:
    member = Member(referral(), referred_by=FRIEND)
    assert ids(member.buy(499)) == []
    own, other = member.buy(500).given
    assert (own.account, own.amount, own.why.code) == ("", 50, "referral_friend")
    assert (other.account, other.amount, other.why.code) == (FRIEND, 70, "referral")
    assert own.benefit == f"referral/b/{member.standing.account}"
    assert ids(member.buy(900)) == []
    assert member.standing.amount() == 50


def test_nobody_brings_themselves() -> None:
    member = Member(referral())
    member.facts = type(member.facts)(member="m1", referred_by=member.standing.account)
    assert ids(member.buy(900)) == []


def test_a_refund_of_the_first_sale_takes_the_thanks_along() -> None:
    member = Member(referral(), referred_by=FRIEND)
    assert len(member.buy(500).given) == 2
    member.undo()
    assert ids(member.buy(100)) == []
    assert len(member.buy(500).given) == 2


def test_so_many_friends_at_most() -> None:
    member = Member(referral(most=2), referred_by=FRIEND)
    member.referrer = {"brought:b": 2}
    assert [each.account for each in member.buy(500).given] == [""]
    other = Member(referral(most=2), referred_by=FRIEND)
    other.referrer = {"brought:b": 1}
    due = other.buy(500)
    assert [each.account for each in due.given] == ["", FRIEND]
    assert next(each for each in due.counted if each.unit == "brought:b").account == FRIEND


def test_where_the_other_side_is_not_known_it_gets_its_part_later() -> None:
    member = Member(referral(most=2), referred_by=FRIEND)
    assert [each.account for each in member.buy(500).given] == [""]
    member.referrer = {}
    assert [each.account for each in member.buy(1).given] == [FRIEND]


def test_a_referral_follows_where_home_is_elsewhere() -> None:
    member = Member(referral(), home=False, referred_by=FRIEND)
    assert [each.code for each in member.buy(500).follows] == ["referral_friend"]
    member.back()
    assert len(member.buy(1, DAY).given) == 2

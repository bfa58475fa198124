"""When a rule holds: every condition at its edges, and which reason is said first."""

from typing import Any

import msgspec
import pytest

from loyalty.earning.conditions import holds, is_running, missing, weekday, within
from loyalty.programme.terms import Hours, Rule
from loyalty.scene import Facts
from tests.loyalty.earn_build import at_till, rules

TIERS = [
    {"id": "silver", "name": "Silver", "from_amount": 100},
    {"id": "gold", "name": "Gold", "from_amount": 200},
]


def why_not(
    rule: dict[str, Any],
    *,
    tier: str = "",
    codes: tuple[str, ...] = (),
    counters: dict[str, int] | None = None,
    **scene: Any,
) -> str:
    """Give the condition of a rule `x` that is not met."""
    programme = rules(tiers=TIERS)
    return missing(
        msgspec.convert(rule, Rule),
        at_till(programme, counters, **scene),
        rule_id="x",
        tier=programme.tier(tier),
        codes=codes,
    )


def test_a_rule_without_conditions_holds_for_everybody_always() -> None:
    assert why_not({}) == ""
    assert holds(Rule(), at_till(rules()), rule_id="x", tier=None)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-10-31", "reward_not_yet"),
        ("2026-11-01", ""),
        ("2026-11-30", ""),
        ("2026-12-01", "reward_over"),
    ],
)
def test_the_first_and_the_last_day_count(day: str, reason: str) -> None:
    assert why_not({"valid_from": "2026-11-01", "valid_until": "2026-11-30"}, day=day) == reason


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-11-16", "mon"),
        ("2026-11-17", "tue"),
        ("2026-11-18", "wed"),
        ("2026-11-19", "thu"),
        ("2026-11-20", "fri"),
        ("2026-11-21", "sat"),
        ("2026-11-22", "sun"),
        ("2028-02-29", "tue"),
    ],
)
def test_weekdays_are_those_of_the_business_date(day: str, name: str) -> None:
    assert weekday(day) == name
    assert why_not({"weekdays": [name]}, day=day) == ""
    others = [each for each in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if each != name]
    assert why_not({"weekdays": others}, day=day) == "wrong_weekday"


@pytest.mark.parametrize(
    ("start", "until", "inside", "outside"),
    [
        ("16:00", "18:00", [960, 1079], [959, 1080, 0]),
        ("22:00", "02:00", [1320, 1439, 0, 119], [120, 1319, 720]),
        ("00:00", "00:01", [0], [1, 1439]),
        ("23:59", "00:00", [1439], [0, 1438]),
        ("06:00", "06:00", [0, 359, 360, 1439], []),
    ],
)
def test_hours_begin_at_their_first_minute_and_end_before_their_last(
    start: str, until: str, inside: list[int], outside: list[int]
) -> None:
    hours = Hours(start=start, until=until)
    assert [minute for minute in inside + outside if within(hours, minute)] == inside


def test_one_of_several_parts_of_the_day_is_enough_and_an_unknown_hour_is_none() -> None:
    rule = {"hours": [{"from": "08:00", "until": "09:00"}, {"from": "20:00", "until": "21:00"}]}
    assert why_not(rule, minute=510) == ""
    assert why_not(rule, minute=1200) == ""
    assert why_not(rule, minute=720) == "wrong_hour"
    assert why_not(rule) == "wrong_hour"


def test_a_happy_hour_past_midnight_belongs_to_the_evening_before() -> None:
    # At one at night on Saturday the bar still sells on Friday's business date.
    rule = {"weekdays": ["fri"], "hours": [{"from": "22:00", "until": "02:00"}]}
    assert why_not(rule, day="2026-11-20", minute=60) == ""
    assert why_not(rule, day="2026-11-21", minute=60) == "wrong_weekday"


def test_levels_are_named_exactly() -> None:
    rule = {"tiers": ["silver"]}
    assert why_not(rule, tier="silver") == ""
    assert why_not(rule, tier="gold") == "wrong_level"
    assert why_not(rule) == "wrong_level"


def test_one_segment_of_several_is_enough() -> None:
    rule = {"segments": ["students", "staff"]}
    assert why_not(rule, facts=Facts(segments=frozenset({"staff", "trade"}))) == ""
    assert why_not(rule, facts=Facts(segments=frozenset({"trade"}))) == "wrong_segment"
    assert why_not(rule) == "wrong_segment"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-10-31", "wrong_membership"),
        ("2026-11-01", ""),
        ("2027-10-31", ""),
        ("2027-11-01", "wrong_membership"),
    ],
)
def test_a_membership_runs_through_its_last_day(day: str, reason: str) -> None:
    bought = {"pass:club/2026-11-01~2027-10-31": 1}
    assert why_not({"memberships": ["gym", "club"]}, counters=bought, day=day) == reason


def test_a_membership_that_was_given_back_does_not_run() -> None:
    given_back = {"pass:club/2026-11-01~2027-10-31": 0, "pass:clubs/2026-11-01~2027-10-31": 1}
    assert not is_running(at_till(rules(), given_back), "club")
    assert is_running(at_till(rules(), given_back), "clubs")


def test_a_personal_rule_is_for_whom_it_was_given_to() -> None:
    assert why_not({"personal": True}, facts=Facts(personal=frozenset({"x"}))) == ""
    assert why_not({"personal": True}, facts=Facts(personal=frozenset({"y"}))) == "not_personal"


def test_capitals_and_spaces_of_a_code_do_not_matter() -> None:
    assert why_not({"code": "Straße 5"}, codes=("other", " STRASSE5 ")) == ""
    assert why_not({"code": "Straße 5"}, codes=("strasse 55",)) == "code_needed"
    assert why_not({"code": "Straße 5"}) == "code_needed"


def test_the_reason_that_is_said_is_the_first_in_order() -> None:
    rule = {
        "valid_until": "2026-11-30",
        "weekdays": ["mon"],
        "hours": [{"from": "08:00", "until": "09:00"}],
        "tiers": ["gold"],
        "segments": ["staff"],
        "memberships": ["club"],
        "personal": True,
        "code": "x",
    }
    met: dict[str, Any] = {"day": "2026-12-07"}
    said = []
    for more in (
        {"day": "2026-11-24"},
        {"day": "2026-11-23"},
        {"minute": 500},
        {"tier": "gold"},
        {"facts": Facts(segments=frozenset({"staff"}))},
        {"counters": {"pass:club/2026-11-01~2027-10-31": 1}},
        {"facts": Facts(segments=frozenset({"staff"}), personal=frozenset({"x"}))},
        {"codes": ("X",)},
    ):
        said.append(why_not(rule, **met))
        met |= more
    assert said == [
        "reward_over",
        "wrong_weekday",
        "wrong_hour",
        "wrong_level",
        "wrong_segment",
        "wrong_membership",
        "not_personal",
        "code_needed",
    ]
    assert why_not(rule, **met) == ""

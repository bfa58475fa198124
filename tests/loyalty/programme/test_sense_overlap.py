"""Exclusive rules of one priority: refused where both could hold for one line of one sale."""

from typing import Any

import pytest

from tests.loyalty.documents import per_euro, problems, programme, tier

AROUND = {
    "tiers": [tier("silver", 0), tier("gold", 5)],
    "segments": ["students", "staff"],
}


def hours(*pairs: tuple[str, str]) -> dict[str, Any]:
    """Give parts of the day."""
    return {"hours": [{"from": start, "until": until} for start, until in pairs]}


def days(first: str, last: str, *weekdays: str) -> dict[str, Any]:
    """Give a range of days, and weekdays."""
    return {"valid_from": first, "valid_until": last, "weekdays": list(weekdays)}


MEET = [
    ({}, {}),
    ({"weekdays": ["tue", "wed"]}, {"weekdays": ["wed", "thu"]}),
    ({"weekdays": ["tue"]}, {}),
    (hours(("17:00", "18:00")), hours(("17:59", "19:00"))),
    (hours(("22:00", "02:00")), hours(("01:00", "03:00"))),
    (hours(("22:00", "02:00")), hours(("23:00", "01:00"))),
    (days("2026-11-01", "2026-11-10"), days("2026-11-10", "2026-11-20")),
    (days("2026-11-01", "2026-11-10"), {"valid_from": "2026-11-10"}),
    # Tuesday the 24th is the only day in both ranges.
    (days("2026-11-01", "2026-11-24", "tue"), days("2026-11-24", "2026-12-24", "tue", "wed")),
    ({"tiers": ["silver", "gold"]}, {"tiers": ["gold"]}),
    # A member may be in two groups and say two codes.
    ({"segments": ["students"]}, {"segments": ["staff"]}),
    ({"code": "SPRING"}, {"code": "AUTUMN"}),
    ({"personal": True}, {}),
    ({"categories": ["tea", "cake"]}, {"categories": ["cake"]}),
    # Nothing here says what category the product has.
    ({"categories": ["drinks"]}, {"products": ["espresso"]}),
    ({"products": ["espresso"]}, {"products": ["espresso", "tea"]}),
    ({"except_categories": ["gifts"]}, {"categories": ["drinks"]}),
    ({"except_categories": ["gifts"]}, {"except_products": ["tea"]}),
    ({"categories": ["tea"]}, {"products": ["x"], "except_categories": ["cake"]}),
]

NEVER_MEET = [
    ({"weekdays": ["tue"]}, {"weekdays": ["wed"]}),
    (hours(("17:00", "18:00")), hours(("18:00", "19:00"))),
    (hours(("22:00", "02:00")), hours(("02:00", "22:00"))),
    (days("2026-11-01", "2026-11-10"), days("2026-11-11", "2026-11-20")),
    ({"valid_until": "2026-11-10"}, {"valid_from": "2026-11-11"}),
    # Both run from Monday the 23rd through Wednesday the 25th, which is no Friday.
    (days("2026-11-01", "2026-11-25", "fri"), days("2026-11-23", "2026-12-24", "fri")),
    ({"tiers": ["silver"]}, {"tiers": ["gold"]}),
    ({"categories": ["tea"]}, {"categories": ["cake"]}),
    ({"products": ["tea"]}, {"products": ["cake"]}),
    ({"categories": ["tea"]}, {"except_categories": ["tea"]}),
    ({"products": ["x"]}, {"except_products": ["x"]}),
    ({"categories": ["tea"]}, {"products": ["x"], "except_categories": ["tea"]}),
]


def both(
    group: str, one: dict[str, Any], other: dict[str, Any], **second: Any
) -> dict[str, list[dict[str, Any]]]:
    """Give two exclusive rules of one priority with these terms."""
    rule = per_euro() if group == "earn" else {"percent": 50}
    head = rule | {"exclusive": True}
    return {group: [head | {"id": "a"} | one, head | {"id": "b"} | other | second]}


@pytest.mark.parametrize("group", ["earn", "multipliers"])
@pytest.mark.parametrize(("one", "other"), MEET)
def test_rules_that_can_meet_are_named(
    group: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    for pair in ((one, other), (other, one)):
        found = problems(**AROUND, **both(group, *pair))
        path = f"{group}[1].priority"
        assert list(found) == [path]
        assert found[path][0] == "0"
        assert f"another priority than {group}[0]" in found[path][1]


@pytest.mark.parametrize("group", ["earn", "multipliers"])
@pytest.mark.parametrize(("one", "other"), NEVER_MEET)
def test_rules_that_never_meet_are_taken(
    group: str, one: dict[str, Any], other: dict[str, Any]
) -> None:
    programme(**AROUND, **both(group, one, other))
    programme(**AROUND, **both(group, other, one))


def test_a_priority_settles_it_and_so_does_sharing() -> None:
    programme(**both("earn", {}, {}, priority=1))
    programme(**both("multipliers", {}, {}, exclusive=False))
    earn = both("earn", {}, {})["earn"][:1]
    multipliers = both("multipliers", {}, {}, id="c")["multipliers"][1:]
    programme(earn=earn, multipliers=multipliers)


def test_each_rule_is_named_once() -> None:
    three = [per_euro(id=each, exclusive=True) for each in "abc"]
    assert list(problems(earn=three)) == ["earn[1].priority", "earn[2].priority"]


def test_a_day_that_is_none_is_said_and_no_more() -> None:
    wrong = {"valid_from": "2026-02-30", "valid_until": "2026-03-01"}
    found = problems(**both("earn", wrong, wrong))
    assert "earn[0].valid_from" in found
    assert "earn[1].valid_from" in found

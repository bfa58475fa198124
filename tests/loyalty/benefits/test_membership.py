"""Paid memberships: the days they run, renewals, gifts, and what goes back of the unused days."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import MEMBERSHIP, Basket, Line
from loyalty.benefits import membership
from loyalty.earning.conditions import is_running
from loyalty.errors import Refusal
from loyalty.programme import Programme
from loyalty.scene import Scene
from loyalty.standing import Standing
from tests.loyalty.build import programme

DAY = "2026-11-22"


def club(**parts: Any) -> Programme:
    """Give a programme with a membership of a year for 50.00."""
    whole = {"id": "club", "name": "Club", "fee_minor": 5000, "months": 12, **parts}
    return programme(memberships=[whole])


def sell(
    rules: Programme, day: str = DAY, *runs: str, product: str = "club", quantity: int = 1
) -> dict[str, int]:
    """Sell a membership to who has runs, and give the counters that move."""
    standing = Standing(account="a", counters=dict.fromkeys(runs, 1))
    line = Line(amount_minor=5000, kind=MEMBERSHIP, product=product, quantity=quantity)
    scene = Scene(programme=rules, standing=standing, day=day)
    _, counted = membership.sold(scene, Basket(lines=(Line(amount_minor=100), line)))
    assert all(each.weights == ((1, 1),) for each in counted)
    return {each.unit: each.delta for each in counted}


def test_it_runs_whole_days_from_the_day_it_is_sold() -> None:
    assert sell(club()) == {"pass:club/2026-11-22~2027-11-21": 1}
    assert sell(club(months=None, days=3), "2021-04-10") == {"pass:club/2021-04-10~2021-04-12": 1}


def test_a_renewal_begins_the_day_after_the_last_run_ends() -> None:
    running = "pass:club/2025-12-01~2026-11-30"
    assert sell(club(), DAY, running) == {"pass:club/2026-12-01~2027-11-30": 1}
    later = "pass:club/2026-12-01~2026-12-10"
    assert sell(club(), DAY, later, running) == {"pass:club/2026-12-11~2027-12-10": 1}


def test_one_that_is_over_or_given_back_is_no_renewal() -> None:
    assert sell(club(), DAY, "pass:club/2025-11-22~2026-11-21") == {
        "pass:club/2026-11-22~2027-11-21": 1
    }
    standing = Standing(account="a", counters={"pass:club/2026-01-01~2026-12-31": 0})
    line = Line(amount_minor=5000, kind=MEMBERSHIP, product="club")
    scene = Scene(programme=club(), standing=standing, day=DAY)
    _, (run,) = membership.sold(scene, Basket(lines=(line,)))
    assert run.unit == "pass:club/2026-11-22~2027-11-21"


def test_another_membership_does_not_matter() -> None:
    assert sell(club(), DAY, "pass:clubs/2026-01-01~2027-01-01") == {
        "pass:club/2026-11-22~2027-11-21": 1
    }


def test_it_can_be_renewed_so_many_days_before() -> None:
    running = "pass:club/2025-12-22~2026-12-21"
    assert sell(club(renew_days_before=30), "2026-11-21", running)
    with pytest.raises(Refusal, match="2026-11-21") as caught:
        sell(club(renew_days_before=30), "2026-11-20", running)
    assert (caught.value.code, caught.value.details["day"]) == (
        "membership_too_early",
        "2026-11-21",
    )


def test_two_in_one_sale_run_one_after_the_other() -> None:
    rules = club(months=1, renew_days_before=31)
    assert list(sell(rules, "2026-11-01", quantity=2)) == [
        "pass:club/2026-11-01~2026-11-30",
        "pass:club/2026-12-01~2026-12-31",
    ]


def test_an_unknown_one_names_the_known() -> None:
    with pytest.raises(Refusal, match="club") as caught:
        sell(club(), product="clubb")
    assert caught.value.code == "membership_unknown"


def test_the_gift_begins_when_the_membership_does() -> None:
    rules = club(gift={"points": 100})
    line = Line(amount_minor=5000, kind=MEMBERSHIP, product="club")
    running = {"pass:club/2025-12-01~2026-11-30": 1}
    standing = Standing(account="a", counters=running)
    scene = Scene(programme=rules, standing=standing, day=DAY)
    (given_later,), _ = membership.sold(scene, Basket(lines=(line,)))
    assert (given_later.amount, given_later.first_day) == (100, "2026-12-01")
    assert given_later.why.params["membership"] == "club"
    fresh = Scene(programme=rules, standing=Standing(account="a"), day=DAY)
    (given_now,), _ = membership.sold(fresh, Basket(lines=(line,)))
    assert (given_now.first_day, given_now.weights) == ("", ((0, 1),))


def test_a_sold_run_is_what_conditions_ask_for() -> None:
    moved = sell(club())
    for day, expected in (
        ("2026-11-21", False),
        (DAY, True),
        ("2027-11-21", True),
        ("2027-11-22", False),
    ):
        scene = Scene(programme=club(), standing=Standing(account="a", counters=moved), day=day)
        assert is_running(scene, "club") is expected


def test_it_says_through_which_day_it_runs() -> None:
    line = Line(amount_minor=5000, kind=MEMBERSHIP, product="club")
    scene = Scene(programme=club(), standing=Standing(account="a"), day=DAY)
    _, counted = membership.sold(scene, Basket(lines=(line,)))
    (note,) = membership.notes(club(), counted)
    assert (note.code, note.params["day"]) == ("membership_runs", "2027-11-21")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-31", 3000),
        ("2026-04-01", 2900),
        ("2026-04-15", 1500),
        ("2026-04-29", 100),
        ("2026-04-30", 0),
        ("2026-05-01", 0),
    ],
)
def test_days_not_begun_are_paid_back(day: str, expected: int) -> None:
    run = ("2026-04-01", "2026-04-30")
    assert membership.unused_minor(club(), "club", *run, day, 3000) == expected


def test_part_of_a_minor_unit_is_not_paid_back() -> None:
    run = ("2026-04-01", "2026-04-30")
    assert membership.unused_minor(club(), "club", *run, "2026-04-15", 1001) == 500


def test_one_that_does_not_pay_back() -> None:
    rules = club(refund_unused=False)
    run = ("2026-04-01", "2026-04-30")
    assert membership.unused_minor(rules, "club", *run, "2026-03-01", 3000) == 0


@given(st.integers(0, 10**9), st.dates(), st.integers(0, 800), st.integers(-50, 900))
def test_never_more_than_was_paid_and_less_every_day(
    paid_minor: int, first: Any, length: int, into: int
) -> None:
    ordinal = min(max(first.toordinal(), 800), 3_000_000)
    day_of = type(first).fromordinal
    run = (day_of(ordinal).isoformat(), day_of(ordinal + length).isoformat())
    backs = [
        membership.unused_minor(
            club(), "club", *run, day_of(ordinal + into + more).isoformat(), paid_minor
        )
        for more in (0, 1)
    ]
    assert paid_minor >= backs[0] >= backs[1] >= 0

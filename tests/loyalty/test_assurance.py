"""Who may spend how much, by how they were identified."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.assurance import (
    Earn,
    Identification,
    Permission,
    Redeem,
    RedeemUpTo,
    Used,
    allows,
    may,
    use,
    used_on,
)
from loyalty.entries import Spent
from loyalty.why import Why
from tests.loyalty.build import COFFEE_BAR, programme

NOTHING = programme(limits={"no_pin_card_minor": 0, "no_pin_phone_minor": 0})


@pytest.mark.parametrize(
    ("identification", "permission", "without_limits"),
    [
        ("card_static", RedeemUpTo(1000), Earn()),
        ("phone_by_name", RedeemUpTo(500, once_a_day=True), Earn()),
        ("number_typed", RedeemUpTo(500, once_a_day=True), Earn()),
        ("qr_rotating", Redeem(), Redeem()),
        ("visit_pin", Earn(), Earn()),
        ("pin", Redeem(), Redeem()),
    ],
)
def test_the_policy(
    identification: Identification, permission: Permission, without_limits: Permission
) -> None:
    assert may(identification, COFFEE_BAR) == permission
    assert may(identification, NOTHING) == without_limits


def test_the_policy_knows_every_way() -> None:
    assert all(may(way, COFFEE_BAR) for way in get_args(Identification))


@pytest.mark.parametrize(
    ("permission", "worth_minor", "used", "allowed"),
    [
        (Earn(), 0, Used(), False),
        (Redeem(), 100_000, Used(minor=9_000, times=9), True),
        (RedeemUpTo(1000), 1000, Used(), True),
        (RedeemUpTo(1000), 1001, Used(), False),
        (RedeemUpTo(1000), 600, Used(minor=400, times=1), True),
        (RedeemUpTo(1000), 601, Used(minor=400, times=1), False),
        (RedeemUpTo(500, once_a_day=True), 500, Used(), True),
        (RedeemUpTo(500, once_a_day=True), 100, Used(minor=100, times=1), False),
        (RedeemUpTo(500, once_a_day=True), 0, Used(times=1), False),
    ],
)
def test_what_needs_no_pin(
    permission: Permission, worth_minor: int, used: Used, *, allowed: bool
) -> None:
    assert allows(permission, worth_minor, used) is allowed


DAY = "2026-11-22"


def taken(*worths_minor: int) -> list[Spent]:
    return [
        Spent(reward="r", worth_minor=each, why=Why(code="reward", params={}))
        for each in worths_minor
    ]


@given(
    limit=st.integers(1, 5000),
    sales=st.lists(
        st.tuples(
            st.sampled_from(("card_static", "phone_by_name", "number_typed")),
            st.integers(0, 3000),
        ),
        max_size=12,
    ),
)
def test_small_rewards_never_add_up_beyond_the_limit_of_a_day(
    limit: int, sales: list[tuple[Identification, int]]
) -> None:
    """However somebody mixes ways of identifying: the day's sum stays within the larger limit."""
    rules = programme(limits={"no_pin_card_minor": limit, "no_pin_phone_minor": limit // 2})
    counters: dict[str, int] = {}
    got_minor = by_phone = 0
    for way, worth_minor in sales:
        permission = may(way, rules)
        if not allows(permission, worth_minor, used_on(counters, DAY)):
            continue
        got_minor += worth_minor
        by_phone += way != "card_static"
        for each in use(permission, taken(worth_minor), DAY):
            counters[each.unit] = counters.get(each.unit, 0) + each.delta
    assert got_minor <= limit
    assert by_phone <= 1
    assert used_on(counters, "2026-11-23") == Used()


def test_what_is_proven_by_a_pin_counts_against_no_limit() -> None:
    assert use(Redeem(), taken(900), DAY) == ()
    assert use(Earn(), taken(900), DAY) == ()
    assert use(RedeemUpTo(1000), [], DAY) == ()

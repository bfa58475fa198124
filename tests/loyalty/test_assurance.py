"""Who may spend how much, by how they were identified."""

from typing import get_args

import pytest

from loyalty.assurance import (
    Earn,
    Identification,
    Permission,
    Redeem,
    RedeemUpTo,
    allows,
    may,
)
from tests.loyalty.build import COFFEE_BAR, programme

NOTHING = programme(limits={"no_pin_card_minor": 0, "no_pin_phone_minor": 0})


@pytest.mark.parametrize(
    ("identification", "permission", "without_limits"),
    [
        ("card_static", RedeemUpTo(1000), Earn()),
        ("phone_by_name", RedeemUpTo(500, once_a_day=True), Earn()),
        ("number_typed", RedeemUpTo(500, once_a_day=True), Earn()),
        ("qr_rotating", Redeem(), Redeem()),
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
    ("permission", "worth_minor", "used_today", "allowed"),
    [
        (Earn(), 0, False, False),
        (Redeem(), 100_000, True, True),
        (RedeemUpTo(1000), 1000, False, True),
        (RedeemUpTo(1000), 1001, False, False),
        (RedeemUpTo(1000), 1000, True, True),
        (RedeemUpTo(500, once_a_day=True), 500, False, True),
        (RedeemUpTo(500, once_a_day=True), 100, True, False),
    ],
)
def test_what_needs_no_pin(
    permission: Permission, worth_minor: int, *, used_today: bool, allowed: bool
) -> None:
    assert allows(permission, worth_minor, used_today=used_today) is allowed

"""Roles are a ladder, the newer row counts, and who has left leaves nothing but an id."""

from __future__ import annotations

import pytest

from loyalty import staff
from loyalty.staff import LEAST, ROLES, StaffRow

BO = StaffRow(staff_id="s1", version=2, name="Bo", role="owner", badge="9000000000000017")
KIM = StaffRow(staff_id="s2", version=1, name="Kim")


@pytest.mark.parametrize("act", LEAST)
def test_whoever_is_above_may_what_those_below_may(act: str) -> None:
    allowed = [staff.may(role, act) for role in ROLES]
    assert allowed == sorted(allowed)
    assert not staff.may("cashier", act)
    assert staff.may("owner", act)


def test_a_role_of_a_later_version_may_only_what_anybody_may() -> None:
    assert not staff.may("inspector", staff.GOODWILL_MORE)
    assert staff.may("inspector", "sell")


def test_the_higher_version_counts_and_of_two_alike_the_servers() -> None:
    newer = StaffRow(staff_id="s1", version=3, name="Bo", role="manager")
    other = StaffRow(staff_id="s2", version=1, name="Kim", role="supervisor")
    assert staff.merged([BO, KIM], [newer, other]) == (newer, KIM)
    assert staff.unheard([BO, KIM], [newer, other]) == (newer,)


def test_one_person_never_signs_in_and_two_do() -> None:
    left = staff.gone(KIM)
    assert not staff.are_several([BO])
    assert not staff.are_several([BO, left])
    assert staff.are_several([BO, KIM])


def test_who_has_left_keeps_an_id_and_nothing_else() -> None:
    left = staff.gone(BO)
    assert (left.name, left.badge, left.verifier, left.own) == ("", "", "", "")
    assert left.version == BO.version + 1
    assert staff.by_badge([left], BO.badge) is None
    assert staff.by_badge([BO], BO.badge) is BO
    assert staff.by_badge([KIM], "") is None


def test_rows_survive_their_setting_and_a_strange_one_is_nobody() -> None:
    assert staff.read(staff.write([KIM, BO])) == (BO, KIM)
    assert staff.read("") == staff.read("[1]") == staff.read("{") == ()
    assert staff.write(()) == ""


def test_nothing_of_a_person_stands_in_a_repr_or_an_event() -> None:
    assert "Bo" not in repr(BO)
    assert staff.actor(BO) == "owner:s1"

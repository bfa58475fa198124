"""Rows of staff reach the books from any till, the newer counts, and what is wrong is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from loyalty import number, staff
from loyalty.staff import StaffRow
from server import staff as rows
from tests.stories.play import Player

BADGE = number.make("0000", "123456789")
ROW = StaffRow(staff_id="s1", version=1, name="Bo", role="owner", badge=BADGE)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(ROW, staff_id="s 1"),
        replace(ROW, staff_id=""),
        replace(ROW, version=0),
        replace(ROW, name="x" * 61),
        replace(ROW, name="B\no"),
        replace(ROW, role="king"),
        replace(ROW, badge="123"),
        replace(ROW, verifier="plain"),
        replace(ROW, pepper=0),
        replace(ROW, authenticator=-1),
    ],
)
def test_a_row_that_no_till_could_use_is_not_kept(wrong: StaffRow) -> None:
    assert rows.is_sound(ROW)
    assert not rows.is_sound(wrong)


def test_two_tills_know_the_same_people(tmp_path: Path) -> None:
    player = Player(tmp_path)
    player.play(
        """
        key F10
        type 4
        type 1
        type Bo
        key Enter
        scan Q
        type 7392
        type 7392 => menu; "Bo"
        sync
        till 2
        sync
        key F10
        type 4 => menu; "Bo"; "Owner, badge"
        type 1
        type Kim
        key Enter
        type 1
        key Enter
        type 8461
        type 8461 => lock
        scan Q => idle; "Bo is here."
        sync
        till 1
        sync
        wait 1 => lock
        type 8461 => idle; "Kim is here."
        """
    )
    kept = staff.read(player.shop.books.setting(staff.SETTING))
    assert sorted(row.name for row in kept) == ["Bo", "Kim"]
    player.close()

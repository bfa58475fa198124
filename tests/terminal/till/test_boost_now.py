"""A boost until closing ends with the close of the day where there is one till, and only there."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.stories.play import Player


@pytest.mark.parametrize("several", [False, True])
def test_the_close_of_the_day_ends_it_in_a_shop_with_one_till(
    tmp_path: Path, *, several: bool
) -> None:
    player = Player(tmp_path)
    desk = player.counter.desk
    desk.shop = msgspec.structs.replace(desk.shop, several_tills=several)
    goes_on = '"Everything counts double"' if several else '!"Everything counts double"'
    player.play(
        f"""
        member Anna A
        earn A 400
        key F4
        type 1 => "Everything counts double until 04:00"
        key F10
        type z
        key Enter => idle; "is closed"; {goes_on}
        earn A 400 => balance A points {48 if several else 32}
        """
    )
    player.close()

"""Each epoch of each till has a place of its own among the card numbers, told once."""

from __future__ import annotations

from loyalty.number_places import LAST, SETTING, place_in
from tests.server.shop import Till


def test_two_tills_have_two_places_and_both_are_told(pair: tuple[Till, Till]) -> None:
    one, other = pair
    for till in (one, other):
        told = {
            name: place_in(text)
            for name, text in till.pull().settings.items()
            if name.startswith(SETTING) and name != LAST
        }
        assert sorted(told.values()) == [1, 2]
        assert {name.split("/")[1] for name in told} == {one.device, other.device}

"""Every number lies in one place only, and a place looks like numbers from anywhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loyalty import number_places
from loyalty.number_places import EACH, PLACES, digits, place_in, place_of

KEY = bytes(range(32))


@given(place=st.integers(1, PLACES - 1), at=st.integers(0, EACH - 1), key=st.binary(min_size=32))
def test_a_number_says_which_place_it_came_from(place: int, at: int, key: bytes) -> None:
    made = digits(key, place, at)
    assert (len(made), made.isdecimal()) == (9, True)
    assert place_of(key, made) == place, "the permutation has no two ways to a number"


def test_two_places_and_two_positions_never_give_the_same_number() -> None:
    made = {digits(KEY, place, at) for place in (1, 2, 999) for at in range(2000)}
    assert len(made) == 3 * 2000


def test_a_place_is_spread_over_all_numbers_and_another_key_spreads_it_otherwise() -> None:
    made = [digits(KEY, 7, at) for at in range(1000)]
    tenths = [sum(one.startswith(str(first)) for one in made) for first in range(10)]
    assert min(tenths) > 50, "a tenth of them each, by chance"
    assert made[0] != digits(bytes(32), 7, 0)


def test_what_is_no_place_is_nobodys() -> None:
    assert [place_in(text) for text in ("", "x", "7", "999", "1000", "-3")] == [0, 0, 7, 999, 0, 0]
    assert number_places.name_of("t1", 3) == "numbers/t1/3"

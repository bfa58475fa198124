"""Member numbers: what is typed or read wrong is never another member."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loyalty import number
from loyalty.errors import Refusal

DIGITS = "0123456789"
numbers = st.builds(
    number.make,
    st.text(DIGITS, min_size=4, max_size=4),
    st.text(DIGITS, min_size=9, max_size=9),
)


def test_check_digits_are_those_of_iso_7064() -> None:
    """A body by hand: 98 - body * 100 mod 97."""
    body = "90000123456789"
    assert number.check_digits(body) == f"{98 - int(body) * 100 % 97:02d}"
    assert int(number.make("0000", "123456789")) % 97 == 1


@given(numbers)
def test_a_made_number_is_valid(made: str) -> None:
    assert number.is_valid(made)
    assert number.parse(made) == made
    assert len(made) == 16
    assert made[0] == "9"


@given(numbers, st.integers(0, 15), st.sampled_from(DIGITS))
def test_one_wrong_digit_is_always_caught(made: str, at: int, digit: str) -> None:
    assume(made[at] != digit)
    assert not number.is_valid(made[:at] + digit + made[at + 1 :])


@given(numbers, st.integers(0, 14))
def test_two_swapped_neighbours_are_always_caught(made: str, at: int) -> None:
    assume(made[at] != made[at + 1])
    assert not number.is_valid(made[:at] + made[at + 1] + made[at] + made[at + 2 :])


@given(numbers, st.integers(0, 15), st.integers(0, 15))
def test_any_two_swapped_digits_are_always_caught(made: str, one: int, other: int) -> None:
    assume(made[one] != made[other])
    digits = list(made)
    digits[one], digits[other] = digits[other], digits[one]
    assert not number.is_valid("".join(digits))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "number_length"),
        ("9000012345678", "number_length"),
        ("90000123456789000", "number_length"),
        ("9000-1234-5678-90", "number_length"),
        ("٩٠٠٠٠١٢٣٤٥٦٧٨٩٠٠", "number_length"),
        ("8000012345678900", "number_prefix"),
        ("9000012345678900", "number_check"),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        number.parse(text)
    assert refused.value.code == code
    assert not number.is_valid(text)


@given(numbers)
def test_a_number_typed_in_fours_is_read(made: str) -> None:
    assert number.parse(f" {number.grouped(made)}\n") == made
    assert number.grouped(made).count(" ") == 3


def test_the_parts_of_a_number() -> None:
    made = number.make("1234", "567890123")
    assert number.issuer_of(made) == "1234"
    assert number.last_four(made) == made[12:]

"""Identifiers: made from a given time and given chance, derived alike on every till."""

import hashlib
import hmac
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from loyalty import ids

KEY = b"k" * 32
times = st.integers(0, 2**48 * 1000 - 1)
chance = st.binary(min_size=10, max_size=10)


@given(times, chance)
def test_a_uuid7_is_one_and_keeps_its_millisecond(at_us: int, randomness: bytes) -> None:
    made = UUID(ids.uuid7(at_us, randomness))
    assert made.version == 7
    assert made.variant == RFC_4122
    assert made.int >> 80 == at_us // 1000


def test_a_uuid7_by_hand() -> None:
    assert ids.uuid7(1_000, bytes(10)) == "00000000-0001-7000-8000-000000000000"
    assert ids.uuid7(0, b"\xff" * 10) == "00000000-0000-7fff-bfff-ffffffffffff"


@given(times, times, chance, chance)
def test_later_ids_sort_later(one: int, other: int, first: bytes, second: bytes) -> None:
    earlier, later = sorted((one, other))
    if earlier // 1000 < later // 1000:
        assert ids.uuid7(earlier, first) < ids.uuid7(later, second)


@given(chance, chance)
def test_74_random_bits_tell_two_ids_apart(first: bytes, second: bytes) -> None:
    mask = 2**74 - 1
    differ = int.from_bytes(first, "big") & mask != int.from_bytes(second, "big") & mask
    assert (ids.uuid7(5, first) != ids.uuid7(5, second)) is differ


def test_an_account_is_derived_alike_everywhere() -> None:
    expected = hmac.new(KEY, b"account\x009000012345678900", hashlib.sha256).hexdigest()[:32]
    assert ids.account_of_number(KEY, "9000012345678900") == expected


def test_purposes_and_keys_never_meet() -> None:
    text = "9000012345678900"
    made = {
        ids.account_of_number(KEY, text),
        ids.blind_phone(KEY, text),
        ids.blind_visit_pin(KEY, text),
        ids.account_of_number(b"other", text),
    }
    assert len(made) == 4

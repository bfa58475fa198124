"""PINs: which are refused, how long they are, and what wrong tries count and lock."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import accounts, pin
from loyalty.benefits.tidying import stale
from loyalty.entries import Counted
from loyalty.ids import blind_phone, blind_visit_pin
from loyalty.postings import of_entries
from tests.loyalty.documents import COFFEE_BAR

DAY, NEXT_DAY = "2026-11-22", "2026-11-23"
MEMBER = "0190a1b2-0000-7000-8000-000000000001"
# The first twenty of each length in DataGenetics' count of leaked PINs (2012).
USED_MOST_4 = "1234 1111 0000 1212 7777 1004 2000 4444 2222 6969 9999 3333 5555 6666 1122 1313 8888"
USED_MOST_6 = "123456 123123 111111 121212 123321 666666 000000 654321 696969 112233 159753 292513"


@pytest.mark.parametrize("text", f"{USED_MOST_4} 4321 2001 1010".split())
def test_what_people_use_most_is_weak(text: str) -> None:
    assert pin.is_weak(text)


@pytest.mark.parametrize(
    "text", f"{USED_MOST_6} 131313 123654 222222 789456 999999 101010 777777 007007".split()
)
def test_what_people_use_most_of_six_digits_is_weak(text: str) -> None:
    assert pin.is_weak(text)


@pytest.mark.parametrize(
    "texts",
    [
        "0123 3210 7890 0987 8901 567890",
        "1900 1999 2099",
        "2580 0852 147258 963741 456123",
        "1133 455455",
    ],
)
def test_runs_years_the_keypad_and_repetitions_are_weak(texts: str) -> None:
    assert all(map(pin.is_weak, texts.split()))


def test_others_are_not() -> None:
    others = "4719 8302 2100 1899 0742 1231 9150 471983 190273 258471"
    assert not any(map(pin.is_weak, others.split()))


def test_few_of_all_pins_are_weak() -> None:
    assert sum(pin.is_weak(f"{n:04d}") for n in range(10_000)) == 417


@pytest.mark.parametrize("text", ["", "123", "12345", "1234567", "12a4", "١٢٣٤", "12 4", "1234\n"])
def test_four_or_six_plain_digits_are_a_pin(text: str) -> None:
    assert not pin.is_pin(text)
    assert pin.is_pin("4719")
    assert pin.is_pin("471983")


@pytest.mark.parametrize(
    ("members", "digits", "phone_end", "bound"),
    [
        (0, 4, False, 0),
        (1, 4, False, 1),
        (100, 4, False, 100),
        (101, 6, False, 2),
        (10_000, 6, False, 100),
        (10_001, 4, True, 2),
        (1_000_000, 4, True, 100),
    ],
)
def test_visit_pins_are_as_long_as_the_shop_needs(
    members: int, digits: int, bound: int, *, phone_end: bool
) -> None:
    assert pin.visit_pin_digits(members) == digits
    assert pin.needs_phone_end(members) == phone_end
    assert pin.guess_bound(members) == bound


@given(st.integers(0, 1_000_000))
def test_a_guess_hits_less_often_than_once_in_a_hundred(members: int) -> None:
    digits = pin.visit_pin_digits(members) + 4 * pin.needs_phone_end(members)
    bound = pin.guess_bound(members)
    assert bound <= 100
    assert (bound - 1) * 10**digits < members * 10_000 <= bound * 10**digits or members == 0


def add(counters: dict[str, int], counted: tuple[Counted, ...]) -> None:
    """Count."""
    for one in counted:
        counters[one.unit] = counters.get(one.unit, 0) + one.delta


def test_five_wrong_ones_in_a_day_lock_and_a_new_version_is_free() -> None:
    counters: dict[str, int] = {}
    for n in range(5):
        assert pin.wrong_today(counters, MEMBER, 1, DAY) == n
        assert not pin.is_locked(counters, MEMBER, 1)
        add(counters, pin.wrong_try(counters, MEMBER, 1, DAY))
    assert pin.is_locked(counters, MEMBER, 1)
    assert counters[pin.locked_unit(MEMBER, 1)] == 1
    add(counters, pin.wrong_try(counters, MEMBER, 1, DAY))
    assert counters[pin.locked_unit(MEMBER, 1)] == 1
    assert not pin.is_locked(counters, MEMBER, 2)
    assert not pin.is_locked(counters, "somebody", 1)
    assert pin.wrong_today(counters, MEMBER, 2, DAY) == 0


def test_four_a_day_lock_nothing() -> None:
    counters: dict[str, int] = {}
    for day in (DAY, NEXT_DAY):
        for _ in range(4):
            add(counters, pin.wrong_try(counters, MEMBER, 1, day))
    assert not pin.is_locked(counters, MEMBER, 1)


def test_tills_that_were_apart_lock_together() -> None:
    alone = pin.wrong_try({}, MEMBER, 12, DAY)
    together = {alone[0].unit: 5}
    assert pin.locked_unit(MEMBER, 12) not in together
    assert pin.is_locked(together, MEMBER, 12)
    assert not pin.is_locked(together, MEMBER, 1)


@pytest.mark.parametrize(
    ("visit", "day", "left"), [(0, 0, 3), (1, 1, 2), (3, 3, 0), (0, 3, 2), (0, 5, 0), (4, 9, 0)]
)
def test_the_nearer_limit_counts(visit: int, day: int, left: int) -> None:
    assert pin.tries_left(visit, day) == left
    assert pin.earns_only(visit) == (visit >= 3)


def test_a_wrong_pin_moves_counters_of_the_account_and_nothing_of_value() -> None:
    account = "a" * 32
    counted = pin.wrong_try({pin.wrong_unit(MEMBER, 3, DAY): 4}, MEMBER, 3, DAY)
    postings = of_entries(account, "event", counted=counted)
    assert {(one.credit, one.unit, one.amount) for one in postings} == {
        (accounts.count(account), pin.wrong_unit(MEMBER, 3, DAY), 1),
        (accounts.count(account), pin.locked_unit(MEMBER, 3), 1),
    }
    assert not any(accounts.is_value(one.unit) for one in postings)


def test_tidying_takes_old_tries_and_no_lock() -> None:
    counters: Mapping[str, int] = {
        pin.wrong_unit(MEMBER, 1, DAY): 4,
        pin.wrong_unit(MEMBER, 2, DAY): 5,
        pin.wrong_unit(MEMBER, 3, NEXT_DAY): 1,
        pin.locked_unit(MEMBER, 2): 1,
    }
    found = list(stale(COFFEE_BAR, counters, NEXT_DAY))
    assert found == [pin.wrong_unit(MEMBER, 1, DAY)]


def test_a_visit_pin_has_a_blind_index_of_its_own() -> None:
    key = bytes(range(32))
    shown = blind_visit_pin(key, "4719")
    others = {
        blind_visit_pin(key, "4718"),
        blind_visit_pin(key, "4719", "0417"),
        blind_visit_pin(bytes(32), "4719"),
        blind_visit_pin(key, "471", "9"),
        blind_phone(key, "4719"),
    }
    assert shown not in others
    assert len(others) == 5
    assert len(bytes.fromhex(shown)) == 16

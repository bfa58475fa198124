"""Wrong visit PINs make the pad wait: longer each time, never for ever, whatever the clock does."""

from hypothesis import given
from hypothesis import strategies as st

from terminal.till.throttle import FREE_TRIES, MOST_US, Tries, read, written

NOW_US = 1_795_170_000_000_000
HOUR_US = 3_600_000_000


def after(wrong: int) -> Tries:
    """Give the tries after so many wrong ones in a row."""
    tries = Tries()
    for _ in range(wrong):
        tries = tries.one_more(NOW_US)
    return tries


def test_it_waits_longer_each_time() -> None:
    waits = [after(wrong).wait_us(NOW_US) // 1_000_000 for wrong in range(12)]
    assert waits[: FREE_TRIES + 1] == [0, 0, 0]
    assert waits[3:7] == [5, 10, 20, 40]
    assert max(waits) <= MOST_US // 1_000_000


def test_hours_without_any_forgive() -> None:
    tired = after(10)
    rested = tired.one_more(NOW_US + 4 * HOUR_US)
    assert rested.wrong == 1
    assert rested.wait_us(NOW_US + 4 * HOUR_US) == 0


@given(wrong=st.integers(0, 60), off_us=st.integers(-(10**16), 10**16))
def test_no_clock_makes_it_wait_longer_than_the_most(wrong: int, off_us: int) -> None:
    assert 0 <= after(wrong).wait_us(NOW_US + off_us) <= MOST_US


@given(wrong=st.integers(0, 1000), at_us=st.integers(0, 2**53))
def test_it_survives_a_restart(wrong: int, at_us: int) -> None:
    tries = Tries(wrong=wrong, at_us=at_us)
    assert read(written(tries)) == tries


def test_what_is_strange_is_no_tries() -> None:
    assert read(None) == read("{") == read("7") == Tries()

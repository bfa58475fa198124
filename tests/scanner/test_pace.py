"""The pace: as many attempts a second whether they are short or long."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.pace import Pace


def attempts(cost_ms: Callable[[bool], int], *, for_ms: int = 10_000) -> tuple[float, float]:
    """Play a camera of 15 frames a second on a clock; give attempts and long ones a second."""
    pace = Pace(80)
    now_ms, long_ones, all_of_them = 0, 0, 0
    while now_ms < for_ms:
        spare = pace.spare
        pace.began(now_ms)
        took_ms = cost_ms(spare)
        now_ms += took_ms
        pace.ended(took_ms)
        all_of_them += 1
        long_ones += spare
        now_ms = max(now_ms, pace.due_ms)
    return all_of_them * 1000 / for_ms, long_ones * 1000 / for_ms


@pytest.mark.parametrize("long_ms", [20, 60, 80, 150, 300, 450])
def test_long_looks_do_not_make_attempts_fewer(long_ms: int) -> None:
    every, long_ones = attempts(lambda spare: long_ms if spare else 12)
    assert 10 <= every <= 15
    assert long_ones >= 1, "what is hard to read is still looked for"


def test_a_quick_computer_looks_hard_each_time() -> None:
    every, long_ones = attempts(lambda _: 30)
    assert every == long_ones == pytest.approx(12.5, abs=0.1)


def test_a_computer_that_slept_does_not_hurry_for_ever() -> None:
    pace = Pace(80)
    pace.began(0)
    pace.ended(60_000)
    pace.began(60_000)
    assert pace.due_ms >= 60_000 - 500
    for now_ms in range(60_010, 61_000, 80):
        pace.began(now_ms)
        pace.ended(10)
    assert pace.spare


def test_a_time_without_pictures_is_not_made_up_for() -> None:
    pace = Pace(80)
    for now_ms in (0, 5_000):
        pace.began(now_ms)
        pace.ended(10)
    assert pace.due_ms == 5_080


def test_attempts_are_counted_over_two_seconds() -> None:
    pace = Pace(80)
    assert pace.attempts_a_second == 0.0
    for now_ms in range(0, 4_000, 80):
        pace.began(now_ms)
    assert pace.attempts_a_second == pytest.approx(12.5)
    for now_ms in range(4_000, 8_000, 200):
        pace.began(now_ms)
    assert pace.attempts_a_second == pytest.approx(5.0)

"""When to sync next."""

from hypothesis import given
from hypothesis import strategies as st

from sync.schedule import (
    BACK_OFF_MAX_MS,
    BACK_OFF_MIN_MS,
    IDLE_MS,
    SHARES,
    Schedule,
)


def test_a_sale_is_sent_at_once_and_silence_is_broken_after_a_while() -> None:
    idle = Schedule().after_success(1_000)
    assert not idle.is_due(1_000 + IDLE_MS - 1)
    assert idle.is_due(1_000 + IDLE_MS)
    assert idle.is_due(2_000, at_once=True)


def test_a_sale_does_not_cut_a_back_off_short() -> None:
    waiting = Schedule().after_failure(0, SHARES - 1)
    assert not waiting.is_due(1, at_once=True)
    assert waiting.is_due(waiting.due_ms)


def test_a_success_ends_the_back_off() -> None:
    assert Schedule().after_failure(0, 0).after_success(5).failures == 0


@given(st.lists(st.integers(0, SHARES - 1), min_size=1, max_size=40))
def test_waits_grow_to_five_minutes_and_never_beyond(shares: list[int]) -> None:
    schedule, now_ms = Schedule(), 0
    for number, share in enumerate(shares, 1):
        schedule = schedule.after_failure(now_ms, share)
        wait_ms = schedule.due_ms - now_ms
        assert BACK_OFF_MIN_MS <= wait_ms <= min(BACK_OFF_MIN_MS << number, BACK_OFF_MAX_MS)
        now_ms = schedule.due_ms


def test_two_tills_do_not_come_back_together() -> None:
    failed = Schedule(failures=20)
    early, late = failed.after_failure(0, 0), failed.after_failure(0, SHARES - 1)
    assert (early.due_ms, late.due_ms) == (BACK_OFF_MIN_MS, BACK_OFF_MAX_MS)


def test_a_server_that_says_when_is_heard() -> None:
    assert Schedule().after_failure(0, 0, retry_after_s=90).due_ms == 90_000
